import type {SessionEvent} from './events.ts';
import type {Session} from './session.ts';

/** Where one can go in a session's past. Monotonic milliseconds, unless a name says wall. */
export type Timeline = {
  /** The first and the last sample that are remembered: counts of groups, a total, or full stacks. */
  readonly firstMs: () => number | undefined;
  readonly lastMs: () => number | undefined;
  /** The next sample in either direction, never the moment itself. */
  readonly sampleBefore: (atMs: number) => number | undefined;
  readonly sampleAfter: (atMs: number) => number | undefined;
  readonly eventBefore: (atMs: number) => SessionEvent | undefined;
  readonly eventAfter: (atMs: number) => SessionEvent | undefined;
  /** What the clock on the wall said at a moment, also where that clock was set in between. */
  readonly wallMsOf: (atMs: number) => number;
  /** The newest moment at which the clock on the wall said so. */
  readonly atMsOf: (wallMs: number) => number;
};

/** By so much the clock on the wall may differ from the monotonic one without having been set. */
const driftMs = 1_000;

/**
 * When a moment was, by the clock on the wall as it stood at a later one: where that clock was set back in between, what
 * it said first is after what it said last, and no span could be told from the two.
 */
export function wallMsBefore(
  {wallMsOf}: Pick<Timeline, 'wallMsOf'>,
  atMs: number,
  laterMs: number,
): {readonly wallMs: number; readonly isSetBack: boolean} {
  const wallMs = wallMsOf(atMs);
  const counted = wallMsOf(laterMs) - (laterMs - atMs);
  return wallMs > counted + driftMs ? {wallMs: counted, isSetBack: true} : {wallMs, isSetBack: false};
}

/** The timeline of what a session remembers by now. */
export function timelineOf(session: Session): Timeline {
  const {history, logs, clock} = session;
  const {samples} = history;
  const {looks} = logs;
  const now = () => ({atMs: clock.monotonicMs(), wallMs: clock.wallMs()});
  return {
    firstMs: () => samples.first?.atMs,
    lastMs: () => samples.last && Math.max(samples.last.atMs, looks.before(Infinity) ?? -Infinity),
    sampleBefore(atMs) {
      const counted = samples.before(atMs);
      // Full stacks count nothing: before the first counts there is nothing to be seen.
      return counted && Math.max(counted.atMs, looks.before(atMs) ?? -Infinity);
    },
    sampleAfter(atMs) {
      const counted = samples.after(atMs)?.atMs;
      const looked = samples.first && looks.after(Math.max(atMs, samples.first.atMs));
      return counted === undefined ? looked : Math.min(counted, looked ?? Infinity);
    },
    eventBefore: (atMs) => session.events.findLast((event) => event.atMs < atMs),
    eventAfter: (atMs) => session.events.find((event) => event.atMs > atMs),
    wallMsOf(atMs) {
      const known = samples.at(atMs) ?? samples.first ?? now();
      return known.wallMs + (atMs - known.atMs);
    },
    atMsOf(wallMs) {
      const {all} = samples;
      const index = all.findLastIndex((sample) => sample.wallMs <= wallMs);
      const known = all[index] ?? all[0] ?? now();
      const atMs = known.atMs + (wallMs - known.wallMs);
      const next = index < 0 ? undefined : all[index + 1];
      // The clock was set back right after: the moment it skipped to is the nearest there is.
      return next === undefined ? atMs : Math.min(atMs, next.atMs);
    },
  };
}
