// How a session that watches remembers the counts of all groups.

import type {Group, GroupColumns, GroupIdentity, Snapshot} from '../profile/model.ts';
import type {Family} from '../profile/wait-reason.ts';
import type {CountChange} from './model.ts';
import {maxGoneGroups, maxPoints, maxTurns, type GroupLog, type GroupsThen} from './group-log.ts';
import type {PointPool} from './point-pool.ts';
import {StepSeries} from './step-series.ts';
import {isSameLatest, turnedFrom, type TrackedGroup} from './tracked-group.ts';

/** In place of a round: of a group that is not there, and of one that is not remembered any more. */
const absent = -1;
const forgotten = -2;

type Counted = TrackedGroup & {
  latest: TrackedGroup['latest'];
  past: TrackedGroup['past'];
  /** Which of the snapshots it was last in. */
  round: number;
};

/** The counts of all groups that are remembered, as snapshots and changes come: a series for each. */
export class GroupCounts implements GroupLog {
  readonly groups = new Map<string, Counted>();
  readonly #pool: PointPool;
  #present: readonly Counted[] = [];
  /** How many there are now, also while the array has to be made anew. */
  #presentGroups = 0;
  #isGathered = true;
  #round = 0;
  /** Tracked groups by their index in the table of identities that the last columns had. */
  #byIndex: (Counted | undefined)[] = [];
  #table: readonly GroupIdentity[] | undefined;
  #points = 0;
  #turns = 0;
  /** Kept up to date with each count that changes: adding up 10,000 groups each second would cost more than reading them. */
  readonly #sums = new Map<Family, number>();
  /** What has changed with the counts that are being taken in; only where somebody asked. */
  #changes: CountChange[] | undefined;
  /** When groups were first counted. */
  #countedSinceMs: number | undefined;

  constructor(pool: PointPool) {
    this.#pool = pool;
  }

  get points(): number {
    return this.#points;
  }

  get fullness(): number {
    const gone = this.groups.size - this.#presentGroups;
    return Math.max(this.#points / maxPoints, gone / maxGoneGroups, this.#turns / maxTurns);
  }

  get present(): readonly Counted[] {
    // A log that is replayed tells of groups that come and go far more often than anybody looks.
    if (!this.#isGathered) this.#gather();
    return this.#present;
  }

  sumOf(family: Family): number {
    return this.#sums.get(family) ?? 0;
  }

  /**
   * Takes in a snapshot. Groups that are not in it have gone to 0. Returns what has changed where `isTold`, and else
   * nothing: 10,000 groups that change each second would be as many objects.
   */
  take(atMs: number, snapshot: Snapshot, isTold: boolean): readonly CountChange[] {
    const {present} = this;
    this.#round++;
    const changes: CountChange[] = [];
    this.#changes = isTold ? changes : undefined;
    const arrived =
      snapshot.columns === undefined
        ? this.#takeGroups(atMs, snapshot.groups)
        : this.#takeColumns(atMs, snapshot.columns);
    let gone = 0;
    for (const tracked of present) {
      if (tracked.round !== this.#round) {
        gone++;
        this.#count(tracked, atMs, 0);
        this.#changes?.push({identity: tracked.identity, count: 0, latest: tracked.latest});
      }
    }

    if (arrived + gone > 0) this.#gather();
    this.#countedSinceMs ??= atMs;
    return changes;
  }

  at(atMs: number): GroupsThen {
    const tracked: Counted[] = [];
    const counts: number[] = [];
    for (const group of this.groups.values()) {
      const count = group.counts.at(atMs) ?? 0;
      if (count === 0) continue;
      tracked.push(group);
      counts.push(count);
    }

    return {tracked, counts: new Float64Array(counts)};
  }

  takeChanges(atMs: number, changes: readonly CountChange[]): void {
    for (const {identity, count, latest, sinceMs} of changes) {
      const tracked = this.#track(identity, latest);
      this.#note(tracked, atMs, latest);
      const before = tracked.counts.last ?? 0;
      this.#count(tracked, before === 0 ? (sinceMs ?? atMs) : atMs, count);
      if (before > 0 !== count > 0) {
        this.#presentGroups += count > 0 ? 1 : -1;
        this.#isGathered = false;
      }

      tracked.round = count > 0 ? this.#round : absent;
    }

    this.#countedSinceMs ??= atMs;
  }

  takeMarks(atMs: number, changes: readonly CountChange[]): void {
    for (const {identity, latest} of changes) {
      const tracked = this.groups.get(identity.key);
      if (tracked !== undefined) this.#note(tracked, atMs, latest);
    }
  }

  trim(beforeMs: number): void {
    for (const [key, tracked] of this.groups) {
      const {counts, past} = tracked;
      this.#points -= counts.trim(beforeMs);
      if (past !== undefined) {
        this.#turns -= past.trim(beforeMs);
        if (past.entries.length === 1) {
          tracked.past = undefined;
          this.#turns--;
        }
      }

      // At 0 for the whole history: nothing on the screen can refer to it any more.
      if (counts.points === 1 && counts.last === 0) {
        this.groups.delete(key);
        tracked.round = forgotten;
        counts.clear();
        this.#points -= 1;
      }
    }
  }

  #gather(): void {
    this.#present = [...this.groups.values()].filter(({round}) => round === this.#round);
    this.#presentGroups = this.#present.length;
    this.#isGathered = true;
  }

  /** Returns how many groups came. */
  #takeGroups(atMs: number, groups: readonly Group[]): number {
    let arrived = 0;
    for (const group of groups) {
      if (group.count === 0) continue;
      const tracked = this.#track(group.identity, group);
      const isTurned = this.#note(tracked, atMs, group);
      this.#tell(tracked, group.count, isTurned);
      if (tracked.round !== this.#round - 1) arrived++;
      tracked.round = this.#round;
      this.#count(tracked, atMs, group.count);
    }

    return arrived;
  }

  /** The same without an object for each group. */
  #takeColumns(
    atMs: number,
    {identities, words, groups, counts, leaked, statuses, operations}: GroupColumns,
  ): number {
    if (identities !== this.#table) {
      this.#table = identities;
      this.#byIndex = [];
    }

    let arrived = 0;
    for (let at = 0; at < groups.length; at++) {
      const count = counts[at]!;
      if (count === 0) continue;
      const index = groups[at]!;
      const operationAt = operations[at]!;
      const status = words[statuses[at]!]!;
      const operation = operationAt === 0 ? undefined : words[operationAt - 1];
      const marked = leaked[at]!;
      let tracked = this.#byIndex[index];
      // Forgotten since: it is another one now.
      if (tracked === undefined || tracked.round === forgotten) {
        const first = {status, operation, leaked: marked};
        tracked = this.#track(identities[index]!, first);
        this.#byIndex[index] = tracked;
      }

      const {latest} = tracked;
      const isTurned = latest.status !== status || latest.operation !== operation || latest.leaked !== marked;
      if (isTurned) this.#note(tracked, atMs, {status, operation, leaked: marked});
      if (this.#changes !== undefined) this.#tell(tracked, count, isTurned);
      if (tracked.round !== this.#round - 1) arrived++;
      tracked.round = this.#round;
      this.#count(tracked, atMs, count);
    }

    return arrived;
  }

  #track(identity: GroupIdentity, {status, operation, leaked}: TrackedGroup['latest']): Counted {
    let tracked = this.groups.get(identity.key);
    if (tracked === undefined) {
      const counts = new StepSeries(this.#pool);
      tracked = {
        identity,
        counts,
        latest: {status, operation, leaked},
        past: undefined,
        round: absent,
      };
      this.groups.set(identity.key, tracked);
      // That it was not there before is known too, and a curve from nothing says so.
      if (this.#countedSinceMs !== undefined) this.#count(tracked, this.#countedSinceMs, 0);
    }

    return tracked;
  }

  /** Whether what is known of a group beside its count has changed. */
  #note(tracked: Counted, atMs: number, now: TrackedGroup['latest']): boolean {
    const {latest} = tracked;
    if (isSameLatest(latest, now)) return false;
    if (tracked.past === undefined) this.#turns++;
    tracked.past ??= turnedFrom(latest);
    const {status, operation, leaked} = now;
    tracked.latest = {status, operation, leaked};
    tracked.past.push(atMs, tracked.latest);
    this.#turns++;
    return true;
  }

  #tell({identity, counts, latest}: TrackedGroup, count: number, isTurned: boolean): void {
    if (isTurned || counts.last !== count) this.#changes?.push({identity, count, latest});
  }

  #count({identity, counts}: TrackedGroup, atMs: number, count: number): void {
    const {last = 0, points} = counts;
    if (last !== count) this.#sums.set(identity.family, this.sumOf(identity.family) + count - last);
    counts.push(atMs, count);
    this.#points += counts.points - points;
  }
}
