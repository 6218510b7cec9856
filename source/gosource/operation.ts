// Tells what a line does that a goroutine can wait in: a send, a select, a lock.

import type {Family} from '../profile/wait-reason.ts';
import {type Expression, operandBefore, operandFrom} from './expression.ts';
import {type GoFile, type GoFunction, ownTokens} from './go-functions.ts';
import {isKeyword} from './go-scanner.ts';
import {maxOperationsPerLine} from './limits.ts';

/** What a line does that a goroutine can wait in; `call`: it only calls something; `unknown`: not even that. */
export type OperationKind =
  | 'range'
  | 'receive'
  | 'receive-two-values'
  | 'send'
  | 'select'
  | 'lock'
  | 'rlock'
  | 'wait'
  | 'cond-wait'
  | 'sleep'
  | 'call'
  | 'unknown';

export type Operation = {
  readonly kind: OperationKind;
  /** The channel, lock or WaitGroup; for a call the function that is called. */
  readonly subject: Expression | undefined;
  /** Index of the token that says so: `<-`, `range`, `select`, or the `(` of a call. */
  readonly at: number;
};

/** What a goroutine waits for, and whether the frame is the innermost one of its stack. */
export type Wait = {readonly family: Family; readonly isInnermost: boolean};

const methods = new Map<string, OperationKind>([
  ['Lock', 'lock'],
  ['RLock', 'rlock'],
  ['Wait', 'wait'],
]);

// What the runtime calls the wait, where the line holds more than one operation.
const expected = new Map<Family, readonly OperationKind[]>([
  ['chan send', ['send']],
  ['chan receive', ['range', 'receive', 'receive-two-values']],
  ['select', ['select']],
  ['mutex', ['lock', 'rlock']],
  ['waitgroup', ['wait']],
  ['cond', ['cond-wait', 'wait']],
  ['sleep', ['sleep']],
]);

const usualOrder: readonly OperationKind[] = [
  'select',
  'range',
  'send',
  'receive',
  'receive-two-values',
  'sleep',
  'lock',
  'rlock',
  'cond-wait',
  'wait',
  'call',
];

/**
 * The operation of a line of a function, leaving out what stands in literals inside it: those run on their own.
 *
 * A line with several gives the one that fits the wait; without a wait, or when none fits, the one most worth naming.
 */
export function operationAtLine(
  file: GoFile,
  within: GoFunction,
  line: number,
  family: Family | undefined,
): Operation {
  const found: Operation[] = [];
  for (const at of ownTokens(file, within)) {
    if (file.tokens.line(at) > line || found.length >= maxOperationsPerLine) {
      break;
    }

    if (file.tokens.line(at) === line) {
      const operation = operationAt(file, at);
      if (operation !== undefined) {
        found.push(operation);
      }
    }
  }

  const wanted = family === undefined ? [] : (expected.get(family) ?? []);
  return (
    firstOf(wanted, found) ??
    firstOf(usualOrder, found) ?? {kind: 'unknown', subject: undefined, at: within.open}
  );
}

/**
 * Why a line cannot be the one where a goroutine waits, in words; undefined when it can.
 *
 * Only the innermost frame of a channel operation is sure to have it on its line: other functions wait in what they
 * call. A file that was changed after the build by a line or two is often found out so.
 */
export function contradicts(
  kind: OperationKind,
  line: number,
  {family, isInnermost}: Wait,
): string | undefined {
  const wanted = channelFamilies.has(family) ? expected.get(family) : undefined;
  return !isInnermost || wanted === undefined || wanted.includes(kind)
    ? undefined
    : `line ${line} holds no ${family} there`;
}

const channelFamilies = new Set<Family>(['chan send', 'chan receive', 'select']);

function firstOf(order: readonly OperationKind[], found: readonly Operation[]): Operation | undefined {
  for (const kind of order) {
    const first = found.find((operation) => operation.kind === kind);
    if (first !== undefined) {
      return first;
    }
  }

  return undefined;
}

/** The operation that a token stands for, or undefined. */
export function operationAt(file: GoFile, at: number): Operation | undefined {
  const {tokens} = file;
  const word = tokens.text(at);
  if (tokens.kind(at) === 'word') {
    return word === 'select' && tokens.text(at + 1) === '{'
      ? {kind: 'select', subject: undefined, at}
      : word === 'range'
        ? {kind: 'range', subject: operandFrom(file, at + 1), at}
        : undefined;
  }

  if (word === '<-') {
    return channelOperation(file, at);
  }

  return word === '(' ? callOperation(file, at) : undefined;
}

function channelOperation(file: GoFile, at: number): Operation | undefined {
  const {tokens} = file;
  const before = tokens.text(at - 1);
  // `<-chan T` and `chan<- T` are types.
  if (before === 'chan' || tokens.text(at + 1) === 'chan') {
    return undefined;
  }

  const isBinary =
    (tokens.kind(at - 1) === 'word' && !isKeyword(before)) ||
    before === ')' ||
    before === ']' ||
    before === '}';
  if (isBinary) {
    return {kind: 'send', subject: operandBefore(file, at), at};
  }

  const kind = receivesTwoValues(file, at) ? 'receive-two-values' : 'receive';
  return {kind, subject: operandFrom(file, at + 1), at};
}

/** `v, ok := <-ch`: a list on the left, and the receive alone on the right. */
function receivesTwoValues({tokens}: GoFile, at: number): boolean {
  const assign = tokens.text(at - 1);
  return (
    (assign === ':=' || assign === '=') &&
    tokens.kind(at - 2) === 'word' &&
    (tokens.text(at - 3) === ',' || /^[.\])]$/.test(tokens.text(at - 3))) &&
    hasCommaBefore(tokens, at - 2)
  );
}

function hasCommaBefore(tokens: GoFile['tokens'], from: number): boolean {
  // A left side is short: a few words, dots and indices.
  for (let at = from, steps = 0; steps < 32; at--, steps++) {
    const word = tokens.text(at);
    if (word === ',') {
      return true;
    }

    if ((word === ']' || word === ')') && tokens.pair(at) !== -1) {
      at = tokens.pair(at);
    } else if (word !== '.' && (tokens.kind(at) !== 'word' || isKeyword(word))) {
      return false;
    }
  }

  return false;
}

function callOperation(file: GoFile, at: number): Operation | undefined {
  const callee = operandBefore(file, at);
  if (callee === undefined || callee.name === '') {
    return undefined;
  }

  if (callee.text === 'time.Sleep') {
    return {kind: 'sleep', subject: callee, at};
  }

  const kind = callee.of === undefined ? undefined : methods.get(callee.name);
  if (kind === undefined) {
    return {kind: 'call', subject: callee, at};
  }

  const subject = operandBefore(file, callee.to - 2) ?? callee;
  return {kind: kind === 'wait' && isCond(file, subject) ? 'cond-wait' : kind, subject, at};
}

/** Whether the file declares or makes something of this name as a `sync.Cond`. */
function isCond({tokens}: GoFile, subject: Expression): boolean {
  const name = subject.name;
  if (name === '' || !tokens.source.includes('sync.')) {
    return false;
  }

  for (let at = 0; at < tokens.count; at++) {
    if (tokens.text(at) === 'sync' && ['Cond', 'NewCond'].includes(tokens.text(at + 2))) {
      const before = [1, 2].map((back) => tokens.text(at - back));
      if (before.includes(name) || (/^(?:=|:=|:|\*)$/.test(before[0]!) && before[1] === name)) {
        return true;
      }
    }
  }

  // An embedded sync.Cond, or one that another file of the package declares.
  return /cond$/i.test(name);
}
