// Every number that decides when a threshold fires, clears, and may fire again.

/** When a dynamic baseline may rise, and how fast. */
export type BaselinePolicy = {
  /** Observed time before the baseline is trusted; until then it is only the lowest count seen. */
  readonly warmUpMs: number;
  /** After a restart of the target, the time its own start may take; counts of that time are not used. */
  readonly settleMs: number;
  /** The distance to a steady higher count halves in this time, while rising is allowed at all. */
  readonly riseHalfLifeMs: number;
  /** The lowest count of the last such span is compared with that of the span before. */
  readonly floorWindowMs: number;
  readonly blocksPerFloorWindow: number;
};

/** What a growth per minute is computed from. */
export type GrowthPolicy = {
  readonly windowMs: number;
  /** Points must span this much time, and be this many, before a growth is stated. */
  readonly minimumSpanMs: number;
  readonly minimumPoints: number;
  /** Points closer together than this are not kept: it bounds the window at windowMs / minimumStepMs. */
  readonly minimumStepMs: number;
};

/** Every number that decides when a threshold alert fires, clears and may fire again. */
export type MonitorPolicy = {
  /** Fires when this many of the last `ofSamples` samples are over the limit. */
  readonly fireSamples: number;
  readonly ofSamples: number;
  /** Clears after this many samples in a row at or below limit × clearFactor (over a baseline: its rise × clearFactor). */
  readonly clearSamples: number;
  readonly clearFactor: number;
  /** From limit × nearFactor on (over a baseline: from its rise × nearFactor) a limit is near. */
  readonly nearFactor: number;
  /** From clearing until it may fire again. */
  readonly cooldownMs: number;
  /**
   * Two samples further apart than this have a gap between them, and nothing is concluded across it; unless samples of
   * the subject come that rarely: then so many times the distance of the two before.
   */
  readonly gapMs: number;
  readonly gapSteps: number;
  /** A `+50%` threshold never asks for fewer goroutines than this over the baseline. */
  readonly minimumRiseGoroutines: number;
  readonly baseline: BaselinePolicy;
  readonly growth: GrowthPolicy;
};

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

export const defaultMonitorPolicy: MonitorPolicy = {
  fireSamples: 3,
  ofSamples: 5,
  clearSamples: 5,
  clearFactor: 0.9,
  nearFactor: 0.8,
  cooldownMs: 5 * minuteMs,
  gapMs: 2 * minuteMs,
  gapSteps: 3,
  minimumRiseGoroutines: 5,
  baseline: {
    warmUpMs: 5 * secondMs,
    settleMs: 30 * secondMs,
    riseHalfLifeMs: hourMs,
    floorWindowMs: hourMs,
    blocksPerFloorWindow: 6,
  },
  growth: {
    windowMs: minuteMs,
    minimumSpanMs: 20 * secondMs,
    minimumPoints: 4,
    minimumStepMs: secondMs / 2,
  },
};
