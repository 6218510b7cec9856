// Whether a connection that a function opens is known to nobody but the goroutines that it starts.

import {operandBefore} from './expression.ts';
import {type GoFile, type GoFunction} from './go-functions.ts';
import {isKeyword} from './go-scanner.ts';

/** What only wraps a connection, and gives back what reads or writes it. */
const wrapping = /^(?:new|make|wrap)/i;
/** Packages whose functions keep nothing that they are given. */
const passing = new Set(['io', 'fmt', 'binary', 'json', 'gob', 'xml']);
const closing = /^(?:Close|CloseRead|CloseWrite|Shutdown)$/;

/**
 * Whether the connection that a call opens stays with the goroutines which its function starts: it is not closed there, and
 * not returned, kept, or given to anybody else. Once the function has returned, nobody but the peer can end them.
 *
 * Example input:  `a := &attach{conn: c}`, `go a.copy()` and `return nil` after `c, err := net.Dial("tcp", addr)`
 * Example output: true; false with `e.all = append(e.all, a)`, or with `defer c.Close()`
 *
 * @param open index of the `(` of the call.
 */
export function staysWithGoroutines(file: GoFile, within: GoFunction, open: number): boolean {
  const {tokens} = file;
  const first = resultOf(file, operandBefore(file, open)?.from ?? 0);
  if (first === undefined) return false;
  const names = new Set([first]);
  let isStarted = false;
  for (let at = tokens.pair(open); at > 0 && at < within.close; at++) {
    const started = tokens.text(at) === 'go' && tokens.kind(at) === 'word' ? endOfStatement(file, at) : at;
    if (started > at) {
      isStarted ||= rangeHas(file, at, started, names);
      at = started;
      continue;
    }

    const literal = file.functionAt.get(at);
    if (literal !== undefined) {
      if (rangeHas(file, at, literal.close, names)) return false;
      at = literal.close;
      continue;
    }

    if (!isUse(file, at, names)) continue;
    const kept = keptBy(file, at);
    if (kept === 'nobody') continue;
    if (kept === 'somebody') return false;
    names.add(kept.name);
  }

  return isStarted;
}

type Kept = 'nobody' | 'somebody' | {readonly name: string};

/** Who has a connection, or what wraps it, after a use: nobody new, a variable of the function, or somebody else. */
function keptBy(file: GoFile, at: number): Kept {
  const {tokens} = file;
  const next = tokens.text(at + 1);
  if (next === '.') return selectedFrom(file, at);
  if (['==', '!=', ':=', '='].includes(next) || isTarget(file, at)) return 'nobody';
  const open = openAround(file, at);
  if (open === undefined) return 'somebody';
  const called = operandBefore(file, open);
  if (called === undefined) return 'somebody';
  const isCall = tokens.text(open) === '(';
  if (isCall && passing.has(called.of ?? '')) return 'nobody';
  if (isCall && !wrapping.test(called.name)) return 'somebody';
  const start = tokens.text(called.from - 1) === '&' ? called.from - 1 : called.from;
  const name = resultOf(file, start);
  return name === undefined ? 'somebody' : {name};
}

/** A method of its own may be called; what is taken out of it may go anywhere. */
function selectedFrom({tokens}: GoFile, at: number): Kept {
  let last = at;
  while (tokens.text(last + 1) === '.' && tokens.kind(last + 2) === 'word') last += 2;
  return tokens.text(last + 1) === '(' && !closing.test(tokens.text(last)) ? 'nobody' : 'somebody';
}

/** `c` of `c, err := …`, before the expression that begins at a token; undefined for what is no new variable. */
function resultOf({tokens}: GoFile, from: number): string | undefined {
  if (tokens.text(from - 1) !== ':=') return undefined;
  let at = from - 2;
  while (tokens.text(at - 1) === ',' && tokens.kind(at - 2) === 'word') at -= 2;
  return tokens.kind(at) === 'word' && tokens.text(at - 1) !== '.' ? tokens.text(at) : undefined;
}

/** One of the names on the left of an assignment. */
function isTarget({tokens}: GoFile, at: number): boolean {
  let next = at + 1;
  while (tokens.text(next) === ',' && tokens.kind(next + 1) === 'word') next += 2;
  return next > at + 1 && tokens.text(next) === ':=';
}

/** The bracket that a token is in, of a call or of a literal, in the same statement. */
function openAround({tokens}: GoFile, from: number): number | undefined {
  for (let at = from - 1; at > 0; at--) {
    const word = tokens.text(at);
    if (word === '(' || word === '{') return at;
    if (tokens.kind(at) === 'end' || word === '[' || (tokens.kind(at) === 'word' && isKeyword(word)))
      return undefined;
    if (tokens.pair(at) !== -1 && tokens.pair(at) < at) at = tokens.pair(at);
  }

  return undefined;
}

function endOfStatement({tokens}: GoFile, from: number): number {
  let at = from;
  while (at < tokens.count && tokens.kind(at) !== 'end')
    at = tokens.pair(at) > at ? tokens.pair(at) + 1 : at + 1;
  return at;
}

function rangeHas(file: GoFile, from: number, to: number, names: ReadonlySet<string>): boolean {
  for (let at = from; at < to; at++) if (isUse(file, at, names)) return true;
  return false;
}

/** A name that is no field of something else, nor the key of one in a literal. */
function isUse({tokens}: GoFile, at: number, names: ReadonlySet<string>): boolean {
  return (
    tokens.kind(at) === 'word' &&
    names.has(tokens.text(at)) &&
    tokens.text(at - 1) !== '.' &&
    tokens.text(at + 1) !== ':'
  );
}
