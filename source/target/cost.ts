// What full stacks cost a target: for how long it is stopped, how large they are, how long to wait for them.

/** The size at which the runtime stops writing full stacks. Source: runtime/pprof writeGoroutineStacks. */
export const maxStacksBytes = 64 * 1024 * 1024;

const firstBufferBytes = 1024 * 1024;
/** Rules of thumb for goroutines ten frames deep, measured on Go 1.18 to 1.27: 8 to 10 µs, 0.65 kB. */
const stoppedMsPerGoroutine = 0.009;
const bytesPerGoroutine = 650;
/** With fewer goroutines than this, what a request costs says more about the network than about a goroutine. */
const minTellingGoroutines = 1_000;

const leastDeadlineMs = 10_000;
const mostDeadlineMs = 600_000;
/** Machines under load are slower than the rule of thumb, and tunnels slower than networks. */
const slowTargetFactor = 3;
const slowLinkBytesPerMs = 1_000;

/** What taking full stacks once would cost the target. */
type StacksCost = {
  /** Milliseconds the target would be stopped, all attempts added up. */
  readonly stoppedMs: number;
  /** Size of the answer. */
  readonly bytes: number;
  /** How often the runtime would start over with a larger buffer: it stops the world once for each. */
  readonly attempts: number;
};

/** What an earlier request for full stacks did cost. The runtime writes nothing until it has finished stopping. */
export type SeenStacks = {readonly goroutines: number; readonly bytes: number; readonly durationMs: number};

/**
 * Estimates what full stacks of so many goroutines would cost, from a rule of thumb or from what they last cost.
 *
 * Example: 100,000 goroutines → `{stoppedMs: 6300, bytes: 65000000, attempts: 7}`
 * Source: runtime/pprof writeGoroutineStacks: buffers of 1, 2, 4 … 64 MiB until all fits, one stop for each.
 */
export function estimateStacks(goroutines: number, lastSeen?: SeenStacks): StacksCost {
  const seen = lastSeen !== undefined && lastSeen.goroutines >= minTellingGoroutines ? lastSeen : undefined;
  const wanted = goroutines * (seen === undefined ? bytesPerGoroutine : bytesEach(seen));
  const attempts = attemptsFor(wanted);
  const stoppedEach =
    seen === undefined
      ? stoppedMsPerGoroutine
      : seen.durationMs / (seen.goroutines * attemptsFor(seen.bytes));
  return {
    stoppedMs: goroutines * attempts * stoppedEach,
    bytes: Math.round(Math.min(wanted, maxStacksBytes)),
    attempts,
  };
}

/** How long to wait for full stacks of so many goroutines before giving up: long, as asking again costs as much. */
export function deadlineForStacks(goroutines: number, lastSeen?: SeenStacks): number {
  const {stoppedMs, bytes} = estimateStacks(goroutines, lastSeen);
  const slowMs = stoppedMs * slowTargetFactor + bytes / slowLinkBytesPerMs;
  return Math.round(Math.min(mostDeadlineMs, leastDeadlineMs + slowMs));
}

/** A dump that was cut tells only the least that a goroutine takes. */
function bytesEach(seen: SeenStacks): number {
  const each = seen.bytes / seen.goroutines;
  return seen.bytes >= maxStacksBytes ? Math.max(each, bytesPerGoroutine) : each;
}

function attemptsFor(bytes: number): number {
  const doublings = Math.ceil(Math.log2(Math.min(bytes, maxStacksBytes) / firstBufferBytes));
  return Math.max(0, doublings) + 1;
}
