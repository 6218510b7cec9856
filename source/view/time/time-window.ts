// Which stretch of time charts and curves show.

import type {Session} from '../../session/session.ts';
import {isPast} from '../output/happened.ts';
import type {Held} from './held.ts';

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

/** What a chart shows: while a moment is held that was gone back to, also what came after it. */
export type ChartSpan = {
  readonly window: TimeWindow;
  /** The moment that is looked at; undefined where it is the end of the window. */
  readonly playheadMs: number | undefined;
};

/** The window of a chart: it stays where it is until the playhead comes to its middle, then it goes along. */
export function chartSpanAt(session: Session, atMs: number, held: Held | undefined): ChartSpan {
  if (!isPast(held)) return {window: windowAt(session, atMs), playheadMs: undefined};
  const lastMs = Math.max(atMs, session.lastSeen?.atMs ?? atMs);
  const {fromMs, toMs} = windowAt(session, lastMs);
  const spanMs = toMs - fromMs;
  const endMs = Math.min(toMs, atMs + spanMs / 2);
  return {window: {fromMs: endMs - spanMs, toMs: endMs}, playheadMs: atMs};
}

/** `1 MIN`, as headings say it. */
export function windowName({fromMs, toMs}: TimeWindow): string {
  return `${Math.round((toMs - fromMs) / minuteMs)} MIN`;
}
