// How a session that is replayed remembers the counts of all groups: as the log that tells them.

import type {GroupIdentity} from '../profile/model.ts';
import {families, type Family} from '../profile/wait-reason.ts';
import type {ChangeColumns} from './change-columns.ts';
import type {CountChange} from './model.ts';
import {maxGoneGroups, maxPoints, maxTurns, type GroupLog, type GroupsThen} from './group-log.ts';
import {createPointLog, type PointLog} from './point-log.ts';
import type {PointPool} from './point-pool.ts';
import {StepSeries} from './step-series.ts';
import {isSameLatest, turnedFrom, type TrackedGroup} from './tracked-group.ts';

type Latest = TrackedGroup['latest'];

const familyNumbers = new Map(families.map((family, number) => [family, number]));

/**
 * The counts of all groups as a log tells them, kept as that log: of 10,000 groups, a series is made of those that are
 * looked at. Tells the same of each moment as `GroupCounts`.
 */
export class LoggedGroups implements GroupLog {
  readonly #pool: PointPool;
  readonly #log = createPointLog();
  /** By number, in the order in which they were first seen; undefined where one is forgotten. */
  readonly #all: (Logged | undefined)[] = [];
  /** Undefined while all are known by the numbers of one table, and nobody has asked for a key. */
  #byKey: Map<string, Logged> | undefined;
  /** By the numbers of the table that the last columns had. */
  #byNumber: (Logged | undefined)[] = [];
  #table: ChangeColumns['table'] | undefined;
  #remembered = 0;
  readonly #sums = new Float64Array(families.length);
  #present: readonly Logged[] | undefined;
  #presentGroups = 0;
  /** Those that have a past, and how many entries these have. */
  readonly #turned = new Set<Logged>();
  #turns = 0;
  #countedSinceMs: number | undefined;

  constructor(pool: PointPool) {
    this.#pool = pool;
  }

  get groups(): ReadonlyMap<string, TrackedGroup> {
    return this.#keyed();
  }

  get points(): number {
    return this.#log.length;
  }

  get fullness(): number {
    const gone = this.#remembered - this.#presentGroups;
    return Math.max(this.#log.length / maxPoints, gone / maxGoneGroups, this.#turns / maxTurns);
  }

  get present(): readonly TrackedGroup[] {
    this.#present ??= this.#all.filter((group): group is Logged => group !== undefined && group.last > 0);
    return this.#present;
  }

  sumOf(family: Family): number {
    return this.#sums[familyNumbers.get(family)!]!;
  }

  at(atMs: number): GroupsThen {
    const values = this.#log.valuesAt(atMs, this.#all.length);
    const tracked: Logged[] = [];
    const counts: number[] = [];
    for (let number = 0; number < values.length; number++) {
      const group = this.#all[number];
      const value = values[number]!;
      if (group === undefined || value === 0) continue;
      tracked.push(group);
      counts.push(value);
    }

    return {tracked, counts: new Float64Array(counts)};
  }

  takeChanges(atMs: number, changes: readonly CountChange[]): void {
    this.#keyed();
    for (const {identity, count, latest, sinceMs} of changes)
      this.#take(this.#groupOf(identity, latest), atMs, count, latest, sinceMs ?? atMs);
    this.#countedSinceMs ??= atMs;
  }

  /** The same without an object for each change. */
  takeColumns(atMs: number, {table, numbers, counts, latest, sinceMs}: ChangeColumns): void {
    if (table !== this.#table) {
      // The same group has another number from here on.
      if (this.#remembered > 0) this.#keyed();
      this.#table = table;
      this.#byNumber = [];
    }

    const byNumber = this.#byNumber;
    while (byNumber.length < table.identities()) byNumber.push(undefined);
    for (let at = 0; at < numbers.length; at++) {
      const number = numbers[at]!;
      const now = latest[at]!;
      let group = byNumber[number];
      if (group === undefined || group.isForgotten) {
        group = this.#groupOf(table.identity(number), now);
        byNumber[number] = group;
      }

      const since = sinceMs === undefined ? Number.NaN : sinceMs[at]!;
      this.#take(group, atMs, counts[at]!, now, Number.isNaN(since) ? atMs : since);
    }

    this.#countedSinceMs ??= atMs;
  }

  takeMarks(atMs: number, changes: readonly CountChange[]): void {
    for (const {identity, latest} of changes) {
      const group = this.#keyed().get(identity.key);
      if (group !== undefined) this.#note(group, atMs, latest);
    }
  }

  trim(beforeMs: number): void {
    for (const number of this.#log.trim(beforeMs, this.#all.length)) {
      const group = this.#all[number]!;
      this.#byKey?.delete(group.identity.key);
      this.#remembered--;
      this.#all[number] = undefined;
      group.isForgotten = true;
    }

    for (const group of this.#turned) {
      this.#turns -= group.past?.trim(beforeMs) ?? 0;
      if (!group.isForgotten && group.past?.entries.length !== 1) continue;
      this.#turns -= group.past?.entries.length ?? 0;
      group.past = undefined;
      this.#turned.delete(group);
    }
  }

  #keyed(): Map<string, Logged> {
    if (this.#byKey !== undefined) return this.#byKey;
    this.#byKey = new Map();
    for (const group of this.#all) if (group !== undefined) this.#byKey.set(group.identity.key, group);
    return this.#byKey;
  }

  #groupOf(identity: GroupIdentity, latest: Latest): Logged {
    const known = this.#byKey?.get(identity.key);
    if (known !== undefined) return known;
    const group = new Logged(identity, latest, this.#all.length, this.#log, this.#pool);
    this.#all.push(group);
    this.#byKey?.set(identity.key, group);
    this.#remembered++;
    // That it was not there before is known too, and a curve from nothing says so.
    if (this.#countedSinceMs !== undefined) this.#count(group, this.#countedSinceMs, 0);
    return group;
  }

  #take(group: Logged, atMs: number, count: number, latest: Latest, sinceMs: number): void {
    if (latest !== group.latest) this.#note(group, atMs, latest);
    const {last} = group;
    this.#count(group, last > 0 ? atMs : sinceMs, count);
    if (last > 0 === count > 0) return;
    this.#presentGroups += count > 0 ? 1 : -1;
    this.#present = undefined;
  }

  #note(group: Logged, atMs: number, latest: Latest): void {
    if (isSameLatest(group.latest, latest)) return;
    if (group.past === undefined) {
      group.past = turnedFrom(group.latest);
      this.#turned.add(group);
      this.#turns++;
    }

    group.latest = latest;
    group.past.push(atMs, latest);
    this.#turns++;
  }

  #count(group: Logged, atMs: number, count: number): void {
    const {last, number, family} = group;
    if (last === count) return;
    this.#sums[family]! += count - Math.max(0, last);
    this.#log.push(number, atMs, count);
    group.last = count;
  }
}

/** In place of a count, while there is none. */
const notCounted = -1;

class Logged implements TrackedGroup {
  readonly identity: GroupIdentity;
  readonly number: number;
  readonly family: number;
  readonly #log: PointLog;
  readonly #pool: PointPool;
  #series: {readonly version: number; readonly counts: StepSeries} | undefined;
  latest: Latest;
  past: TrackedGroup['past'];
  last = notCounted;
  isForgotten = false;

  constructor(identity: GroupIdentity, latest: Latest, number: number, log: PointLog, pool: PointPool) {
    this.identity = identity;
    this.latest = latest;
    this.number = number;
    this.family = familyNumbers.get(identity.family)!;
    this.#log = log;
    this.#pool = pool;
  }

  get counts(): StepSeries {
    const {version} = this.#log;
    if (this.#series?.version === version) return this.#series.counts;
    const counts = this.#series?.counts ?? new StepSeries(this.#pool);
    counts.clear();
    this.#log.visit(this.number, (atMs, value) => counts.push(atMs, value));
    this.#series = {version, counts};
    return counts;
  }
}
