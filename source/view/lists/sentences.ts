// Sentences about a row, and ages in words.

import {type Family, isEndless, selectWithoutCases} from '../../profile/wait-reason.ts';
import type {OldestAge} from '../../session/model.ts';
import {formatAge} from '../../text/duration.ts';
import {plural} from '../text/format.ts';
import type {Row} from './rows.ts';

/** What goroutines in a wait do, as a person says it: of one, and of several. */
const does: Record<Family, readonly [string, string]> = {
  'chan send': ['waits to send on a channel', 'wait to send on a channel'],
  'chan receive': ['waits to receive from a channel', 'wait to receive from a channel'],
  select: ['waits in a select', 'wait in a select'],
  sleep: ['sleeps', 'sleep'],
  'IO wait': ['waits for the network or a pipe', 'wait for the network or a pipe'],
  mutex: ['waits for a lock', 'wait for a lock'],
  cond: ['waits on a sync.Cond', 'wait on a sync.Cond'],
  waitgroup: ['waits for a WaitGroup', 'wait for a WaitGroup'],
  semacquire: ['waits for a semaphore', 'wait for a semaphore'],
  syscall: ['is in a system call or in C', 'are in a system call or in C'],
  runnable: ['is ready to run, or running', 'are ready to run, or running'],
  running: ['is running', 'are running'],
  coroutine: ['is a parked iterator', 'are parked iterators'],
  GC: ['waits for the garbage collector', 'wait for the garbage collector'],
  other: ['waits', 'wait'],
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** One sentence about a row: how many, what they wait for, where. */
export function rowSentence(row: Row): string {
  const many = plural(row.count, 'goroutine');
  if (row.family === undefined)
    return `${many} in ${plural(row.groups.length, 'group')}, for several reasons.`;
  const verb = does[row.family][row.count === 1 ? 0 : 1];
  const what = row.family === 'other' ? `${verb} (${row.status})` : verb;
  const where = row.frame === undefined ? '' : ` in ${row.name}`;
  const leaked = row.leaked > 0 ? ` The garbage collector has marked ${row.leaked} as leaked.` : '';
  return `${many} ${what}${where}${endlessText(row.status)}.${leaked}`;
}

function endlessText(status: string): string {
  if (!isEndless(status)) return '';
  return status === selectWithoutCases
    ? ': it has no cases, so this never ends'
    : ': the channel is nil, so this never ends';
}

/**
 * How long the oldest has been there, as far as is known: since it was first seen, or the runtime's own figure where
 * that is longer. Undefined when nothing is known.
 */
export function ageMs(oldest: OldestAge | undefined, atMs: number): number | undefined {
  return oldest === undefined ? undefined : Math.max(seenMs(oldest, atMs), waitMs(oldest));
}

/**
 * The same in words: `4m 58s`; `>31m` when it was there at the first look already; `≈31m` where it is the runtime's
 * own figure, which has whole minutes only.
 */
export function oldestText(oldest: OldestAge | undefined, atMs: number, ascii: boolean): string {
  if (oldest === undefined) return '';
  const waited = waitMs(oldest);
  const seen = seenMs(oldest, atMs);
  if (waited <= seen) return `${oldest.orOlder ? '>' : ''}${formatAge(seen)}`;
  const text = waited < hourMs ? `${oldest.waitMinutes}m` : formatAge(waited);
  return `${ascii ? '~' : '≈'}${text}`;
}

function seenMs({firstSeenMs}: OldestAge, atMs: number): number {
  return Math.max(0, atMs - firstSeenMs);
}

/** Of a goroutine that was seen to begin, the runtime cannot know more than we do. */
function waitMs({orOlder, waitMinutes}: OldestAge): number {
  return orOlder ? waitMinutes * minuteMs : 0;
}
