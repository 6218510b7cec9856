// Durations as people write and read them: from text to milliseconds, and back in each of several forms.

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** From here on seconds say nothing that minutes do not. */
const secondsShownBelowMs = 10 * minuteMs;

const unitsMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: secondMs,
  m: minuteMs,
  min: minuteMs,
  h: hourMs,
  d: dayMs,
};
const amount = String.raw`\d+(?:\.\d+)?`;
const unit = 'ms|s|min|m|h|d';
const wholeNumber = new RegExp(`^${amount}$`);
const amounts = new RegExp(String.raw`^(?:${amount}\s*(?:${unit})\s*)+$`, 'i');
const each = new RegExp(String.raw`(${amount})\s*(${unit})`, 'gi');

/**
 * Reads a duration as people, or Go programs, write it; a number alone is seconds. Undefined for anything else.
 *
 * Example input:  `1m30s`, `1.5 h`, `90`
 * Example output: `90_000`, `5_400_000`, `90_000` (milliseconds)
 */
export function readDuration(text: string): number | undefined {
  const asked = text.trim();
  const isNumber = wholeNumber.test(asked);
  if (!isNumber && !amounts.test(asked)) return undefined;
  const ms = isNumber
    ? Number(asked) * secondMs
    : Array.from(asked.matchAll(each), ([, count, of]) => Number(count) * unitsMs[of!.toLowerCase()]!).reduce(
        (sum, one) => sum + one,
        0,
      );
  return Number.isFinite(ms) ? ms : undefined;
}

/** A duration in at most seven cells: `12s`, `4m 58s`, `31m`, `3h 05m`, `2d 4h`. */
export function formatAge(ms: number): string {
  if (!Number.isFinite(ms)) {
    return '?';
  }

  const age = Math.max(0, ms);
  const seconds = Math.floor(age / secondMs);
  const minutes = Math.floor(age / minuteMs);
  const hours = Math.floor(age / hourMs);
  if (age < minuteMs) {
    return `${seconds}s`;
  }

  if (age < secondsShownBelowMs) {
    return `${minutes}m ${String(seconds % 60).padStart(2, '0')}s`;
  }

  if (age < hourMs) {
    return `${minutes}m`;
  }

  if (age < dayMs) {
    return `${hours}h ${String(minutes % 60).padStart(2, '0')}m`;
  }

  const days = Math.floor(age / dayMs);
  return days < 100 ? `${days}d ${hours % 24}h` : `${days}d`;
}

/** How long ago something was seen: `0.4 s ago`, `12s ago`, `4m 58s ago`. */
export function formatAgo(ms: number): string {
  const age = Math.max(0, ms);
  return age < 10 * secondMs ? `${(Math.floor(age / 100) / 10).toFixed(1)} s ago` : `${formatAge(age)} ago`;
}

/** What runs on while one looks: `0:07`, `12:40`, `1:02:40`. */
export function formatStopwatch(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / secondMs);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return `${hours === 0 ? minutes : `${hours}:${twoDigits(minutes)}`}:${twoDigits(seconds % 60)}`;
}

/** A short span, as precise as it deserves: `0.3 ms`, `41 ms`, `1.2 s`, `12 s`; longer ones as `formatAge` does. */
export function formatMs(ms: number): string {
  if (!Number.isFinite(ms)) {
    return '?';
  }

  const span = Math.max(0, ms);
  if (span === 0) {
    return '0 ms';
  }

  if (span < 0.05) {
    return '<0.1 ms';
  }

  if (span < 9.95) {
    return `${span.toFixed(1)} ms`;
  }

  if (span < 999.5) {
    return `${Math.round(span)} ms`;
  }

  if (span < 9.95 * secondMs) {
    return `${(span / secondMs).toFixed(1)} s`;
  }

  return span < 59.5 * secondMs ? `${Math.round(span / secondMs)} s` : formatAge(span);
}

/** `07`, as clocks and days are written. */
export function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

/** A stretch of time as a sentence has it: `20 s`, `3 min`, `2 h 40 min`, `3 days`. */
export function spanText(ms: number): string {
  if (!Number.isFinite(ms)) return 'an unknown time';
  const span = Math.max(0, ms);
  // Below this a rounded minute would hide half of it.
  if (span < 2 * minuteMs - secondMs / 2) return `${Math.round(span / secondMs)} s`;
  if (span < hourMs) return `${Math.round(span / minuteMs)} min`;
  if (span >= 2 * dayMs) return `${Math.round(span / dayMs)} days`;
  const minutes = Math.round(span / minuteMs);
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`;
}

/** A duration as a program gives it to `time.Sleep`: `200 ms`, `1.5 s`, `20 s`, `1 h`. */
export function durationText(ms: number): string {
  if (ms > 0 && ms < secondMs) return ms < 1 ? '<1 ms' : `${Math.round(ms)} ms`;
  return ms < 10 * secondMs ? `${Number((ms / secondMs).toFixed(1))} s` : spanText(ms);
}
