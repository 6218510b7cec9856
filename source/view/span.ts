import {plural} from './format.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A stretch of time as a sentence has it: `20 s`, `3 min`, `2 h 40 min`, `3 days`. */
export function spanText(ms: number): string {
  if (!Number.isFinite(ms)) return 'an unknown time';
  const span = Math.max(0, ms);
  // Below this a rounded minute would hide half of it.
  if (span < 2 * minuteMs - secondMs / 2) return `${Math.round(span / secondMs)} s`;
  if (span < hourMs) return `${Math.round(span / minuteMs)} min`;
  if (span >= 2 * dayMs) return plural(Math.round(span / dayMs), 'day');
  const minutes = Math.round(span / minuteMs);
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`;
}

/** A duration as a program gives it to `time.Sleep`: `200 ms`, `1.5 s`, `20 s`, `1 h`. */
export function durationText(ms: number): string {
  if (ms > 0 && ms < secondMs) return ms < 1 ? '<1 ms' : `${Math.round(ms)} ms`;
  return ms < 10 * secondMs ? `${Number((ms / secondMs).toFixed(1))} s` : spanText(ms);
}
