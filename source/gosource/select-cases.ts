// Reads the cases of a select, and what each of them waits for.

import {assignedTo} from './assignment.ts';
import {type Expression} from './expression.ts';
import type {GoFile, GoFunction} from './go-functions.ts';
import {maxPlaces} from './limits.ts';
import {endsFunction, jumpLabel} from './loops.ts';
import {operationAt} from './operation.ts';

/**
 * What a case waits for: `ctx.Done`: the Done of anything, called there or kept in a variable; `clock`: the `C` of
 * something that may be a ticker or a timer.
 */
export type SelectCaseKind =
  'ctx.Done' | 'time.After' | 'ticker' | 'timer' | 'clock' | 'receive' | 'send' | 'default';

export type SelectCase = {
  readonly kind: SelectCaseKind;
  /** Undefined for `default`. */
  readonly channel: Expression | undefined;
  readonly line: number;
  /** Whether its statements end the function or the program, or jump by a label. */
  readonly leaves: boolean;
  /** Whether they do so whatever is received, and not only in a branch. */
  readonly leavesAlways: boolean;
  /** Token indices: the word `case`, the colon, and the end of its statements. */
  readonly from: number;
  readonly colon: number;
  readonly to: number;
};

/** The cases of the select whose `{` is at `open`, in order; empty for `select {}`. */
export function readSelectCases(file: GoFile, within: GoFunction, open: number): readonly SelectCase[] {
  const {tokens} = file;
  const close = tokens.pair(open);
  const starts: number[] = [];
  for (let at = open + 1; at < close; at++) {
    const word = tokens.text(at);
    if ((word === 'case' || word === 'default') && tokens.kind(at) === 'word') {
      starts.push(at);
    } else if (tokens.pair(at) > at) {
      at = tokens.pair(at);
    }
  }

  return starts.slice(0, maxPlaces * 5).map((from, index) => {
    const to = starts[index + 1] ?? close;
    const colon = colonOf(tokens, from, to);
    return {...readCase(file, within, from, colon, to), line: tokens.line(from), from, colon, to};
  });
}

function readCase(
  file: GoFile,
  within: GoFunction,
  from: number,
  colon: number,
  to: number,
): Pick<SelectCase, 'kind' | 'channel' | 'leaves' | 'leavesAlways'> {
  const {tokens} = file;
  const way = {leaves: leavesWithin(file, colon, to), leavesAlways: leavesAtOnce(file, colon, to)};
  if (tokens.text(from) === 'default') {
    return {kind: 'default', channel: undefined, ...way};
  }

  for (let at = from + 1; at < colon; at++) {
    const operation = tokens.text(at) === '<-' ? operationAt(file, at) : undefined;
    if (operation !== undefined) {
      const channel = operation.subject;
      const kind = operation.kind === 'send' ? 'send' : classifyReceive(file, within, channel, at);
      return {kind, channel, ...way};
    }

    if (tokens.pair(at) > at && tokens.text(at) !== '(') {
      at = tokens.pair(at);
    }
  }

  return {kind: 'receive', channel: undefined, ...way};
}

function colonOf(tokens: GoFile['tokens'], from: number, to: number): number {
  for (let at = from + 1; at < to; at++) {
    if (tokens.text(at) === ':') {
      return at;
    }

    if (tokens.pair(at) > at) {
      at = tokens.pair(at);
    }
  }

  return to;
}

function leavesWithin({tokens, functionAt}: GoFile, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const literal = functionAt.get(at);
    if (literal !== undefined) {
      at = literal.close;
    } else if (endsFunction(tokens, at) || jumpLabel(tokens, at) !== undefined) {
      return true;
    }
  }

  return false;
}

function leavesAtOnce({tokens, functionAt}: GoFile, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const literal = functionAt.get(at);
    if (literal !== undefined) at = literal.close;
    else if (endsFunction(tokens, at) || jumpLabel(tokens, at) !== undefined) return true;
    else if (tokens.pair(at) > at) at = tokens.pair(at);
  }

  return false;
}

/**
 * What a receive waits for, as far as the function says: `done := ctx.Done()` and `t := time.NewTicker(d)` are
 * looked up; a channel of any other origin is a plain `receive`.
 */
export function classifyReceive(
  file: GoFile,
  within: GoFunction,
  channel: Expression | undefined,
  before: number,
): SelectCaseKind {
  if (channel === undefined) {
    return 'receive';
  }

  const direct = classifyText(channel);
  if (direct === 'clock') {
    const clock = channel.of === undefined ? undefined : assignedTo(file, within, channel.of, before);
    return clock === undefined ? direct : classifyClock(clock);
  }

  if (direct !== 'receive' || channel.of !== undefined || channel.isCall) {
    return direct;
  }

  const source = assignedTo(file, within, channel.name, before);
  if (source === undefined) {
    return direct;
  }

  const kind = classifyText(source);
  const clock =
    kind === 'clock' && source.of !== undefined ? assignedTo(file, within, source.of, before) : undefined;
  return clock === undefined ? kind : classifyClock(clock);
}

function classifyText({text, name, of, isCall}: Expression): SelectCaseKind {
  if (name === 'Done' && isCall && of !== undefined) {
    return 'ctx.Done';
  }

  if (text.startsWith('time.After(')) {
    return 'time.After';
  }

  if (text.startsWith('time.Tick(')) {
    return 'ticker';
  }

  if (/^time\.New(?:Ticker|Timer)\(.*\)\.C$/.test(text)) {
    return text.startsWith('time.NewTicker') ? 'ticker' : 'timer';
  }

  return name === 'C' && of !== undefined ? 'clock' : 'receive';
}

function classifyClock({text}: Expression): SelectCaseKind {
  return text.startsWith('time.NewTicker(')
    ? 'ticker'
    : text.startsWith('time.NewTimer(')
      ? 'timer'
      : 'clock';
}
