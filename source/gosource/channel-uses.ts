// Finds where a file makes and closes channels.

import {type Expression, operandBefore, operandFrom, sourceText} from './expression.ts';
import {type GoFile, type GoFunction, splitList} from './go-functions.ts';
import {maxUsesPerFile} from './limits.ts';

/** A `make(chan T)` and what it is given to. */
export type ChannelMake = {
  readonly path: string;
  readonly line: number;
  /** The size as written; undefined for an unbuffered channel. */
  readonly size: string | undefined;
  /** The variable, field or function (for `return make(…)`) that gets it; undefined for an argument. */
  readonly name: string | undefined;
  readonly to: 'variable' | 'field' | 'result' | 'other';
  /** The place in a literal without names, `limit{make(chan int)}`, and the type of that. */
  readonly literal: {readonly type: string; readonly position: number} | undefined;
  /** The function it stands in; undefined outside of functions. */
  readonly within: GoFunction | undefined;
};

/** A call of the built-in `close`. */
export type ChannelClose = {
  readonly path: string;
  readonly line: number;
  readonly channel: Expression;
  readonly isDeferred: boolean;
  readonly within: GoFunction | undefined;
};

export type ChannelUses = {readonly makes: readonly ChannelMake[]; readonly closes: readonly ChannelClose[]};

/** Finds where a file makes and closes channels, in one pass. */
export function findChannelUses(file: GoFile): ChannelUses {
  const {tokens} = file;
  const makes: ChannelMake[] = [];
  const closes: ChannelClose[] = [];
  const around: GoFunction[] = [];
  for (let at = 0; at < tokens.count && makes.length + closes.length < maxUsesPerFile; at++) {
    while (around.length > 0 && around.at(-1)!.close <= at) {
      around.pop();
    }

    const entered = file.functionAt.get(at);
    if (entered !== undefined) {
      around.push(entered);
    }

    const word = tokens.text(at);
    if ((word !== 'make' && word !== 'close') || tokens.text(at + 1) !== '(' || tokens.text(at - 1) === '.') {
      continue;
    }

    // A default value in the header of the function itself is not possible, so `around` is where it runs.
    const within = around.at(-1);
    if (word === 'make') {
      const made = readMake(file, at, within);
      if (made !== undefined) {
        makes.push(made);
      }
    } else {
      const channel = operandFrom(file, at + 2);
      if (channel !== undefined && channel.to === tokens.pair(at + 1)) {
        const isDeferred = tokens.text(at - 1) === 'defer' || isInDeferredLiteral(file, within);
        closes.push({path: file.path, line: tokens.line(at), channel, isDeferred, within});
      }
    }
  }

  return {makes, closes};
}

/** Reads a `make` of a channel at the word `make`; undefined when it makes something else. */
export function readMake(file: GoFile, at: number, within: GoFunction | undefined): ChannelMake | undefined {
  const {tokens} = file;
  const close = tokens.pair(at + 1);
  if (
    tokens.text(at) !== 'make' ||
    tokens.text(at + 1) !== '(' ||
    close < at ||
    tokens.text(at + 2) !== 'chan'
  ) {
    return undefined;
  }

  const second = splitList(tokens, at + 1, close)[1];
  const written = second === undefined ? undefined : sourceText(tokens, second[0], second[1]);
  const size = written === '0' ? undefined : written;
  const receiver = receiverOf(file, at, within);
  const literal = receiver.to === 'other' ? literalAround(file, at) : undefined;
  return {path: file.path, line: tokens.line(at), size, within, literal, ...receiver};
}

function isInDeferredLiteral({tokens}: GoFile, within: GoFunction | undefined): boolean {
  return within?.name === '' && tokens.text(within.start - 1) === 'defer';
}

function receiverOf(
  file: GoFile,
  at: number,
  within: GoFunction | undefined,
): Pick<ChannelMake, 'name' | 'to'> {
  const {tokens} = file;
  const before = tokens.text(at - 1);
  if (before === ':' && tokens.kind(at - 2) === 'word') {
    return {name: tokens.text(at - 2), to: 'field'};
  }

  if (before === 'return' && within !== undefined && within.name !== '') {
    return {name: within.name, to: 'result'};
  }

  const {assign, position} = assignmentBefore(file, at);
  const target = assign === undefined ? undefined : targetOf(file, assign, position);
  return target === undefined
    ? {name: undefined, to: 'other'}
    : {name: target.name, to: target.of === undefined ? 'variable' : 'field'};
}

/** The literal that a value stands in without a name, after nothing but other values. */
function literalAround({tokens}: GoFile, at: number): ChannelMake['literal'] {
  let position = 0;
  // Literals without names have few values.
  for (let back = at - 1, steps = 0; back > 0 && steps < 64; back--, steps++) {
    const word = tokens.text(back);
    if (word === '{') {
      const name = tokens.text(back - 1) === ']' ? tokens.pair(back - 1) - 1 : back - 1;
      return tokens.kind(name) === 'word' ? {type: tokens.text(name), position} : undefined;
    }

    if (word === ',') position++;
    else if (tokens.pair(back) !== -1 && tokens.pair(back) < back) back = tokens.pair(back);
    else if (word === '(' || word === '[' || word === ':' || tokens.kind(back) === 'end') return undefined;
  }

  return undefined;
}

/** In `a, b := make(chan int), make(chan bool)` the second one has position 1. */
function assignmentBefore({tokens}: GoFile, at: number): {assign: number | undefined; position: number} {
  let position = 0;
  // Right sides of an assignment are few.
  for (let back = at - 1, steps = 0; back > 0 && steps < 64; back--, steps++) {
    const word = tokens.text(back);
    if (word === ':=' || word === '=') {
      return {assign: back, position};
    }

    if (word === ',') {
      position++;
    } else if (word === ')' && tokens.pair(back) !== -1) {
      back = tokens.pair(back);
    } else if (tokens.kind(back) !== 'word' || word === 'return') {
      break;
    }
  }

  return {assign: undefined, position};
}

/** The variable or field on the left of an assignment that gets the value at a position. */
function targetOf(file: GoFile, assign: number, position: number): Expression | undefined {
  const {tokens} = file;
  const targets: Expression[] = [];
  let end = assign;
  while (targets.length < 64) {
    const target = operandBefore(file, end);
    // `var ready chan bool = make(chan bool)`: the name is before the type.
    const typed = target === undefined ? -1 : typedName(tokens, target.from);
    const named = typed === -1 ? target : operandBefore(file, typed);
    if (named === undefined) {
      break;
    }

    targets.unshift(named);
    if (tokens.text(named.from - 1) !== ',') {
      break;
    }

    end = named.from - 1;
  }

  return targets[position];
}

/** The index of `chan` when a channel type ends just before, with a name in front of it; else −1. */
function typedName({text, kind}: GoFile['tokens'], type: number): number {
  for (let at = type - 1; at > type - 4; at--) {
    if (text(at) === 'chan') {
      const first = text(at - 1) === '<-' ? at - 1 : at;
      return kind(first - 1) === 'word' ? first : -1;
    }
  }

  return -1;
}
