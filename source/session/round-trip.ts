// How much of a request's time is the way there and back, and no cost to the target.

/** Nothing that a target does for a request costs it less. */
const leastCostMs = 0.05;
/** A link can become slower: what was once the fastest answer is believed a little less with each one. */
const fadingFactor = 1.01;

/** Tells time on the wire, which costs the target nothing, from time it worked. */
type RoundTrip = {
  /** Takes in how long a request took that costs the target next to nothing: the fastest of them is the wire's time. */
  readonly note: (durationMs: number) => void;
  /** What is left of a request's duration without the wire. */
  readonly without: (durationMs: number) => number;
};

export function createRoundTrip(): RoundTrip {
  let fastestMs = Infinity;
  return {
    note(durationMs) {
      fastestMs = Math.min(fastestMs * fadingFactor, durationMs);
    },
    without: (durationMs) => Math.max(leastCostMs, durationMs - (fastestMs === Infinity ? 0 : fastestMs)),
  };
}
