// Holds thresholds against samples: which are crossed now, and how each stands.

import type {Family} from '../profile/wait-reason.ts';
import type {Point} from '../diagnosis/trends/point.ts';
import type {Sight} from '../session/model.ts';
import {emptyBaseline, nextBaseline, type DynamicBaseline} from './dynamic-baseline.ts';
import {growthPerMinute, nextWindow} from './growth.ts';
import {defaultMonitorPolicy, type MonitorPolicy} from './monitor-policy.ts';
import type {Subject, Threshold} from './threshold.ts';

/** What one request told; what it did not tell is undefined. A family absent from `families` has no goroutine. */
export type MonitorSample = Sight & {
  readonly total: number | undefined;
  readonly threads: number | undefined;
  readonly families: ReadonlyMap<Family, number> | undefined;
};

/** A threshold was crossed. `value` and `limit` are goroutines, threads, or per minute for growth. */
export type Alert = Sight & {
  readonly threshold: Threshold;
  readonly value: number;
  readonly limit: number;
  readonly baseline: number | undefined;
  /** The last total known at that moment. */
  readonly total: number | undefined;
};

/** `waiting`: no value or no limit yet (too few samples, baseline warming up). */
type ThresholdPhase = 'waiting' | 'armed' | 'firing' | 'cooling down';

/** How a threshold stands, for the screen; `value` and `limit` as in Alert. */
export type ThresholdState = {
  readonly threshold: Threshold;
  readonly phase: ThresholdPhase;
  readonly value: number | undefined;
  readonly limit: number | undefined;
  readonly baseline: number | undefined;
  /** True when the value has come most of the way to the limit, or is over it. */
  readonly isNear: boolean;
  /** How often it has fired since attaching, over restarts of the target. */
  readonly fired: number;
};

export type Monitor = {
  /** Takes one sample and tells which thresholds fire on it. */
  observe(sample: MonitorSample): Alert[];
  /** The target restarted: all that was concluded about the old process is forgotten. */
  reset(): void;
  state(): readonly ThresholdState[];
};

type Watch = {
  readonly threshold: Threshold;
  phase: 'armed' | 'firing' | 'cooling down';
  value: number | undefined;
  limit: number | undefined;
  baseline: DynamicBaseline;
  points: readonly Point[];
  lastMs: number | undefined;
  /** Between the last two samples, 0 before there are two. */
  stepMs: number;
  /** Whether each of the last samples was over the limit, newest last. */
  over: boolean[];
  /** Samples in a row that were low enough to clear. */
  low: number;
  coolUntilMs: number;
  fired: number;
};

/** Watches thresholds over one target; knows neither clocks nor files, everything comes with the samples. */
export function createMonitor(
  thresholds: readonly Threshold[],
  policy: MonitorPolicy = defaultMonitorPolicy,
): Monitor {
  const watches = thresholds.map((threshold) => freshWatch(threshold, 0, 0));
  let lastTotal: number | undefined;
  return {
    observe(sample) {
      lastTotal = sample.total ?? lastTotal;
      const alerts: Alert[] = [];
      for (const watch of watches) {
        const count = countOf(watch.threshold.subject, sample);
        if (count === undefined || !Number.isFinite(count)) continue;
        measure(watch, {atMs: sample.atMs, value: count}, policy);
        if (!crosses(watch, sample.atMs, policy)) continue;
        alerts.push({
          threshold: watch.threshold,
          wallMs: sample.wallMs,
          atMs: sample.atMs,
          value: watch.value ?? count,
          limit: watch.limit ?? 0,
          baseline: baselineOf(watch),
          total: lastTotal,
        });
      }
      return alerts;
    },
    reset() {
      lastTotal = undefined;
      for (const watch of watches) {
        Object.assign(watch, freshWatch(watch.threshold, policy.baseline.settleMs, watch.fired));
      }
    },
    state: () => watches.map((watch) => stateOf(watch, policy)),
  };
}

function freshWatch(threshold: Threshold, settleMs: number, fired: number): Watch {
  return {
    threshold,
    phase: 'armed',
    value: undefined,
    limit: undefined,
    baseline: emptyBaseline(settleMs),
    points: [],
    lastMs: undefined,
    stepMs: 0,
    over: [],
    low: 0,
    coolUntilMs: 0,
    fired,
  };
}

function countOf(subject: Subject, sample: MonitorSample): number | undefined {
  if (subject.kind === 'goroutines') return sample.total;
  if (subject.kind === 'threads') return sample.threads;
  return sample.families && (sample.families.get(subject.family) ?? 0);
}

/** Brings value and limit of a watch up to date with one count. */
function measure(watch: Watch, point: Point, policy: MonitorPolicy): void {
  // Families of a very large process are counted every few minutes, and so is everything where the user asks for that.
  const gapMs = Math.max(policy.gapMs, policy.gapSteps * watch.stepMs);
  watch.stepMs = point.atMs - (watch.lastMs ?? point.atMs);
  if (watch.stepMs > gapMs) {
    watch.over = [];
    watch.low = 0;
  }
  watch.lastMs = point.atMs;
  const {rule} = watch.threshold;
  switch (rule.kind) {
    case 'above':
      watch.value = point.value;
      watch.limit = rule.limit;
      return;
    case 'above baseline':
      watch.baseline = nextBaseline(watch.baseline, point, policy.baseline, gapMs);
      watch.value = point.value;
      watch.limit = limitOver(watch.baseline, rule.percent, policy.minimumRiseGoroutines);
      return;
    case 'growth':
      watch.points = nextWindow(watch.points, point, policy.growth, gapMs);
      watch.value = growthPerMinute(watch.points, policy.growth);
      watch.limit = rule.perMinute;
  }
}

function limitOver(baseline: DynamicBaseline, percent: number, minimumRise: number): number | undefined {
  if (!baseline.ready || baseline.value === undefined) return undefined;
  return Math.max(baseline.value * (1 + percent / 100), baseline.value + minimumRise);
}

/**
 * Part of the way to a limit. Over a baseline only the rise is scaled: the baseline comes down with the count, so a
 * `+5%` limit scaled as a whole would lie below the count for ever.
 */
function partOfLimit(limit: number, baseline: number | undefined, factor: number): number {
  return baseline === undefined ? limit * factor : baseline + (limit - baseline) * factor;
}

/** Moves the phase of a watch on; true when it fires with this sample. */
function crosses(watch: Watch, nowMs: number, policy: MonitorPolicy): boolean {
  if (watch.phase === 'cooling down' && nowMs >= watch.coolUntilMs) watch.phase = 'armed';
  const {value, limit} = watch;
  if (value === undefined || limit === undefined) return false;
  watch.over = [...watch.over, value > limit].slice(-policy.ofSamples);
  watch.low = value <= partOfLimit(limit, baselineOf(watch), policy.clearFactor) ? watch.low + 1 : 0;
  if (watch.phase === 'firing' && watch.low >= policy.clearSamples) {
    watch.phase = 'cooling down';
    watch.coolUntilMs = nowMs + policy.cooldownMs;
    return false;
  }
  const enough = watch.over.filter(Boolean).length >= policy.fireSamples;
  if (watch.phase !== 'armed' || !enough || value <= limit) return false;
  watch.phase = 'firing';
  watch.low = 0;
  watch.fired += 1;
  return true;
}

function stateOf(watch: Watch, {nearFactor}: MonitorPolicy): ThresholdState {
  const {value, limit} = watch;
  const isKnown = value !== undefined && limit !== undefined;
  return {
    threshold: watch.threshold,
    phase: watch.phase === 'armed' && !isKnown ? 'waiting' : watch.phase,
    value,
    limit,
    baseline: baselineOf(watch),
    isNear: isKnown && value >= partOfLimit(limit, baselineOf(watch), nearFactor),
    fired: watch.fired,
  };
}

function baselineOf(watch: Watch): number | undefined {
  return watch.threshold.rule.kind === 'above baseline' ? watch.baseline.value : undefined;
}
