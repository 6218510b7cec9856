import type {Session} from '../session/session.ts';

/** The stretch of time that charts and curves show. Monotonic milliseconds. */
export type TimeWindow = {readonly fromMs: number; readonly toMs: number};

const minuteMs = 60_000;
/** It grows with the time watched, in steps, so that the picture does not creep. */
const stepsMs = [minuteMs, 2 * minuteMs, 5 * minuteMs];

/** The window that ends at a moment: as long as has been watched, five minutes at the most. */
export function windowAt(session: Session, atMs: number): TimeWindow {
  const watchedMs = atMs - session.attachedAtMs;
  const spanMs = stepsMs.find((step) => watchedMs <= step) ?? 5 * minuteMs;
  return {fromMs: atMs - spanMs, toMs: atMs};
}

/** `1 MIN`, as headings say it. */
export function windowName({fromMs, toMs}: TimeWindow): string {
  return `${Math.round((toMs - fromMs) / minuteMs)} MIN`;
}
