// The counts of a session: in all, by family, by group, as far back as is remembered.

import type {Group, Snapshot} from '../profile/model.ts';
import {families, type Family} from '../profile/wait-reason.ts';
import {changesOf, type ChangeColumns} from './change-columns.ts';
import type {CountChange, SnapshotHead} from './model.ts';
import {GapLog} from './gap-log.ts';
import {GroupCounts} from './group-counts.ts';
import type {GroupsThen} from './group-log.ts';
import {LoggedGroups} from './logged-groups.ts';
import {createPointPool} from './point-pool.ts';
import {SampleLog, type Sample} from './sample-log.ts';
import {StepSeries, type Gap} from './step-series.ts';
import type {TrackedGroup} from './tracked-group.ts';

/** How far back a session remembers, unless points run out first. */
export const defaultHistoryMs = 30 * 60_000;
/** Below this part of the most, history may grow for a while before anything must be forgotten again. */
const roomyPart = 0.75;
/** Nobody sees that history is this much longer, and going through 10,000 groups each second would cost more. */
const forgetEveryMs = 10_000;
/** However much changes, this much is kept. */
const leastKeptMs = 1000;

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
  readonly samples = new SampleLog();
  readonly #counts: GroupCounts | LoggedGroups;
  readonly #historyMs: number;
  readonly #gaps = new GapLog();
  #fromMs = -Infinity;
  /** How many are reading all of it. */
  #readers = 0;
  #forgottenAtMs = -Infinity;

  /** @param isLogged all that comes is told by changes, and little of it is ever looked at: a log is read */
  constructor(historyMs: number = defaultHistoryMs, isLogged = false) {
    this.#historyMs = historyMs;
    this.#counts = isLogged ? new LoggedGroups(this.#pool) : new GroupCounts(this.#pool);
  }

  /** How many counts of groups are held: what memory goes into. */
  get points(): number {
    return this.#counts.points;
  }

  /** All that are remembered, by their keys, in the order in which they were first seen. */
  get groups(): ReadonlyMap<string, TrackedGroup> {
    return this.#counts.groups;
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
    return this.#counts.present;
  }

  /** What groups counted at a moment. */
  groupsAt(atMs: number): GroupsThen {
    return this.#counts.at(atMs);
  }

  /**
   * Takes in the counts of a debug=0 snapshot. Groups that are not in it have gone to 0. Returns what has changed where
   * `isTold`, and else nothing: 10,000 groups that change each second would be as many objects.
   */
  addSnapshot(atMs: number, snapshot: Snapshot, isTold = false): readonly CountChange[] {
    const counted = this.#counts;
    if (counted instanceof LoggedGroups) throw new TypeError('a log that is read takes no snapshot');
    this.addTotal(atMs, snapshot.total, undefined);
    const changes = counted.take(atMs, snapshot, isTold);
    this.#addSums(atMs);
    this.#bound(atMs);
    return changes;
  }

  /** Takes in what has changed since the last counts, as a log tells it. */
  addChanges(atMs: number, total: number, changes: readonly CountChange[]): void {
    this.addTotal(atMs, total, undefined);
    this.#counts.takeChanges(atMs, changes);
    this.#addSums(atMs);
    this.#bound(atMs);
  }

  /** The same of changes that are not objects yet. */
  addColumns(atMs: number, total: number, columns: ChangeColumns): void {
    if (!(this.#counts instanceof LoggedGroups)) {
      this.addChanges(atMs, total, changesOf(columns));
      return;
    }

    this.addTotal(atMs, total, undefined);
    this.#counts.takeColumns(atMs, columns);
    this.#addSums(atMs);
    this.#bound(atMs);
  }

  /** Takes in what the garbage collector has marked since the last counts. */
  addMarks(atMs: number, changes: readonly CountChange[]): void {
    this.#counts.takeMarks(atMs, changes);
  }

  #addSums(atMs: number): void {
    for (const [family, series] of this.families) series.push(atMs, this.#counts.sumOf(family));
  }

  /** The newest counts as a snapshot, whose groups are made when they are asked for. */
  snapshotOf({takenAt, source, total, complete, missing, observer}: SnapshotHead): Snapshot {
    const counted = this.#counts;
    let groups: readonly Group[] | undefined;
    return {
      takenAt,
      source,
      total,
      complete,
      missing,
      observer,
      get groups() {
        groups ??= counted.present.map(({identity, counts, latest}) => ({
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

  /**
   * The target is out of reach from here on: what was last seen does not hold any more. Whether it was so already.
   */
  beginGap(atMs: number): boolean {
    return this.#gaps.begin(atMs);
  }

  /** Forgets what is older than the history, and counts of groups sooner when too much changes to keep them so long. */
  #bound(nowMs: number): void {
    if (this.#readers > 0) return;
    const beforeMs = nowMs - this.#historyMs;
    const isAnythingOlder = (this.total.firstAtMs ?? nowMs) <= beforeMs;
    if (isAnythingOlder && nowMs - this.#forgottenAtMs >= forgetEveryMs) {
      this.#forgottenAtMs = nowMs;
      for (const series of [this.total, this.threads, ...this.families.values()]) series.trim(beforeMs);
      this.#gaps.trim(beforeMs);
      this.#trimGroups(beforeMs);
    }

    if (this.#counts.fullness <= 1) return;
    // Of a history without an end, half of what there is.
    const watchedMs = nowMs - (this.total.firstAtMs ?? nowMs);
    for (
      let keepMs = Math.min(this.#historyMs, watchedMs) / 2;
      this.#counts.fullness > roomyPart && keepMs > leastKeptMs;
      keepMs /= 2
    ) {
      this.#trimGroups(nowMs - keepMs);
    }
  }

  #forgotUntil(atMs: number): void {
    if (atMs <= this.#fromMs) return;
    this.#fromMs = atMs;
    this.samples.trim(atMs);
  }

  #trimGroups(beforeMs: number): void {
    this.#forgotUntil(beforeMs);
    this.#counts.trim(beforeMs);
  }
}
