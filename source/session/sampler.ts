import type {ProfileDecoder} from '../profile/decoder.ts';
import type {Snapshot} from '../profile/model.ts';
import {estimateStacks} from '../target/cost.ts';
import type {Reply} from '../target/pprof-client.ts';
import type {PprofTarget} from '../target/pprof-target.ts';
import {backOffMs, maxGoroutinesUnasked, nextGroupsMs, nextStacksMs, pauseOfGroupsMs} from './gears.ts';
import type {Session} from './session.ts';

/** The request itself: the handler and the reader of its connection, until a profile has shown otherwise. */
const usualObserver = 2;

export type SamplerParts = {
  readonly session: Session;
  readonly target: Pick<PprofTarget, 'index' | 'commandLine' | 'goroutines'>;
  readonly decoder: Pick<ProfileDecoder, 'decode'>;
  /** How often counts are asked for when they cost next to nothing. */
  readonly intervalMs: number;
};

/** What a request for full stacks (or for a profile of counts) brought, before it is decoded. */
export type Capture = {readonly reply: Reply; readonly expectedTotal: number};

export type Sampler = {
  /** Watches until the signal fires. Rejects only when the very first contact is refused. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  /**
   * Asks for the full stacks out of turn. `keep` sees the bytes before they are decoded, to save them.
   * Rejects with the target's or the decoder's error; watching goes on.
   */
  readonly stacks: (keep?: (capture: Capture) => Promise<void>) => Promise<Snapshot>;
  /** Asks for a debug=1 profile out of turn, which does not stop the target however many goroutines it has. */
  readonly counts: (keep: (capture: Capture) => Promise<void>) => Promise<void>;
};

type Gear = 'pulse' | 'groups' | 'stacks';

/** Decides what to ask the target and when; one request at a time. */
export function createSampler({session, target, decoder, intervalMs}: SamplerParts): Sampler {
  const {clock, ledger} = session;
  const due: Record<Gear, number> = {pulse: 0, groups: 0, stacks: 0};
  const asked: (() => Promise<void>)[] = [];
  let wake = new AbortController();
  let observer = usualObserver;
  let goroutines = 0;
  let roundTripMs = Infinity;
  let lastStacks: {goroutines: number; bytes: number; durationMs: number} | undefined;
  let refusedSince = false;
  let failures = 0;

  /** Time on the wire is not the target's: the fastest index page, which costs it next to nothing, is that time. */
  const costOf = (durationMs: number) =>
    Math.max(0.05, durationMs - (roundTripMs === Infinity ? 0 : roundTripMs));

  async function pulse(signal: AbortSignal): Promise<void> {
    const startMs = clock.monotonicMs();
    due.pulse = startMs + intervalMs;
    const {index, reply} = await target.index(signal);
    roundTripMs = Math.min(roundTripMs * 1.01, reply.durationMs);
    ledger.charge({
      atMs: startMs,
      busyMs: costOf(reply.durationMs),
      pauseMs: 0,
      bytes: reply.bytes,
      asked: false,
    });
    goroutines = Math.max(0, index.goroutines - observer);
    session.facts = {...session.facts, goAtLeast: index.goAtLeast, hasLeakProfile: index.hasLeakProfile};
    // When counts of groups are about to be taken anyway, their sum is the total: two sources would disagree.
    if (due.groups > startMs + intervalMs / 2) session.addPulse(goroutines, index.threads);
    else session.addThreads(index.threads);
  }

  async function groups(signal: AbortSignal): Promise<void> {
    const startMs = clock.monotonicMs();
    const reply = await target.goroutines({debug: 0, signal});
    const costMs = costOf(reply.durationMs);
    due.groups = nextGroupsMs(startMs, costMs, intervalMs);
    const pauseMs = pauseOfGroupsMs(costMs, session.facts.goAtLeast);
    ledger.charge({atMs: startMs, busyMs: costMs, pauseMs, bytes: reply.bytes, asked: false});
    const snapshot = await decoder.decode(reply.chunks, {source: 'debug=0', takenAt: clock.wallMs()});
    observer = Math.min(usualObserver, snapshot.observer);
    goroutines = snapshot.total;
    session.addSnapshot(snapshot);
  }

  async function takeStacks(
    signal: AbortSignal,
    isAsked: boolean,
    keep?: (capture: Capture) => Promise<void>,
  ): Promise<Snapshot> {
    const startMs = clock.monotonicMs();
    const expectedTotal = goroutines;
    const reply = await target.goroutines({debug: 2, goroutines: expectedTotal, signal});
    const costMs = costOf(reply.durationMs);
    due.stacks = nextStacksMs(startMs, costMs);
    lastStacks = {goroutines: Math.max(1, expectedTotal), bytes: reply.bytes, durationMs: reply.durationMs};
    ledger.charge({atMs: startMs, busyMs: costMs, pauseMs: costMs, bytes: reply.bytes, asked: isAsked});
    await keep?.({reply, expectedTotal});
    const snapshot = await decoder.decode(reply.chunks, {
      source: 'debug=2',
      takenAt: clock.wallMs(),
      expectedTotal,
      keepText: true,
    });
    const largestBefore = session.ages.largestId;
    const largestNow = largestId(snapshot);
    // Ids only ever grow within one process.
    if (largestBefore > 0 && largestNow < largestBefore / 2) {
      session.restarted(`goroutine ids begin anew: ${largestBefore} before, ${largestNow} now`);
    }

    await session.addLook(snapshot);
    return snapshot;
  }

  function stacksDue(nowMs: number): boolean {
    if (nowMs < due.stacks || goroutines > maxGoroutinesUnasked || session.latest === undefined) return false;
    const {stoppedMs} = estimateStacks(goroutines, lastStacks);
    if (ledger.affords(stoppedMs, nowMs)) return true;
    // Looking again each second is enough to see that it has become affordable.
    due.stacks = nowMs + intervalMs;
    return false;
  }

  async function round(signal: AbortSignal): Promise<void> {
    const request = asked.shift();
    if (request !== undefined) {
      await request();
      return;
    }

    const nowMs = clock.monotonicMs();
    if (nowMs >= due.pulse) await pulse(signal);
    if (nowMs >= due.groups) await groups(signal);
    if (stacksDue(clock.monotonicMs())) await takeStacks(signal, false);
    if (session.status.kind !== 'live') await found(signal);
    failures = 0;
    session.changed();
  }

  /** The target answers, for the first time or again. */
  async function found(signal: AbortSignal): Promise<void> {
    const before = session.facts.commandLine;
    // Not every server has it, and nothing depends on it.
    const commandLine = await target.commandLine(signal).catch(() => undefined);
    session.facts = {...session.facts, commandLine};
    const wasLost = session.status.kind === 'lost';
    session.setStatus({kind: 'live'});
    session.addEvent(
      wasLost ? 'back' : 'attached',
      `${wasLost ? 'back on' : 'attached to'} ${session.facts.name}`,
    );
    if (!wasLost) return;
    if (before !== commandLine) session.restarted('its command line is another one');
    else if (refusedSince) session.restarted('nothing listened on its port for a while');
    refusedSince = false;
  }

  function lost(error: unknown): void {
    failures++;
    const nowMs = clock.monotonicMs();
    const problem = error instanceof Error ? error.message : String(error);
    refusedSince ||= error instanceof Error && 'kind' in error && error.kind === 'refused';
    session.history.beginGap(session.lastSeen?.atMs ?? nowMs);
    due.pulse = nowMs + backOffMs(failures);
    due.groups = due.pulse;
    if (session.lastSeen === undefined) {
      session.setStatus({kind: 'connecting', sinceMs: session.attachedAtMs, problem});
      return;
    }

    if (session.status.kind === 'live') session.addEvent('lost', problem);
    const lastSeenWallMs = session.lastSeen.wallMs;
    session.setStatus({kind: 'lost', problem, retryAtMs: due.pulse, lastSeenWallMs});
  }

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await round(signal);
      } catch (error) {
        if (signal.aborted) break;
        if (session.lastSeen === undefined && isFinal(error)) throw error;
        lost(error);
      }

      const waitMs = Math.min(due.pulse, Math.max(due.groups, due.pulse - intervalMs)) - clock.monotonicMs();
      if (asked.length === 0 && waitMs > 0) {
        await clock.sleep(waitMs, AbortSignal.any([signal, wake.signal]));
        wake = new AbortController();
      }
    }
  }

  /** Runs a request of the user's between two of the sampler's own. */
  function ask<T>(request: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      asked.push(() => request(new AbortController().signal).then(resolve, reject));
      wake.abort();
    });
  }

  return {
    run,
    stacks: (keep) => ask((signal) => takeStacks(signal, true, keep)),
    counts: (keep) =>
      ask(async (signal) => {
        const startMs = clock.monotonicMs();
        const reply = await target.goroutines({debug: 1, signal});
        const costMs = costOf(reply.durationMs);
        const pauseMs = pauseOfGroupsMs(costMs, session.facts.goAtLeast);
        ledger.charge({atMs: startMs, busyMs: costMs, pauseMs, bytes: reply.bytes, asked: true});
        await keep({reply, expectedTotal: goroutines});
      }),
  };
}

/** An answer that will not change by waiting: somebody typed the wrong port or path. */
function isFinal(error: unknown): boolean {
  return !(error instanceof Error && 'kind' in error && error.kind === 'timed out');
}

function largestId(snapshot: Snapshot): number {
  let largest = 0;
  for (const {members} of snapshot.groups) {
    for (const id of members?.ids ?? []) largest = Math.max(largest, id);
  }

  return largest;
}
