// What the function that started a goroutine does with the channel that both have.

import {argumentAt, type GoStatement} from './channel-origin.ts';
import {type Expression, operandBefore, operandFrom} from './expression.ts';
import {functionAround, type GoFile, type GoFunction, ownTokens} from './go-functions.ts';
import {maxPlaces} from './limits.ts';
import {endsFunction, type Exit, type Loop, loopsAround} from './loops.ts';
import {operationAt} from './operation.ts';
import {readSelectCases} from './select-cases.ts';

/** What the creator does with the channel after it has started the goroutine. */
type ChannelUse = {
  readonly kind: 'receive' | 'range' | 'send' | 'close';
  readonly line: number;
  /** Inside a loop that begins after the `go` statement or holds it. */
  readonly inLoop: boolean;
  /** As one of several cases, so that it may never be taken. */
  readonly inSelect: boolean;
  /** In a literal inside the creator: deferred, or another goroutine. */
  readonly inLiteral: boolean;
};

export type CreatorFacts = {
  readonly path: string;
  /** Whether it starts goroutines in a loop: many of them on one channel. */
  readonly startsInLoop: boolean;
  /**
   * First and last line of the loops that it starts them in, where these end after so many turns; undefined for one that
   * may go on for ever, as a range over a channel does, and without any.
   */
  readonly countedLoop: readonly [number, number] | undefined;
  /** What the channel is called there; undefined when it is not given as an argument or shared by a literal. */
  readonly channel: Expression | undefined;
  readonly uses: readonly ChannelUse[];
  /**
   * Ways out of the creator after the `go` statement by which a receive (or send) is left out: returns before it, in
   * another case of its select, or in its loop. Empty when there are none, or when it does not use the channel.
   */
  readonly earlyExits: readonly Pick<Exit, 'kind' | 'line'>[];
};

/** The `go` statement at a line of a function; of several on one line the first. */
export function findGoStatement(file: GoFile, within: GoFunction, line: number): number | undefined {
  for (const at of ownTokens(file, within)) {
    if (file.tokens.line(at) > line) {
      return undefined;
    }

    if (file.tokens.line(at) === line && file.tokens.text(at) === 'go' && file.tokens.kind(at) === 'word') {
      return at;
    }
  }

  return undefined;
}

/** What the channel of the goroutine's function is called where the goroutine was started. */
export function channelAtStart(
  channel: Expression,
  goroutine: GoFunction,
  {scope: {file}, at}: GoStatement,
): Expression | undefined {
  const called = operandFrom(file, at + 1);
  const place = goroutine.parameters.indexOf(channel.name);
  if (channel.of !== undefined || place === -1 || called === undefined || !called.isCall) {
    return channel.of === undefined && goroutine.name !== '' ? undefined : channel;
  }

  return argumentAt(file, file.tokens.pair(called.to - 1), place);
}

export function readCreator(
  channel: Expression | undefined,
  goroutine: GoFunction,
  started: GoStatement,
): CreatorFacts {
  const {file, within} = started.scope;
  const {tokens} = file;
  const there = channel === undefined ? undefined : channelAtStart(channel, goroutine, started);
  const after = started.at;
  const holding = loopsAround(file, within, after);
  const facts = {
    path: file.path,
    startsInLoop: holding.length > 0,
    countedLoop: countedLoopOf(file, holding),
    channel: there,
  };
  if (there === undefined || there.name === '' || there.isCall) {
    return {...facts, uses: [], earlyExits: []};
  }

  const uses: ChannelUse[] = [];
  const exits = new Map<number, Exit>();
  const selects: number[] = [];
  // The goroutine's own literal is no use of the creator's.
  const literal = file.functionAt.get(after + 1);
  for (let at = holding[0]?.open ?? after; at < within.close && uses.length < maxPlaces; at++) {
    if (at === literal?.start) {
      at = literal.close;
    }

    while (selects.length > 0 && tokens.pair(selects.at(-1)!) < at) {
      selects.pop();
    }

    if (tokens.text(at) === 'select' && tokens.text(at + 1) === '{' && tokens.pair(at + 1) > at) {
      selects.push(at + 1);
    }

    const kind = usedAt(file, at, there.name);
    if (kind !== undefined) {
      const holder = functionAround(file, at) ?? within;
      const loops = loopsAround(file, holder, at);
      const cases = selects.length === 0 ? [] : readSelectCases(file, holder, selects.at(-1)!);
      const own = cases.find((one) => one.from < at && at < one.colon);
      uses.push({
        kind,
        line: tokens.line(at),
        inLoop: loops.length > 0,
        inSelect: own !== undefined && cases.length > 1,
        inLiteral: holder !== within,
      });
      if (holder === within && kind !== 'close') {
        const end = loops[0]?.close ?? (own === undefined ? at : tokens.pair(selects.at(-1)!));
        const exitsOfItsCase = (exit: Exit) =>
          loops.length === 0 && own !== undefined && own.from < exit.at && exit.at < own.to;
        for (const exit of [
          ...returnsBetween(file, within, Math.min(after, at), end),
          ...(loops[0]?.exits ?? []),
        ]) {
          if (!exitsOfItsCase(exit) && !isSameStatement(tokens, exit.at, at) && exits.size < maxPlaces) {
            exits.set(exit.at, exit);
          }
        }
      }
    }
  }

  const earlyExits = [...exits.values()].toSorted((a, b) => a.at - b.at);
  return {...facts, uses, earlyExits: earlyExits.map(({kind, line}) => ({kind, line}))};
}

/** What is ranged over inside of a loop that counts may be anything: it is read so many times. */
function countedLoopOf({tokens}: GoFile, loops: readonly Loop[]): CreatorFacts['countedLoop'] {
  const [outermost] = loops;
  const isCounted =
    outermost?.header === 'bounded' && loops.every(({header}) => header === 'bounded' || header === 'range');
  return isCounted ? [outermost.line, tokens.line(outermost.close)] : undefined;
}

function* returnsBetween(file: GoFile, within: GoFunction, from: number, to: number): Generator<Exit> {
  for (const at of ownTokens(file, within, from)) {
    if (at >= to) {
      return;
    }

    if (endsFunction(file.tokens, at)) {
      yield {kind: file.tokens.text(at) === 'return' ? 'return' : 'end', line: file.tokens.line(at), at};
    }
  }
}

/** Whether a token belongs to the statement that begins at another, as the receive in `return <-ch` does. */
function isSameStatement(tokens: GoFile['tokens'], start: number, at: number): boolean {
  for (let next = start; next < at; next++) {
    if (tokens.kind(next) === 'end') {
      return false;
    }
  }

  return start < at;
}

/** How a token uses the channel of this name, by its last identifier. */
function usedAt(file: GoFile, at: number, name: string): ChannelUse['kind'] | undefined {
  const {tokens} = file;
  const word = tokens.text(at);
  if (word === 'close' && tokens.text(at + 1) === '(' && tokens.text(at - 1) !== '.') {
    return operandBefore(file, tokens.pair(at + 1))?.name === name ? 'close' : undefined;
  }

  if (word !== '<-' && word !== 'range') {
    return undefined;
  }

  const operation = operationAt(file, at);
  if (operation?.subject?.name !== name) {
    return undefined;
  }

  return operation.kind === 'send' ? 'send' : operation.kind === 'range' ? 'range' : 'receive';
}
