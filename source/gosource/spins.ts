// Finds loops that go round without ever waiting.

import type {Scope} from './channel-origin.ts';
import {operandBefore} from './expression.ts';
import {type GoFile, type GoFunction, ownTokens} from './go-functions.ts';
import type {GoPackage} from './go-package.ts';
import {type Loop, loopsAround} from './loops.ts';
import {operationAt} from './operation.ts';

/** Asking one of these again and again is waiting without giving up the processor. */
const polling = /^(?:Load\w*|CompareAndSwap\w*|Gosched|TryLock|TryRLock|Err|Now|Since|Until|After|Before)$/;
/** What else may be called on the way without being work of its own. */
const trifles =
  /^(?:len|cap|append|min|max|Add\w*|Store\w*|Sub|Milliseconds|Seconds|u?int\d*|float\d\d|string)$/;

/**
 * Line of a loop around a line of a function that goes round without ever waiting or doing anything: a select with a
 * default case, a question that is asked again and again, a receive that stays in the loop when its channel is closed, or
 * a loop without a way out that calls nothing.
 */
export function spinAt({file, within, package: inPackage}: Scope, line: number): number | undefined {
  const {tokens} = file;
  const loops = new Map<number, Loop>();
  for (const at of ownTokens(file, within)) {
    const isSelect = tokens.text(at) === 'select' && tokens.text(at + 1) === '{';
    if (isSelect && hasDefault(file, at + 1) && loopsAround(file, within, at).length > 0)
      return tokens.line(at);
    if (staysWhenClosed(tokens, at) && loopsAround(file, within, at).length > 0) return tokens.line(at);
    if (tokens.line(at) !== line) continue;
    for (const loop of loopsAround(file, within, at)) loops.set(loop.at, loop);
  }

  return [...loops.values()].find((loop) => isIdle(file, within, loop, inPackage))?.line;
}

/** How far after a receive what it is asked for may stand: right after it, or after the colon of its case. */
const nearTokens = 16;

/**
 * Whether a receive, `v, ok := <-ch`, is followed by `if !ok` with nothing but a jump that does not leave the loop: of a
 * closed channel it returns at once, each time. In a select a plain `break` leaves only that.
 */
function staysWhenClosed(tokens: GoFile['tokens'], at: number): boolean {
  const assign = tokens.text(at - 1);
  if (tokens.text(at) !== '<-' || (assign !== ':=' && assign !== '=') || tokens.text(at - 3) !== ',')
    return false;
  const ok = tokens.text(at - 2);
  const isCase = tokens.text(at - 5) === 'case';
  for (let next = at + 1; next < at + nearTokens; next++) {
    if (tokens.text(next) !== 'if') continue;
    const jump = tokens.text(next + 4);
    const isAsked =
      tokens.text(next + 1) === '!' && tokens.text(next + 2) === ok && tokens.text(next + 3) === '{';
    const isAll = tokens.kind(next + 5) === 'end' && tokens.text(next + 6) === '}';
    return isAsked && isAll && (jump === 'continue' || (isCase && jump === 'break'));
  }

  return false;
}

/** Whether the select whose `{` is at `open` has one, without reading what is in its cases. */
function hasDefault({tokens}: GoFile, open: number): boolean {
  const close = tokens.pair(open);
  for (let at = open + 1; at < close; at++) {
    if (tokens.text(at) === 'default' && tokens.kind(at) === 'word') return true;
    if (tokens.pair(at) > at) at = tokens.pair(at);
  }

  return false;
}

function isIdle(
  file: GoFile,
  within: GoFunction,
  {at: start, close, header, exits}: Loop,
  inPackage: GoPackage,
): boolean {
  const done = doneBetween(file, within, start, close, inPackage);
  return header !== 'range' && (done === 'asks' || (done === 'nothing' && isEndless(header, exits)));
}

function isEndless(header: Loop['header'], exits: Loop['exits']): boolean {
  return header === 'endless' && exits.length === 0;
}

/** What a part of a function does: it may ask the same again and again, or do nothing that takes time. */
function doneBetween(
  file: GoFile,
  within: GoFunction,
  from: number,
  to: number,
  inPackage: GoPackage | undefined,
): 'works' | 'asks' | 'nothing' {
  let asks = false;
  for (const at of ownTokens(file, within, from)) {
    if (at >= to) break;
    const kind = operationAt(file, at)?.kind;
    if (kind !== undefined && kind !== 'call') return 'works';
    const called = file.tokens.text(at) === '(' ? operandBefore(file, at) : undefined;
    if (called === undefined || called.name === '') continue;
    const done = doneBy(called.name, inPackage);
    if (done === 'works') return 'works';
    asks ||= done === 'asks';
  }

  return asks ? 'asks' : 'nothing';
}

/** By its name: of several functions of a package with that name none may work. Those that these call are not read. */
function doneBy(name: string, inPackage: GoPackage | undefined): ReturnType<typeof doneBetween> {
  if (polling.test(name)) return 'asks';
  if (trifles.test(name)) return 'nothing';
  const found = (inPackage?.files ?? []).flatMap(({file}) =>
    file.functions
      .filter((one) => one.name === name)
      .map((one) =>
        loopsIn(file, one) ? 'works' : doneBetween(file, one, one.open + 1, one.close, undefined),
      ),
  );
  if (found.length === 0 || found.includes('works')) return 'works';
  return found.includes('asks') ? 'asks' : 'nothing';
}

function loopsIn(file: GoFile, within: GoFunction): boolean {
  for (const at of ownTokens(file, within)) if (file.tokens.text(at) === 'for') return true;
  return false;
}
