import type {Creator, Group, Snapshot} from '../profile/model.ts';
import {baselineAt, type Baseline} from './baseline.ts';
import type {Clock} from './clock.ts';
import {CostLedger} from './cost-ledger.ts';
import {maxEvents, type EventKind, type SessionEvent} from './events.ts';
import {GoroutineAges, older, type OldestAge} from './goroutine-ages.ts';
import {History} from './history.ts';
import {MemoryHistory} from './memory.ts';

export type SessionStatus =
  | {readonly kind: 'connecting'; readonly sinceMs: number; readonly problem: string | undefined}
  | {readonly kind: 'live'}
  | {
      readonly kind: 'lost';
      readonly problem: string;
      readonly retryAtMs: number;
      readonly lastSeenWallMs: number;
    }
  | {readonly kind: 'ended'; readonly reason: string};

/** What is known of the process behind the address; each only where it shows. */
export type TargetFacts = {
  readonly name: string;
  readonly url: string;
  readonly commandLine: string | undefined;
  /** Oldest Go release that answers like this, such as `1.24`. */
  readonly goAtLeast: string | undefined;
  readonly hasLeakProfile: boolean;
};

/** What one debug=2 look knew of the goroutines at one place, whatever their labels. */
export type PlaceLook = {
  readonly creators: readonly Creator[];
  readonly oldest: OldestAge | undefined;
  readonly leaked: number;
};

/** A moment on both clocks: monotonic for arithmetic, wall for people. */
export type Sight = {readonly atMs: number; readonly wallMs: number};

/** One look at the full stacks: ids, creators, ages. Comes more rarely than counts do. */
export type StacksLook = {
  readonly atMs: number;
  readonly wallMs: number;
  readonly snapshot: Snapshot;
  readonly places: ReadonlyMap<string, PlaceLook>;
  /** For each goroutine id of this look, the monotonic moment at which it was first seen. */
  readonly firstSeen: ReadonlyMap<number, number>;
};

/**
 * What is known about one target over time: a plain store that the sampler writes and the screen reads.
 * All moments are monotonic milliseconds of the clock handed in, unless a name says wall.
 */
export class Session {
  readonly clock: Clock;
  readonly history: History;
  readonly ledger: CostLedger;
  readonly ages = new GoroutineAges();
  readonly memory = new MemoryHistory();
  readonly attachedAtMs: number;
  facts: TargetFacts;
  status: SessionStatus;
  baseline: Baseline | undefined;
  /** The newest counts of groups, and when they were taken. */
  latest: {readonly atMs: number; readonly snapshot: Snapshot} | undefined;
  look: StacksLook | undefined;
  lastSeen: Sight | undefined;
  /** When goroutines were last counted: a look at full stacks counts none. */
  lastCounted: Sight | undefined;
  events: readonly SessionEvent[] = [];
  readonly #listeners = new Set<() => void>();
  #hasRestarted = false;

  constructor(clock: Clock, facts: Pick<TargetFacts, 'name' | 'url'>, historyMs?: number) {
    this.clock = clock;
    this.history = new History(historyMs);
    this.attachedAtMs = clock.monotonicMs();
    this.ledger = new CostLedger(this.attachedAtMs);
    this.facts = {...facts, commandLine: undefined, goAtLeast: undefined, hasLeakProfile: false};
    this.status = {kind: 'connecting', sinceMs: this.attachedAtMs, problem: undefined};
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  addEvent(kind: EventKind, text: string): void {
    const event = {kind, text, atMs: this.clock.monotonicMs(), wallMs: this.clock.wallMs()};
    this.events = [...this.events, event].slice(-maxEvents);
    this.changed();
  }

  setStatus(status: SessionStatus): void {
    this.status = status;
    this.changed();
  }

  /** Takes in the counts of the index page. */
  addPulse(goroutines: number, threads: number | undefined): void {
    const atMs = this.#counted();
    this.history.addTotal(atMs, goroutines, threads);
  }

  addThreads(threads: number | undefined): void {
    // They belong to the counts that came with them.
    if (threads !== undefined)
      this.history.threads.push(this.lastSeen?.atMs ?? this.clock.monotonicMs(), threads);
  }

  /** Takes in a debug=0 snapshot: the counts of all groups. */
  addSnapshot(snapshot: Snapshot): void {
    const atMs = this.#counted();
    this.history.addSnapshot(atMs, snapshot);
    this.latest = {atMs, snapshot};
    this.baseline ??= baselineAt(this.history, atMs, this.#hasRestarted ? 'restart' : 'attach');
  }

  /** Takes in a debug=2 snapshot: ids, creators and ages of the groups that debug=0 counts. */
  async addLook(snapshot: Snapshot): Promise<void> {
    const atMs = this.#seen();
    const members = snapshot.groups.flatMap((group) => (group.members === undefined ? [] : [group.members]));
    const firstSeen = await this.ages.observe(members, atMs, breathe, snapshot.complete);
    const places = this.#placesOf(snapshot.groups);
    this.look = {atMs, wallMs: snapshot.takenAt, snapshot, places, firstSeen};
    this.changed();
  }

  /** Counts changes from a moment on: that of the newest counts, or an earlier one. False before there are counts. */
  markBaseline(atMs: number | undefined = this.latest?.atMs): boolean {
    if (atMs === undefined || this.latest === undefined) return false;
    this.baseline = baselineAt(this.history, atMs, 'mark');
    this.addEvent('baseline', 'changes are counted from here');
    return true;
  }

  /** Another process answers at this address now: ids mean nothing any more, changes are counted anew. */
  restarted(evidence: string): void {
    this.ages.forget();
    this.look = undefined;
    this.baseline = undefined;
    this.#hasRestarted = true;
    this.addEvent('restarted', `the target was restarted (${evidence})`);
  }

  #counted(): number {
    const atMs = this.#seen();
    this.lastCounted = this.lastSeen;
    return atMs;
  }

  #seen(): number {
    const atMs = this.clock.monotonicMs();
    this.lastSeen = {atMs, wallMs: this.clock.wallMs()};
    return atMs;
  }

  #placesOf(groups: readonly Group[]): Map<string, PlaceLook> {
    const places = new Map<string, PlaceLook>();
    for (const {identity, members, creators, leaked} of groups) {
      const oldest = members === undefined ? undefined : this.ages.oldest(members);
      const known = places.get(identity.place);
      places.set(identity.place, {
        creators: known === undefined ? creators : addCreators(known.creators, creators),
        oldest: older(known?.oldest, oldest),
        leaked: (known?.leaked ?? 0) + leaked,
      });
    }

    return places;
  }
}

function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Adds up creators that are the same line of code, largest first. */
export function addCreators(a: readonly Creator[], b: readonly Creator[]): readonly Creator[] {
  const sums = new Map<string, Creator>();
  for (const creator of [...a, ...b]) {
    const key = `${creator.frame.function}:${creator.frame.line}`;
    const sum = sums.get(key);
    sums.set(key, {
      frame: creator.frame,
      count: creator.count + (sum?.count ?? 0),
      alive: sum === undefined ? creator.alive : sumOfKnown(creator.alive, sum.alive),
    });
  }

  return [...sums.values()].toSorted((x, y) => y.count - x.count);
}

function sumOfKnown(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
}
