// What is said of locks, and of those who have them.

import {durationText} from '../../text/duration.ts';
import type {Evidence} from '../../diagnosis/verdict.ts';
import {shortFunction} from '../../profile/frame.ts';
import {formatCount} from '../text/format.ts';
import {ofAll} from './portions.ts';

export function lockText({
  waiters,
  address,
  goroutine,
  isPart,
  of = waiters,
}: Extract<Evidence, {kind: 'one-lock'}>): string {
  if (of === 1) return `it waits for the lock at ${address}`;
  if (waiters === 1) return `${oneOf(goroutine, of)} waits for the lock at ${address}`;
  const whom = isPart === true ? ' looked at' : '';
  return `${waiters === of ? `all ${formatCount(of)}` : ofAll(waiters, of)}${whom} wait for one lock, at ${address}`;
}

/** `goroutine 57, one of 19,`. */
export function oneOf(goroutine: number | undefined, of: number): string {
  return goroutine === undefined
    ? `one of ${formatCount(of)}`
    : `goroutine ${goroutine}, one of ${formatCount(of)},`;
}

export function holderText({
  goroutine,
  count,
  status,
  function: name,
}: Extract<Evidence, {kind: 'holder'}>): string {
  const where = `${status} in ${shortFunction(name)}`;
  if (goroutine !== undefined)
    return `goroutine ${goroutine} seems to hold it, and is blocked itself: ${where}`;
  return `it seems to be held by one of ${formatCount(count ?? 1)} that are blocked themselves: ${where}`;
}

export function holderSleepsText({
  function: name,
  sleepMs,
  goroutine,
}: Extract<Evidence, {kind: 'holder-sleeps'}>): string {
  const who =
    goroutine === undefined ? 'who seems to have it' : `goroutine ${goroutine} seems to have it, and`;
  return `${who} sleeps in ${shortFunction(name)} for ${durationText(sleepMs)}, longer than anybody has watched`;
}

export function lockOrderText({
  function: name,
  other,
  lock,
  otherLock,
  goroutine,
  otherGoroutine,
}: Extract<Evidence, {kind: 'lock-order'}>): string {
  const [one, two] = [name, other].map(shortFunction);
  if (name === other && lock !== undefined && goroutine !== undefined && otherGoroutine !== undefined)
    return `goroutines ${goroutine} and ${otherGoroutine} each have the lock that the other waits for: ${one} asks for ${lock} while it has ${otherLock ?? 'another'}`;
  if (lock !== undefined && otherLock !== undefined)
    return `${one} waits for ${lock} while it has ${otherLock}, and ${two} for ${otherLock} while it has ${lock}`;
  return `goroutine ${goroutine ?? '?'} in ${one} and goroutine ${otherGoroutine ?? '?'} in ${two} each wait for a lock of a value that the other works on`;
}

export function lockAgainText({
  function: name,
  lock,
  line,
  goroutine,
  of,
}: Extract<Evidence, {kind: 'lock-again'}>): string {
  const who = of === 1 ? `goroutine ${goroutine}` : oneOf(goroutine, of);
  const where = line === undefined ? '' : ` in line ${line}`;
  return `${who} asks again for what it has: ${shortFunction(name)}, further out on its stack, has taken ${lock ?? 'that lock'}${where}`;
}
