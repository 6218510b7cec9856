// Asks the target how much memory it has, seldom enough.

import {maxHeapRecords, memorySources, type MemorySource} from '../target/memory-pages.ts';
import type {PprofTarget} from '../target/pprof-target.ts';
import {TargetError, type TargetErrorKind} from '../target/target-error.ts';
import type {Clock} from './clock.ts';
import type {CostLedger} from './cost-ledger.ts';
import type {MemoryHistory} from './memory.ts';

/** Memory changes slowly next to counts. */
export const memoryFloorMs = 10_000;
/** Of the target's time, how much may go into telling its memory: beside the 1 % of all that is polled. */
const memoryBusyShare = 0.002;
/**
 * For how long one reading stops the target: runtime.ReadMemStats stops the world for what it adds up. Measured 0.05
 * to 0.16 ms by /debug/vars and by the heap profile alike, on a quiet machine (Go 1.26, heaps of 64 MiB to 2 GiB).
 */
const memoryPauseMs = 0.15;
/** A page that answered before may be out of order for a moment. */
const failuresForgiven = 3;

/** The target is gone, or gorowatch is: that says nothing about this page. */
const ofTheTarget: ReadonlySet<TargetErrorKind> = new Set(['refused', 'unreachable', 'aborted']);

type MemoryGearParts = {
  readonly clock: Clock;
  readonly ledger: CostLedger;
  readonly history: MemoryHistory;
  readonly target: Partial<Pick<PprofTarget, 'memory'>>;
  /** What is left of a duration when the way there and back is taken off. */
  readonly withoutWire: (durationMs: number) => number;
};

/** Asks for the target's memory, rarely, for as long as there is a page that tells it at a bearable cost. */
type MemoryGear = {
  /** @param heapRecords how many records the heap profile has, by the index page; undefined when it lists none */
  readonly isTurn: (heapRecords: number | undefined) => boolean;
  /** Rejects only when the target is out of reach or the watch ends: a page that is not there is not asked again. */
  readonly ask: (signal: AbortSignal) => Promise<void>;
  /** Nothing is known of a new process yet. */
  readonly restarted: () => void;
};

export function createMemoryGear(parts: MemoryGearParts): MemoryGear {
  const {clock, ledger, history, target, withoutWire} = parts;
  let sources: readonly MemorySource[] = memorySources;
  let dueMs = -Infinity;
  let failures = 0;
  let hasAnswered = false;

  function giveUp(): void {
    sources = sources.slice(1);
    failures = 0;
    hasAnswered = false;
  }

  function charge(startMs: number, busyMs: number, pauseMs: number, bytes: number): void {
    ledger.charge({atMs: startMs, busyMs, pauseMs, isUsualPause: true, bytes, asked: false});
    dueMs = startMs + Math.max(memoryFloorMs, busyMs / memoryBusyShare);
  }

  return {
    isTurn(heapRecords) {
      const [source] = sources;
      const nowMs = clock.monotonicMs();
      if (source === undefined || target.memory === undefined || nowMs < dueMs) return false;
      if (source === 'heap' && (heapRecords === undefined || heapRecords > maxHeapRecords)) return false;
      return ledger.affords(memoryPauseMs, nowMs);
    },

    async ask(signal) {
      const [source] = sources;
      if (source === undefined || target.memory === undefined) return;
      const startMs = clock.monotonicMs();
      try {
        const {sizes, reply} = await target.memory(source, signal);
        charge(startMs, withoutWire(reply.durationMs), memoryPauseMs, reply.bytes);
        failures = 0;
        hasAnswered = true;
        history.add({...sizes, atMs: clock.monotonicMs()});
      } catch (error) {
        if (!(error instanceof TargetError) || ofTheTarget.has(error.kind)) throw error;
        // A page that is not there has stopped nothing, and the other one may have its turn at once.
        const isThere = error.kind !== 'not found';
        charge(startMs, withoutWire(clock.monotonicMs() - startMs), isThere ? memoryPauseMs : 0, 0);
        if (!isThere) dueMs = startMs;
        failures++;
        if (!hasAnswered || failures > failuresForgiven) giveUp();
      }
    },

    restarted() {
      sources = memorySources;
      dueMs = -Infinity;
      failures = 0;
      hasAnswered = false;
      history.restarted(clock.monotonicMs());
    },
  };
}
