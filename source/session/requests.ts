// The requests by which a session learns: what each asks, costs and brings.

import type {ProfileDecoder} from '../profile/decoder.ts';
import type {Snapshot} from '../profile/model.ts';
import type {SeenStacks} from '../target/cost.ts';
import type {Reply} from '../target/pprof-client.ts';
import type {PprofTarget} from '../target/pprof-target.ts';
import type {Cost, Gear} from './cost-ledger.ts';
import {
  expectedStopMs,
  failedGroupsMs,
  heldBusyMs,
  heldStopMs,
  isBrieflyStopped,
  isOfFew,
  pauseOfGroupsMs,
  plannedStopMs,
  unaskedStacksDeadlineMs,
} from './gears.ts';
import {createMemoryGear} from './memory-gear.ts';
import {askForProof} from './proof.ts';
import {createRestartSigns} from './restart-signs.ts';
import {createRoundTrip} from './round-trip.ts';
import {createRunningTotal} from './running-total.ts';
import type {Session} from './session.ts';

/** One restart gives several signs, each with the request that brings it: within this time they are one. */
const sameNewsMs = 10_000;

/**
 * What a request for full stacks (or for a profile of counts) brought, before it is decoded. `takenAt`: milliseconds
 * since 1970, the same as of the snapshot that is made of it.
 */
export type Capture = {readonly reply: Reply; readonly expectedTotal: number; readonly takenAt: number};
export type Keep = (capture: Capture) => Promise<void>;

export type RequestsParts = {
  readonly session: Session;
  readonly target: Pick<PprofTarget, 'index' | 'commandLine' | 'goroutines' | 'leaks'> &
    Partial<Pick<PprofTarget, 'memory'>>;
  readonly decoder: Pick<ProfileDecoder, 'decode'>;
  /** Called for each request that asks for a profile, also when it fails. */
  readonly onCost: (gear: 'groups' | 'stacks', cost: Cost, isAsked: boolean) => void;
  /** Called before anything of the new process is taken in. */
  readonly onRestart: () => void;
};

/** Each request there is: what it asks, what the session learns from it, and what it is charged for. */
type Requests = {
  /** Returns the number of threads. The total is left to the caller. */
  readonly index: (signal: AbortSignal) => Promise<number | undefined>;
  /** Asks who answers. */
  readonly identify: (signal: AbortSignal) => Promise<void>;
  readonly groups: (signal: AbortSignal) => Promise<void>;
  readonly stacks: (signal: AbortSignal, isAsked: boolean, keep?: Keep) => Promise<Snapshot>;
  readonly counts: (signal: AbortSignal, keep: Keep) => Promise<void>;
  /** Has the garbage collector look for goroutines that can never wake up; resolves to what it has marked. */
  readonly proof: (signal: AbortSignal) => Promise<Snapshot>;
  /** Reads how much memory the target has, when that has a turn. Whether it had. */
  readonly memory: (signal: AbortSignal) => Promise<boolean>;
  /** Nothing listens at the port: whatever does later is another process. */
  readonly refused: () => void;
  /** A sign of a restart has been seen since the target last said who it is, one that others must confirm. */
  readonly isUnsure: () => boolean;
  /** As last counted, those that only answer gorowatch left out. */
  readonly goroutines: () => number;
  /** For how long full stacks may stop the target now, and about how long they will, in milliseconds. */
  readonly plannedStopMs: () => number;
  readonly expectedStopMs: () => number;
};

export function createRequests({session, target, decoder, onCost, onRestart}: RequestsParts): Requests {
  const {clock, ledger} = session;
  const wire = createRoundTrip();
  const signs = createRestartSigns();
  const memory = createMemoryGear({
    clock,
    ledger,
    history: session.memory,
    target,
    withoutWire: wire.without,
  });
  const total = createRunningTotal();
  let heapRecords: number | undefined;
  let isUnsure = false;
  let restartToldMs = -Infinity;
  let depth = 0;
  let lastStacks: SeenStacks | undefined;

  function heard(reply: Reply): void {
    isUnsure = signs.answered(reply) || isUnsure;
  }

  function charge(
    gear: Gear,
    {startMs, busyMs, pauseMs, heldMs = pauseMs, isUsualPause: isUsual = false}: Cost,
    bytes: number,
    isAsked: boolean,
  ): void {
    const isUsualPause = isUsual || (gear === 'groups' && isBrieflyStopped(session.facts.goAtLeast));
    ledger.charge({atMs: startMs, busyMs, pauseMs, heldMs, isUsualPause, bytes, asked: isAsked, gear});
    const heldBusy = gear === 'groups' ? heldBusyMs(busyMs, total.now(), depth) : busyMs;
    if (gear !== 'pulse') onCost(gear, {startMs, busyMs: heldBusy, pauseMs: heldMs}, isAsked);
  }

  /** What was learnt of the old process's costs does not hold for the new one. */
  function restarted(evidence: string | undefined): void {
    if (evidence === undefined) return;
    lastStacks = undefined;
    total.restarted();
    restartToldMs = clock.monotonicMs();
    memory.restarted();
    onRestart();
    session.restarted(evidence);
  }

  /** Asks for counts of all stacks; a failed request is charged for what it may have cost. */
  async function askForCounts(debug: 0 | 1, signal: AbortSignal): Promise<Reply> {
    const startMs = clock.monotonicMs();
    const spend = (busyMs: number, bytes: number) => {
      const pauseMs = pauseOfGroupsMs(busyMs, session.facts.goAtLeast);
      charge('groups', {startMs, busyMs, pauseMs}, bytes, debug === 1);
    };
    try {
      const reply = await target.goroutines({debug, signal});
      heard(reply);
      spend(wire.without(reply.durationMs), reply.bytes);
      return reply;
    } catch (error) {
      spend(failedGroupsMs(clock.monotonicMs() - startMs, total.now()), 0);
      throw error;
    }
  }

  async function askForStacks(expectedTotal: number, isAsked: boolean, signal: AbortSignal): Promise<Reply> {
    const startMs = clock.monotonicMs();
    try {
      const deadline = isAsked ? {} : {deadlineMs: unaskedStacksDeadlineMs};
      const reply = await target.goroutines({debug: 2, goroutines: expectedTotal, signal, ...deadline});
      heard(reply);
      const busyMs = wire.without(reply.durationMs);
      // The runtime writes nothing before its last stop is over: what comes later is only sending.
      const pauseMs = wire.without(reply.firstByteMs);
      const heldMs = heldStopMs(pauseMs, expectedTotal, depth);
      lastStacks = {goroutines: Math.max(1, expectedTotal), bytes: reply.bytes, durationMs: heldMs};
      const isUsualPause = isOfFew(expectedTotal) && heldMs < pauseMs;
      const cost = {startMs, busyMs, pauseMs: isUsualPause ? heldMs : pauseMs, heldMs, isUsualPause};
      charge('stacks', cost, reply.bytes, isAsked);
      return reply;
    } catch (error) {
      const mostMs = plannedStopMs(expectedTotal, depth, lastStacks);
      const pauseMs = Math.min(clock.monotonicMs() - startMs, mostMs);
      charge('stacks', {startMs, busyMs: pauseMs, pauseMs}, 0, isAsked);
      throw error;
    }
  }

  async function takeLook(reply: Reply, expectedTotal: number, takenAt = clock.wallMs()): Promise<Snapshot> {
    const options = {source: 'debug=2', takenAt, expectedTotal, keepText: true} as const;
    const snapshot = await decoder.decode(reply.chunks, options);
    restarted(signs.fromLook(session.ages, session.look?.snapshot, snapshot));
    await session.addLook(snapshot);
    return snapshot;
  }

  const plannedMs = () => plannedStopMs(total.now(), depth, lastStacks);
  const proving = {session, target, decoder, plannedStopMs: plannedMs, heard, takeLook};

  /** The profile without stacks has no gear: it is only ever asked for. */
  function chargeProof(debug: 1 | 2, cost: Cost, bytes: number): void {
    if (debug === 2) charge('stacks', cost, bytes, true);
    else ledger.charge({atMs: cost.startMs, busyMs: cost.busyMs, pauseMs: cost.pauseMs, bytes, asked: true});
  }

  return {
    async index(signal) {
      const startMs = clock.monotonicMs();
      const {index, reply} = await target.index(signal);
      wire.note(reply.durationMs);
      heard(reply);
      charge('pulse', {startMs, busyMs: wire.without(reply.durationMs), pauseMs: 0}, reply.bytes, false);
      total.indexed(clock.monotonicMs(), index.goroutines);
      session.facts = {...session.facts, goAtLeast: index.goAtLeast, hasLeakProfile: index.hasLeakProfile};
      heapRecords = index.profiles.get('heap');
      restarted(signs.fromIndex(index));
      return index.threads;
    },

    async identify(signal) {
      const startMs = clock.monotonicMs();
      const before = session.facts.commandLine;
      isUnsure = false;
      // Not every server has it, and nothing depends on it.
      const commandLine = await target.commandLine(signal).catch(() => undefined);
      signal.throwIfAborted();
      if (commandLine !== undefined) wire.note(clock.monotonicMs() - startMs);
      const evidence = signs.fromCommandLine(before, commandLine);
      session.facts = {...session.facts, commandLine: commandLine ?? before};
      const isSameNews = clock.monotonicMs() - restartToldMs < sameNewsMs;
      if (session.lastSeen !== undefined && !isSameNews) restarted(evidence);
    },

    async groups(signal) {
      const {chunks} = await askForCounts(0, signal);
      const snapshot = await decoder.decode(chunks, {source: 'debug=0', takenAt: clock.wallMs()});
      total.counted(clock.monotonicMs(), snapshot.total, snapshot.observer);
      depth = depthOf(snapshot);
      session.addSnapshot(snapshot);
    },

    async stacks(signal, isAsked, keep) {
      const expectedTotal = total.now();
      const reply = await askForStacks(expectedTotal, isAsked, signal);
      const takenAt = clock.wallMs();
      await keep?.({reply, expectedTotal, takenAt});
      return takeLook(reply, expectedTotal, takenAt);
    },

    async counts(signal, keep) {
      const reply = await askForCounts(1, signal);
      await keep({reply, expectedTotal: total.now(), takenAt: clock.wallMs()});
    },

    proof: (signal) => askForProof({...proving, charge: chargeProof}, total.now(), signal),

    async memory(signal) {
      if (!memory.isTurn(heapRecords)) return false;
      await memory.ask(signal);
      return true;
    },

    refused: signs.refused,
    isUnsure: () => isUnsure,
    goroutines: total.now,
    plannedStopMs: plannedMs,
    expectedStopMs: () => expectedStopMs(total.now(), depth, lastStacks),
  };
}

/** Frames of its goroutines' stacks on average. */
function depthOf(snapshot: Snapshot): number {
  const {columns, total} = snapshot;
  let frames = 0;
  if (columns === undefined) {
    for (const {count, identity} of snapshot.groups) frames += count * identity.stack.length;
  } else {
    const {identities, groups, counts} = columns;
    for (let at = 0; at < groups.length; at++) frames += counts[at]! * identities[groups[at]!]!.stack.length;
  }

  return frames / Math.max(1, total);
}
