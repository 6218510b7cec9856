// What a session's past is a log of: one thing that was learned, with its moment.

import type {Snapshot} from '../profile/model.ts';
import type {MemorySizes} from '../target/memory-sizes.ts';
import type {Baseline} from './baseline.ts';
import type {ChangeColumns} from './change-columns.ts';
import type {CostReading} from './cost-ledger.ts';
import type {SessionEvent} from './events.ts';
import type {CountChange, LookAges, SessionStatus, Sight, SnapshotHead, TargetFacts} from './model.ts';

/**
 * One thing that a session has learned, with its moment on both clocks. A session's past is a log of these: what is
 * recorded, and what replaying takes in again. Monotonic milliseconds are those of the session that wrote it.
 */
export type SessionEntry = Sight &
  (
    | {readonly kind: 'facts'; readonly facts: TargetFacts}
    | {readonly kind: 'status'; readonly status: SessionStatus}
    /** The counts of the index page. */
    | {readonly kind: 'total'; readonly goroutines: number; readonly threads: number | undefined}
    | {readonly kind: 'threads'; readonly threads: number}
    /**
     * The counts of all groups. `changes` holds those that are not as they were at the entry of this kind before; of
     * the first of a log, all groups, in the order in which they were first seen.
     */
    | {readonly kind: 'counts'; readonly head: SnapshotHead; readonly changes: readonly CountChange[]}
    /** What the garbage collector has marked of the groups as they were last counted: nothing else has changed. */
    | {readonly kind: 'marked'; readonly changes: readonly CountChange[]}
    /**
     * Full stacks: ids, creators, ages. `ages`: since when its goroutines have been seen, which goes back further than
     * a log that begins later.
     */
    | {readonly kind: 'look'; readonly snapshot: Snapshot; readonly ages?: LookAges | undefined}
    | {readonly kind: 'event'; readonly event: SessionEvent}
    | {readonly kind: 'baseline'; readonly baseline: Baseline}
    /** From here on, or from `fromMs` where that was before, nothing is known until the next counts or total. */
    | {readonly kind: 'gap'; readonly fromMs?: number | undefined}
    /** Another process answers: ids mean nothing any more. */
    | {readonly kind: 'restarted'}
    | {readonly kind: 'memory'; readonly sizes: MemorySizes}
    | {readonly kind: 'cost'; readonly reading: CostReading}
  );

/** An entry of `counts` whose changes are not objects yet. */
export type ColumnsEntry = Sight & {
  readonly kind: 'columns';
  readonly head: SnapshotHead;
  readonly columns: ChangeColumns;
};

/** An entry as a log is read. */
export type LogEntry = SessionEntry | ColumnsEntry;
