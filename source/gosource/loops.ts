// Finds the loops around a line, and the ways out of them.

import {type GoFile, type GoFunction, ownTokens} from './go-functions.ts';
import {maxLoops} from './limits.ts';

/** A `for` around a line. */
export type Loop = {
  readonly line: number;
  /**
   * `endless`: `for {`, `for true {` and `for i := 0; ; i++ {`. `bounded`: it ends after so many turns or at a time,
   * whatever happens, as `for i := 0; i < n; i++ {`, `for range 9 {` and `for time.Now().Before(end) {` do.
   */
  readonly header: 'endless' | 'condition' | 'bounded' | 'range';
  /** The ways out in its body, in order: return, break or goto out of it, panic, or an end of the program. */
  readonly exits: readonly Exit[];
  /** Token indices of the word `for` and of the body's brackets. */
  readonly at: number;
  readonly open: number;
  readonly close: number;
};

export type Exit = {readonly kind: 'return' | 'break' | 'end'; readonly line: number; readonly at: number};

/** More ways out of one loop are not listed. */
const maxExits = 20;

const endsProgram = /^(?:os\.Exit|runtime\.Goexit|log\.(?:Fatal|Fatalf|Fatalln|Panic|Panicf|Panicln))$/;
const otherStatement = new Set(['for', 'if', 'switch', 'select', 'return', 'case', 'go', 'defer', 'default']);

/** The loops of a function around a token, outermost first. A loop's own header counts as inside. */
export function loopsAround(file: GoFile, within: GoFunction, index: number): readonly Loop[] {
  const {tokens} = file;
  const loops: Loop[] = [];
  for (const at of ownTokens(file, within)) {
    if (at > index || loops.length === maxLoops) {
      break;
    }

    const open = tokens.kind(at) === 'word' && tokens.text(at) === 'for' ? bodyOf(file, at) : undefined;
    if (open !== undefined && tokens.pair(open) > index) {
      const close = tokens.pair(open);
      const exits = waysOut(file, within, {at, open, close});
      loops.push({line: tokens.line(at), header: headerOf(file, at, open), exits, at, open, close});
    }
  }

  return loops;
}

/**
 * The `{` that begins the body of `for`, `if`, `switch` or `select`: the first one outside of brackets and literals.
 *
 * Braces followed by others are those of a type or of its elements, as in `for range []int{1, 2} {`.
 */
function bodyOf({tokens, functionAt}: GoFile, at: number): number | undefined {
  for (let next = at + 1; next < tokens.count; next++) {
    const literal = functionAt.get(next);
    const word = tokens.text(next);
    const pair = tokens.pair(next);
    if (literal !== undefined) {
      next = literal.close;
    } else if (word === '{') {
      if (pair < next || tokens.text(pair + 1) !== '{') {
        return pair > next ? next : undefined;
      }

      next = pair;
    } else if (word === '}' || word === ')' || word === ']' || otherStatement.has(word)) {
      return undefined;
    } else if (pair > next) {
      next = pair;
    }
  }

  return undefined;
}

function headerOf({tokens}: GoFile, at: number, open: number): Loop['header'] {
  const ends: number[] = [];
  for (let next = at + 1; next < open; next++) {
    if (tokens.kind(next) === 'word' && tokens.text(next) === 'range') {
      return tokens.kind(next + 1) === 'number' ? 'bounded' : 'range';
    }

    if (tokens.kind(next) === 'end') {
      ends.push(next);
    }

    if (tokens.pair(next) > next) {
      next = tokens.pair(next);
    }
  }

  const [first, second = open] = ends;
  if (first === undefined) {
    const isTrue = open === at + 2 && tokens.text(at + 1) === 'true';
    if (open === at + 1 || isTrue) return 'endless';
    return asksClock(tokens, at + 1, open) ? 'bounded' : 'condition';
  }

  if (second === first + 1) return 'endless';
  const isBounded = asksClock(tokens, first + 1, second) || counts(tokens, first + 1, second, open);
  return isBounded ? 'bounded' : 'condition';
}

const clockCalls = new Set(['Now', 'Since', 'Until']);

/** Whether a condition asks for the time, and for nothing that might do instead: it changes by itself. */
function asksClock(tokens: GoFile['tokens'], from: number, to: number): boolean {
  let asks = false;
  for (let at = from; at < to; at++) {
    if (tokens.text(at) === '||') return false;
    asks ||= tokens.text(at) === 'time' && tokens.text(at + 1) === '.' && clockCalls.has(tokens.text(at + 2));
  }

  return asks;
}

const comparisons = new Set(['<', '<=', '>', '>=', '!=']);
const steps = new Set(['++', '--', '+=', '-=']);

/** Whether what the condition compares is what each turn counts up or down: `i < n; i++`. */
function counts(tokens: GoFile['tokens'], from: number, second: number, open: number): boolean {
  if (second >= open) return false;
  for (let at = from; at < second; at++) if (tokens.text(at) === '||') return false;
  return (
    comparisons.has(tokens.text(from + 1)) &&
    tokens.text(second + 1) === tokens.text(from) &&
    steps.has(tokens.text(second + 2))
  );
}

/** A break inside an inner loop, switch or select ends only that one. */
function waysOut(
  file: GoFile,
  within: GoFunction,
  loop: Pick<Loop, 'at' | 'open' | 'close'>,
): readonly Exit[] {
  const {tokens} = file;
  const exits: Exit[] = [];
  const inner: number[] = [];
  const labels = labelsIn(tokens, loop.open, loop.close);
  const ownLabel = tokens.text(loop.at - 1) === ':' ? tokens.text(loop.at - 2) : labelAbove(tokens, loop.at);
  for (const at of ownTokens(file, within, loop.open + 1)) {
    if (at >= loop.close || exits.length === maxExits) {
      break;
    }

    while (inner.length > 0 && inner.at(-1)! < at) {
      inner.pop();
    }

    const word = tokens.text(at);
    if (tokens.kind(at) !== 'word') {
      continue;
    }

    if (word === 'for' || word === 'switch' || word === 'select') {
      const body = bodyOf(file, at);
      inner.push(body === undefined ? at : tokens.pair(body));
      continue;
    }

    const label = jumpLabel(tokens, at);
    const jumpsOut =
      label === undefined
        ? word === 'break' && inner.length === 0
        : !labels.has(label) && (word !== 'continue' || label !== ownLabel);
    if (jumpsOut) {
      exits.push({kind: 'break', line: tokens.line(at), at});
    } else if (endsFunction(tokens, at)) {
      exits.push({kind: word === 'return' ? 'return' : 'end', line: tokens.line(at), at});
    }
  }

  return exits;
}

/** Whether a word ends the function or the program: `return`, `panic(…)`, `os.Exit` and the like. */
export function endsFunction(tokens: GoFile['tokens'], at: number): boolean {
  const word = tokens.text(at);
  if (tokens.kind(at) !== 'word' || tokens.text(at - 1) === '.') {
    return false;
  }

  return (
    word === 'return' ||
    (word === 'panic' && tokens.text(at + 1) === '(') ||
    (tokens.text(at + 1) === '.' && endsProgram.test(`${word}.${tokens.text(at + 2)}`))
  );
}

/** The label that `break`, `continue` or `goto` jumps to; undefined without one, and for other words. */
export function jumpLabel(tokens: GoFile['tokens'], at: number): string | undefined {
  const word = tokens.text(at);
  const isJump = word === 'break' || word === 'continue' || word === 'goto';
  return isJump && tokens.kind(at + 1) === 'word' ? tokens.text(at + 1) : undefined;
}

/** A label may stand on the line above its loop; the colon ends no statement, so nothing is between them. */
function labelAbove(tokens: GoFile['tokens'], at: number): string | undefined {
  return tokens.kind(at - 1) === 'end' && tokens.text(at - 2) === ':' ? tokens.text(at - 3) : undefined;
}

function labelsIn(tokens: GoFile['tokens'], open: number, close: number): ReadonlySet<string> {
  const labels = new Set<string>();
  for (let at = open + 1; at < close; at++) {
    if (tokens.text(at) === ':' && tokens.kind(at - 1) === 'word' && startsLine(tokens, at - 1)) {
      labels.add(tokens.text(at - 1));
    }
  }

  return labels;
}

function startsLine(tokens: GoFile['tokens'], at: number): boolean {
  return (
    tokens.line(at - 1) < tokens.line(at) || tokens.kind(at - 1) === 'end' || tokens.text(at - 1) === '{'
  );
}
