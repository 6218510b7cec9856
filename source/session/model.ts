// What sessions, their logs and their readers all speak of: moments, facts, states, changes, looks.

import type {Creator, Group, GroupIdentity, Snapshot} from '../profile/model.ts';

/** A moment on both clocks: monotonic for arithmetic, wall for people. */
export type Sight = {readonly atMs: number; readonly wallMs: number};

/** What is known of the process behind the address; each only where it shows. */
export type TargetFacts = {
  readonly name: string;
  readonly url: string;
  readonly commandLine: string | undefined;
  /** Oldest Go release that answers like this, such as `1.24`. */
  readonly goAtLeast: string | undefined;
  readonly hasLeakProfile: boolean;
};

export type SessionStatus =
  | {readonly kind: 'connecting'; readonly sinceMs: number; readonly problem: string | undefined}
  | {readonly kind: 'live'}
  | {
      readonly kind: 'lost';
      readonly problem: string;
      readonly retryAtMs: number;
      readonly lastSeenWallMs: number;
    };

/** A group as of one sample: its count, 0 where it has gone, and what was last known of it. */
export type CountChange = {
  readonly identity: GroupIdentity;
  readonly count: number;
  readonly latest: Pick<Group, 'status' | 'operation' | 'leaked'>;
  /** In the first entry of a log: since when the count has been this, where that was before. */
  readonly sinceMs?: number | undefined;
};

/** What is known of a snapshot beside its groups. */
export type SnapshotHead = Pick<
  Snapshot,
  'takenAt' | 'source' | 'total' | 'complete' | 'missing' | 'observer'
>;

/** Since when goroutines have been seen, by id, and when they were first looked at. Monotonic milliseconds. */
export type LookAges = {
  readonly firstLookMs: number;
  readonly firstSeen: ReadonlyMap<number, number>;
};

/** How long the oldest goroutine of a group has been seen. */
export type OldestAge = {
  /** Monotonic moment at which its id was first seen. */
  readonly firstSeenMs: number;
  /** True when it was there at the first look already: it is at least this old. */
  readonly orOlder: boolean;
  /** The runtime's own figure for the longest wait, in minutes; 0 when it gave none. GC-granular. */
  readonly waitMinutes: number;
};

/** What one debug=2 look knew of the goroutines at one place, whatever their labels. */
export type PlaceLook = {
  readonly creators: readonly Creator[];
  readonly oldest: OldestAge | undefined;
  readonly leaked: number;
};

/** One look at the full stacks: ids, creators, ages. Comes more rarely than counts do. */
export type StacksLook = {
  readonly atMs: number;
  readonly wallMs: number;
  readonly snapshot: Snapshot;
  readonly places: ReadonlyMap<string, PlaceLook>;
  /** For each goroutine id of this look, the monotonic moment at which it was first seen. */
  readonly firstSeen: ReadonlyMap<number, number>;
  /** When this process was first looked at: what was seen then already is at least that old. */
  readonly firstLookMs: number;
};
