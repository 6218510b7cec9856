// The bytes by which things in a log are told apart.

import type {SessionEntry} from '../session/entry.ts';

/**
 * What a byte at the beginning of each thing in a log says that it is. `judged`: a diagnosis as JSON. `begins`: what
 * was before it was in force when the segment began, and what comes after it belongs to the segment.
 */
export const logKinds = {
  facts: 1,
  status: 2,
  total: 3,
  threads: 4,
  counts: 5,
  look: 6,
  event: 7,
  baseline: 8,
  gap: 9,
  restarted: 10,
  memory: 11,
  cost: 12,
  judged: 13,
  begins: 14,
  marked: 15,
} as const satisfies Record<SessionEntry['kind'] | 'judged' | 'begins', number>;

/** Statuses of a session, in the same way. */
export const statusKinds = {connecting: 1, live: 2, lost: 3} as const;

/** What is told of a change beside the group and its count, in the lowest bits of the group's number. */
export const changeMarks = {latest: 1, since: 2, all: 4} as const;
