// What gorowatch knows of one target, now and in the past.

import type {Snapshot} from '../profile/model.ts';
import {applyEntry} from './apply-entry.ts';
import {baselineAt, type Baseline} from './baseline.ts';
import {breathe} from './breathe.ts';
import type {Clock} from './clock.ts';
import {CostLedger} from './cost-ledger.ts';
import type {SessionEntry} from './entry.ts';
import type {EventKind, SessionEvent} from './events.ts';
import {GoroutineAges} from './goroutine-ages.ts';
import {History} from './history.ts';
import {MemoryHistory} from './memory.ts';
import {marksOf} from './leak-marks.ts';
import type {SessionStatus, Sight, StacksLook, TargetFacts} from './model.ts';
import {createLogs, trimLogs, type SessionLogs} from './session-logs.ts';

/**
 * What is known about one target over time: a plain store that the sampler writes and the screen reads. All of it is
 * a log of entries: whoever follows the session can make another one of them that tells the same of every moment.
 * All moments are monotonic milliseconds of the clock handed in, unless a name says wall.
 */
export class Session {
  readonly clock: Clock;
  readonly history: History;
  readonly ledger: CostLedger;
  readonly ages = new GoroutineAges();
  readonly memory: MemoryHistory;
  readonly logs: SessionLogs;
  readonly attachedAtMs: number;
  readonly attachedWallMs: number;
  /** From where the user wants changes counted: also at moments before it was set. */
  mark: Baseline | undefined;
  /** The newest counts of groups, and when they were taken. */
  latest: {readonly atMs: number; readonly snapshot: Snapshot} | undefined;
  lastSeen: Sight | undefined;
  /** When goroutines were last counted: a look at full stacks counts none. */
  lastCounted: Sight | undefined;
  events: readonly SessionEvent[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #followers = new Set<(entry: SessionEntry) => void>();
  readonly #first: {readonly facts: TargetFacts; readonly status: SessionStatus};
  #trimmedMs = -Infinity;

  /** @param isLogged as of a history */
  constructor(clock: Clock, facts: Pick<TargetFacts, 'name' | 'url'>, historyMs?: number, isLogged = false) {
    this.clock = clock;
    this.history = new History(historyMs, isLogged);
    this.logs = createLogs((key) => this.history.groups.has(key));
    this.attachedAtMs = clock.monotonicMs();
    this.attachedWallMs = clock.wallMs();
    this.ledger = new CostLedger(this.attachedAtMs);
    this.memory = new MemoryHistory(({atMs, ...sizes}) => {
      this.#tell({kind: 'memory', atMs, wallMs: clock.wallMs(), sizes});
    });
    this.#first = {
      facts: {...facts, commandLine: undefined, goAtLeast: undefined, hasLeakProfile: false},
      status: {kind: 'connecting', sinceMs: this.attachedAtMs, problem: undefined},
    };
    this.logs.facts.push(this.attachedAtMs, this.#first.facts);
    this.logs.statuses.push(this.attachedAtMs, this.#first.status);
  }

  get facts(): TargetFacts {
    return this.logs.facts.last ?? this.#first.facts;
  }

  set facts(facts: TargetFacts) {
    if (!isSame(facts, this.facts)) this.#take({kind: 'facts', ...this.#now(), facts});
  }

  get status(): SessionStatus {
    return this.logs.statuses.last ?? this.#first.status;
  }

  get look(): StacksLook | undefined {
    return this.logs.looks.last;
  }

  get baseline(): Baseline | undefined {
    return this.logs.baselines.last;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /**
   * Tells each entry when it has been taken in; of `counts` only what has changed. What was before tells `pastOf`.
   * The look at full stacks comes some milliseconds after its moment, all others at theirs.
   */
  follow(listener: (entry: SessionEntry) => void): () => void {
    this.#followers.add(listener);
    return () => this.#followers.delete(listener);
  }

  /** @param verdict the place of the one that it announces. */
  addEvent(kind: EventKind, text: string, verdict?: string): void {
    const sight = this.#now();
    const event = {kind, text, ...sight, ...(verdict === undefined ? {} : {verdict})};
    this.#take({kind: 'event', ...sight, event});
    this.changed();
  }

  /** @param sight when it began, where that is known better than by the clock: with an event, at its moment. */
  setStatus(status: SessionStatus, {atMs, wallMs}: Sight = this.#now()): void {
    const sight = {atMs, wallMs};
    this.#take({kind: 'status', ...sight, status});
    this.#noteCost(sight);
    this.changed();
  }

  /** Takes in the counts of the index page. */
  addPulse(goroutines: number, threads: number | undefined): void {
    const sight = this.#now();
    this.#take({kind: 'total', ...sight, goroutines, threads});
    this.#noteCost(sight);
  }

  addThreads(threads: number | undefined): void {
    // They belong to the counts that came with them.
    if (threads !== undefined) this.#take({kind: 'threads', ...(this.lastSeen ?? this.#now()), threads});
  }

  /** Takes in a debug=0 snapshot: the counts of all groups. */
  addSnapshot(snapshot: Snapshot): void {
    const sight = this.#now();
    const {takenAt, source, total, complete, missing, observer} = snapshot;
    const head = {takenAt, source, total, complete, missing, observer};
    const changes = this.history.addSnapshot(sight.atMs, snapshot, this.#followers.size > 0);
    this.history.addSample({kind: 'counts', ...sight, goroutines: total, head});
    this.lastSeen = sight;
    this.lastCounted = sight;
    this.latest = {atMs: sight.atMs, snapshot};
    this.#tell({kind: 'counts', ...sight, head, changes});
    this.#noteCost(sight);
    const since = this.logs.restarts.last === undefined ? 'attach' : 'restart';
    if (this.baseline === undefined) this.#begin(sight, baselineAt(this.history, sight.atMs, since));
  }

  /** Takes in a debug=2 snapshot: ids, creators and ages of the groups that debug=0 counts. */
  async addLook(snapshot: Snapshot): Promise<void> {
    const sight = this.#now();
    this.lastSeen = sight;
    const members = snapshot.groups.flatMap((group) => group.members ?? []);
    await this.ages.observe(members, sight.atMs, breathe, snapshot.complete);
    this.#take({kind: 'look', ...sight, snapshot, ages: this.ages.current});
    await this.logs.packLook(breathe);
    this.#noteCost(sight);
    this.changed();
  }

  /** Takes in which goroutines the garbage collector has found at each place: the counts stay those of before. */
  markLeaked(leaks: Snapshot): void {
    this.#take({kind: 'marked', ...this.#now(), changes: marksOf(this.history.present, leaks)});
    this.changed();
  }

  /** Counts changes from a moment on: that of the newest counts, or an earlier one. False before there are counts. */
  markBaseline(atMs: number | undefined = this.latest?.atMs): boolean {
    const mark = this.setMark(atMs);
    if (mark === undefined) return false;
    this.#begin(this.#now(), mark);
    this.addEvent('baseline', 'changes are counted from here');
    return true;
  }

  /** The same for the eyes of one who replays: nothing has happened to the target, and the log knows nothing of it. */
  setMark(atMs: number | undefined = this.latest?.atMs): Baseline | undefined {
    if (atMs === undefined || this.latest === undefined) return undefined;
    this.mark = baselineAt(this.history, atMs, 'mark');
    return this.mark;
  }

  /** Another process answers at this address now: ids mean nothing any more, changes are counted anew. */
  restarted(evidence: string): void {
    this.mark = undefined;
    this.#take({kind: 'restarted', ...this.#now()});
    this.addEvent('restarted', `the target was restarted (${evidence})`);
  }

  /** The target is out of reach: what was last seen does not hold any more from then on. */
  loseContact(): void {
    const sight = this.#now();
    const fromMs = this.lastSeen?.atMs ?? sight.atMs;
    if (!this.history.beginGap(fromMs)) this.#tell({kind: 'gap', ...sight, fromMs});
  }

  #begin(sight: Sight, baseline: Baseline): void {
    this.#take({kind: 'baseline', ...sight, baseline});
  }

  #noteCost(sight: Sight): void {
    this.#take({kind: 'cost', ...sight, reading: this.ledger.reading(sight.atMs)});
  }

  #take(entry: SessionEntry): void {
    applyEntry(this, entry);
    this.#tell(entry);
  }

  #tell(entry: SessionEntry): void {
    for (const follower of this.#followers) follower(entry);
    const {fromMs} = this.history;
    if (fromMs <= this.#trimmedMs) return;
    this.#trimmedMs = fromMs;
    trimLogs(this.logs, fromMs);
    this.memory.trim(fromMs);
  }

  #now(): Sight {
    return {atMs: this.clock.monotonicMs(), wallMs: this.clock.wallMs()};
  }
}

function isSame(a: TargetFacts, b: TargetFacts): boolean {
  const names = ['name', 'url', 'commandLine', 'goAtLeast', 'hasLeakProfile'] as const;
  return names.every((name) => a[name] === b[name]);
}
