// Whether a channel that a function made is known to nobody but it and the goroutine that it started.

import type {GoStatement, Scope} from './channel-origin.ts';
import type {ChannelMake} from './channel-uses.ts';
import {type Expression, operandBefore} from './expression.ts';
import {functionAround, type GoFile, type GoFunction} from './go-functions.ts';
import {operationAt, type OperationKind} from './operation.ts';

/** Built-in functions that take a channel, and give it to nobody. */
const builtIn = new Set(['close', 'len', 'cap']);

/**
 * Whether nobody is left to end a wait for a channel once the function that made it has returned: the function gives it
 * to nobody but goroutines that do the same as the one that waits, and no literal in it does what that one waits for.
 *
 * Example input:  `<-` in `ch := make(chan int); go func() { ch <- 1 }(); return <-ch`, for the send
 * Example output: true; false with `go drain(ch)`, or with `return ch`
 *
 * @param channel what it is called in the creator.
 * @param makes where it is made, as far as names tell.
 */
export function isLeftWithCreator(
  channel: Expression,
  makes: readonly ChannelMake[],
  wait: OperationKind,
  {file: goroutineFile, within: goroutine}: Pick<Scope, 'file' | 'within'>,
  started: GoStatement,
): boolean {
  const {file, within} = started.scope;
  const isMadeHere = makes.some((made) => made.within === within && made.name === channel.name);
  if (!isMadeHere || channel.of !== undefined || !isMadeOnce(file, within, channel.name)) return false;
  const isEnding = (kind: Use) =>
    wait === 'send' ? kind === 'receive' : kind === 'send' || kind === 'close';
  const inGoroutine: string[] = goroutine.parent === undefined ? [] : [channel.name];
  for (const use of usesOf(file, within, channel.name)) {
    if (use.kind === 'given') {
      const place = placeInStart(file, use.at, goroutine, started);
      if (place === undefined) return false;
      inGoroutine.push(goroutine.parameters[place] ?? '');
    } else if (use.kind === undefined || (isEnding(use.kind) && functionAround(file, use.at) !== within)) {
      return false;
    }
  }

  return inGoroutine.every((name) => {
    for (const {kind} of name === '' ? [] : usesOf(goroutineFile, goroutine, name))
      if (kind === undefined || kind === 'given' || isEnding(kind)) return false;
    return true;
  });
}

/** `made`: its declaration; `asked`: `len` and the like; `given`: as an argument; undefined: somebody else may get it. */
type Use = 'made' | 'asked' | 'send' | 'receive' | 'close' | 'given';

function* usesOf(
  file: GoFile,
  {open, close}: GoFunction,
  name: string,
): Generator<{readonly at: number; readonly kind: Use | undefined}> {
  const {tokens} = file;
  for (let at = open + 1; at < close; at++)
    if (tokens.text(at) === name && tokens.kind(at) === 'word' && tokens.text(at - 1) !== '.')
      yield {at, kind: kindAt(file, at)};
}

function kindAt(file: GoFile, at: number): Use | undefined {
  const {tokens} = file;
  const [before, after] = [tokens.text(at - 1), tokens.text(at + 1)];
  if (isDeclared(file, at)) return 'made';
  if (after === '<-') return operationAt(file, at + 1)?.kind === 'send' ? 'send' : undefined;
  if (before === '<-') return operationAt(file, at - 1)?.kind === 'send' ? undefined : 'receive';
  if (before === 'range') return 'receive';
  if (before === '(' && after === ')' && builtIn.has(tokens.text(at - 2)))
    return tokens.text(at - 2) === 'close' ? 'close' : 'asked';
  return (before === '(' || before === ',') && (after === ')' || after === ',') ? 'given' : undefined;
}

/** Under the same name there may be another channel. */
function isMadeOnce(file: GoFile, within: GoFunction, name: string): boolean {
  let times = 0;
  for (const {at, kind} of usesOf(file, within, name))
    if (kind === 'made' && functionAround(file, at) === within) times++;
  return times === 1;
}

/** `ch := …`, `a, ch := …`, `var ch = …`: what follows an assignment to what is there already is not known. */
function isDeclared({tokens}: GoFile, at: number): boolean {
  if (tokens.text(at - 1) === 'var') return true;
  let next = at + 1;
  while (tokens.text(next) === ',' && tokens.kind(next + 1) === 'word') next += 2;
  return tokens.text(next) === ':=';
}

/** Which argument a token is of a `go` statement that starts the same function; undefined where it is none. */
function placeInStart(
  file: GoFile,
  at: number,
  goroutine: GoFunction,
  started: GoStatement,
): number | undefined {
  const {tokens} = file;
  for (let open = at; open > started.scope.within.open; open--) {
    if (tokens.text(open) !== '(' || tokens.pair(open) < at) continue;
    const literal = file.functions.find(({close}) => close === open - 1);
    const called = operandBefore(file, open);
    const from = literal?.start ?? called?.from;
    const isStart = from !== undefined && tokens.text(from - 1) === 'go';
    const isSame = literal === undefined ? called?.name === goroutine.name : literal === goroutine;
    return isStart && isSame ? commasBetween(file, open, at) : undefined;
  }

  return undefined;
}

/** How many arguments a call has before a token. */
function commasBetween({tokens}: GoFile, open: number, at: number): number {
  let commas = 0;
  for (let next = open + 1; next < at; next++) {
    if (tokens.text(next) === ',') commas++;
    else if (tokens.pair(next) > next) next = tokens.pair(next);
  }

  return commas;
}
