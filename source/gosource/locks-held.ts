// Tells which locks a function has when it gets to a line.

import {operandBefore} from './expression.ts';
import {type GoFile, type GoFunction, ownTokens} from './go-functions.ts';
import type {GoTokens} from './go-tokens.ts';
import {maxPlaces} from './limits.ts';
import {endsFunction} from './loops.ts';

/** A lock that was taken before a line, and is not given back before it. */
export type HeldLock = {
  /** As written: `b.mu`, or `b` where the lock is embedded. */
  readonly subject: string;
  /** Of the call that takes it. */
  readonly line: number;
  /** Taken to read: others may have it at the same time. */
  readonly isShared: boolean;
};

const takes = new Set(['Lock', 'RLock']);
const releases = new Set(['Unlock', 'RUnlock']);

/**
 * Read from top to bottom: an `Unlock` counts unless it is deferred, or the branch that it is in leaves before the line.
 *
 * Example input:  line 4 of `b.mu.Lock()`, `defer b.mu.Unlock()`, `b.total()` in lines 2 to 4
 * Example output: `[{subject: 'b.mu', line: 2, isShared: false}]`
 */
export function findLocksHeld(file: GoFile, within: GoFunction, line: number): readonly HeldLock[] {
  const {tokens} = file;
  let held: HeldLock[] = [];
  for (const at of ownTokens(file, within)) {
    if (tokens.line(at) >= line || held.length >= maxPlaces) break;
    const name = tokens.text(at);
    if (tokens.text(at + 1) !== '(' || !(takes.has(name) || releases.has(name))) continue;
    const callee = operandBefore(file, at + 1);
    if (callee?.of === undefined || tokens.text(callee.from - 1) === 'defer') continue;
    const subject = callee.of;
    if (takes.has(name)) held.push({subject, line: tokens.line(at), isShared: name === 'RLock'});
    else if (!leavesBefore(tokens, at, line)) held = held.filter((one) => one.subject !== subject);
  }

  return held;
}

/** Whether the block that a token is in ends before the line, by leaving the function or the turn of a loop. */
function leavesBefore(tokens: GoTokens, from: number, line: number): boolean {
  for (let at = from; at < tokens.count; at++) {
    const word = tokens.text(at);
    if (word === '}' || tokens.line(at) >= line) return false;
    if (word === 'continue' || word === 'break' || word === 'goto' || endsFunction(tokens, at)) return true;
    if ((word === '{' || word === '(') && tokens.pair(at) > at) at = tokens.pair(at);
  }

  return false;
}
