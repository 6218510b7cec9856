import type {Group, GroupColumns, GroupIdentity, Snapshot} from '../profile/model.ts';
import {families, type Family} from '../profile/wait-reason.ts';
import type {CountChange, SnapshotHead} from './entry.ts';
import {GapLog} from './gap-log.ts';
import {createPointPool} from './point-pool.ts';
import {SampleLog, type Sample} from './sample-log.ts';
import {StepLog} from './step-log.ts';
import {StepSeries, type Gap} from './step-series.ts';

/** How far back a session remembers, unless points run out first. */
export const defaultHistoryMs = 30 * 60_000;
/** 16 bytes a point: about 24 MB for the counts of all groups, whatever the target does. */
export const maxPoints = 1_500_000;
/** Some 700 bytes each: labels that never repeat, such as the ids of requests, leave a group behind with each. */
export const maxGoneGroups = 50_000;
/** Some 80 bytes each: that the word or the leaked of a group, not its count, has changed. */
export const maxTurns = 50_000;
/** Below this part of the most, history may grow for a while before anything must be forgotten again. */
const roomyPart = 0.75;
/** Nobody sees that history is this much longer, and going through 10,000 groups each second would cost more. */
const forgetEveryMs = 10_000;
/** In place of a round: of a group that is not there, and of one that is not remembered any more. */
const absent = -1;
const forgotten = -2;
/** However much changes, this much is kept. */
const leastKeptMs = 1000;

/** One group of goroutines and all that is remembered of its count. */
export type TrackedGroup = {
  readonly identity: GroupIdentity;
  readonly counts: StepSeries;
  /** As last seen: the runtime's word, what it parked in, how many the garbage collector marked. */
  latest: Pick<Group, 'status' | 'operation' | 'leaked'>;
  /** What `latest` has been over time, once it has changed. */
  past: StepLog<TrackedGroup['latest']> | undefined;
  /** Which of the snapshots it was last in. */
  round: number;
};

/** What was known of a group at a moment, beside its count. */
export function latestAt({latest, past}: TrackedGroup, atMs: number): TrackedGroup['latest'] {
  return past?.at(atMs) ?? latest;
}

/**
 * What has been seen of one target: a log of changes. Any moment of it can be read back, which is how pausing
 * works: the screen keeps asking for the same moment while newer ones are written.
 */
export class History {
  readonly #pool = createPointPool();
  readonly total = new StepSeries(this.#pool);
  readonly threads = new StepSeries(this.#pool);
  readonly families: ReadonlyMap<Family, StepSeries> = new Map(
    families.map((family) => [family, new StepSeries(this.#pool)]),
  );
  readonly groups = new Map<string, TrackedGroup>();
  readonly samples = new SampleLog();
  readonly #historyMs: number;
  readonly #gaps = new GapLog();
  #present: readonly TrackedGroup[] = [];
  #round = 0;
  /** Tracked groups by their index in the table of identities that the last columns had. */
  #byIndex: (TrackedGroup | undefined)[] = [];
  #table: readonly GroupIdentity[] | undefined;
  #points = 0;
  #turns = 0;
  #fromMs = -Infinity;
  /** How many are reading all of it. */
  #readers = 0;
  /** What has changed with the counts that are being taken in; only where somebody asked. */
  #changes: CountChange[] | undefined;
  /** When groups were first counted. */
  #countedSinceMs: number | undefined;
  #forgottenAtMs = -Infinity;

  constructor(historyMs: number = defaultHistoryMs) {
    this.#historyMs = historyMs;
  }

  /** How many counts of groups are held: what memory goes into. */
  get points(): number {
    return this.#points;
  }

  /** Stretches in which the target was out of reach; an open one ends at `nowMs`. */
  gaps(nowMs: number): readonly Gap[] {
    return this.#gaps.until(nowMs);
  }

  /** From here on every moment can be read back; -Infinity while nothing has been forgotten. */
  get fromMs(): number {
    return this.#fromMs;
  }

  /** Nothing is forgotten until the function that it returns is called. */
  keep(): () => void {
    this.#readers++;
    return () => {
      this.#readers--;
    };
  }

  addSample(sample: Sample): void {
    this.#forgotUntil(this.samples.add(sample) ?? -Infinity);
  }

  addTotal(atMs: number, goroutines: number, threads: number | undefined): void {
    this.#gaps.end(atMs);
    this.total.push(atMs, goroutines);
    if (threads !== undefined) this.threads.push(atMs, threads);
  }

  /**
   * The groups that have goroutines, in the order in which they were first seen: the same array until one comes or
   * goes.
   */
  get present(): readonly TrackedGroup[] {
    return this.#present;
  }

  /**
   * Takes in the counts of a debug=0 snapshot. Groups that are not in it have gone to 0. Returns what has changed where
   * `isTold`, and else nothing: 10,000 groups that change each second would be as many objects.
   */
  addSnapshot(atMs: number, snapshot: Snapshot, isTold = false): readonly CountChange[] {
    this.addTotal(atMs, snapshot.total, undefined);
    this.#round++;
    const changes: CountChange[] = [];
    this.#changes = isTold ? changes : undefined;
    const arrived =
      snapshot.columns === undefined
        ? this.#takeGroups(atMs, snapshot.groups)
        : this.#takeColumns(atMs, snapshot.columns);
    const sums = new Map<Family, number>();
    let gone = 0;
    for (const {identity, counts, latest, round} of this.#present) {
      if (round !== this.#round) {
        gone++;
        this.#push(counts, atMs, 0);
        this.#changes?.push({identity, count: 0, latest});
      }
    }

    if (arrived + gone > 0) this.#gather();
    for (const {identity, counts} of this.#present) {
      sums.set(identity.family, (sums.get(identity.family) ?? 0) + (counts.last ?? 0));
    }

    this.#countedSinceMs ??= atMs;
    for (const [family, series] of this.families) series.push(atMs, sums.get(family) ?? 0);
    this.#bound(atMs);
    return changes;
  }

  /** Takes in what has changed since the last counts, as a log tells it. */
  addChanges(atMs: number, total: number, changes: readonly CountChange[]): void {
    this.addTotal(atMs, total, undefined);
    const sums = new Map(Array.from(this.families, ([family, {last}]) => [family, last ?? 0]));
    let moved = 0;
    for (const {identity, count, latest, sinceMs} of changes) {
      const tracked = this.#track(identity, latest);
      this.#note(tracked, atMs, latest);
      const before = tracked.counts.last ?? 0;
      this.#push(tracked.counts, before === 0 ? (sinceMs ?? atMs) : atMs, count);
      sums.set(identity.family, (sums.get(identity.family) ?? 0) + count - before);
      if (before > 0 !== count > 0) moved++;
      tracked.round = count > 0 ? this.#round : absent;
    }

    if (moved > 0) this.#gather();
    this.#countedSinceMs ??= atMs;
    for (const [family, sum] of sums) this.families.get(family)?.push(atMs, sum);
    this.#bound(atMs);
  }

  /** The newest counts as a snapshot, whose groups are made when they are asked for. */
  snapshotOf(head: SnapshotHead): Snapshot {
    const present = this.#present;
    let groups: readonly Group[] | undefined;
    return {
      ...head,
      get groups() {
        groups ??= present.map(({identity, counts, latest}) => ({
          identity,
          ...latest,
          count: counts.last ?? 0,
          creators: [],
          members: undefined,
        }));
        return groups;
      },
    };
  }

  #gather(): void {
    this.#present = [...this.groups.values()].filter(({round}) => round === this.#round);
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
      this.#push(tracked.counts, atMs, group.count);
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
      this.#push(tracked.counts, atMs, count);
    }

    return arrived;
  }

  #track(identity: GroupIdentity, {status, operation, leaked}: TrackedGroup['latest']): TrackedGroup {
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
      if (this.#countedSinceMs !== undefined) this.#push(counts, this.#countedSinceMs, 0);
    }

    return tracked;
  }

  /** Whether what is known of a group beside its count has changed. */
  #note(tracked: TrackedGroup, atMs: number, {status, operation, leaked}: TrackedGroup['latest']): boolean {
    const {latest} = tracked;
    if (latest.status === status && latest.operation === operation && latest.leaked === leaked) return false;
    if (tracked.past === undefined) {
      tracked.past = new StepLog();
      tracked.past.push(-Infinity, latest);
      this.#turns++;
    }

    tracked.latest = {status, operation, leaked};
    tracked.past.push(atMs, tracked.latest);
    this.#turns++;
    return true;
  }

  #tell({identity, counts, latest}: TrackedGroup, count: number, isTurned: boolean): void {
    if (isTurned || counts.last !== count) this.#changes?.push({identity, count, latest});
  }

  /**
   * The target is out of reach from here on: what was last seen does not hold any more. Whether it was so already.
   */
  beginGap(atMs: number): boolean {
    return this.#gaps.begin(atMs);
  }

  #push(series: StepSeries, atMs: number, value: number): void {
    const before = series.points;
    series.push(atMs, value);
    this.#points += series.points - before;
  }

  /** Forgets what is older than the history, and counts of groups sooner when too much changes to keep them so long. */
  #bound(nowMs: number): void {
    if (this.#readers > 0) return;
    if (nowMs - this.#forgottenAtMs >= forgetEveryMs) {
      this.#forgottenAtMs = nowMs;
      const beforeMs = nowMs - this.#historyMs;
      for (const series of [this.total, this.threads, ...this.families.values()]) series.trim(beforeMs);
      this.#gaps.trim(beforeMs);
      this.#trimGroups(beforeMs);
    }

    if (this.#fullness() <= 1) return;
    for (
      let keepMs = this.#historyMs / 2;
      this.#fullness() > roomyPart && keepMs > leastKeptMs;
      keepMs /= 2
    ) {
      this.#trimGroups(nowMs - keepMs);
    }
  }

  /** 1 where no more can be held. */
  #fullness(): number {
    const gone = this.groups.size - this.#present.length;
    return Math.max(this.#points / maxPoints, gone / maxGoneGroups, this.#turns / maxTurns);
  }

  #forgotUntil(atMs: number): void {
    if (atMs <= this.#fromMs) return;
    this.#fromMs = atMs;
    this.samples.trim(atMs);
  }

  #trimGroups(beforeMs: number): void {
    this.#forgotUntil(beforeMs);
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
}
