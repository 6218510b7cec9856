import type {Family} from '../profile/wait-reason.ts';
import type {OldestAge} from '../session/goroutine-ages.ts';
import {formatAge, plural} from './format.ts';
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

const endless: Readonly<Record<string, string>> = {
  'chan send (nil chan)': ': the channel is nil, so this never ends',
  'chan receive (nil chan)': ': the channel is nil, so this never ends',
  'select (no cases)': ': it has no cases, so this never ends',
};

/** One sentence about a row: how many, what they wait for, where. */
export function rowSentence(row: Row): string {
  const many = plural(row.count, 'goroutine');
  if (row.family === undefined)
    return `${many} in ${plural(row.groups.length, 'group')}, for several reasons.`;
  const verb = does[row.family][row.count === 1 ? 0 : 1];
  const what = row.family === 'other' ? `${verb}: ${row.status}` : verb;
  const where = row.frame === undefined ? '' : ` in ${row.name}`;
  const leaked = row.leaked > 0 ? ` The garbage collector has marked ${row.leaked} as leaked.` : '';
  return `${many} ${what}${where}${endless[row.status] ?? ''}.${leaked}`;
}

/**
 * How long the oldest has been seen: `4m 58s`; `>31m` when it was there at the first look already; and the runtime's
 * own figure with `≈` where that is longer.
 */
export function oldestText(oldest: OldestAge | undefined, atMs: number, ascii: boolean): string {
  if (oldest === undefined) return '';
  const seenMs = Math.max(0, atMs - oldest.firstSeenMs);
  const waitMs = oldest.waitMinutes * 60_000;
  if (oldest.orOlder && waitMs > seenMs) return `${ascii ? '~' : '≈'}${formatAge(waitMs)}`;
  return `${oldest.orOlder ? '>' : ''}${formatAge(seenMs)}`;
}
