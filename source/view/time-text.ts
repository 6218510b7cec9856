import {formatClock} from './format.ts';

/** What can be gone to, milliseconds since 1970. `lastMs` is now, or where a recording ends. */
export type Reach = {readonly firstMs: number; readonly lastMs: number};

/** What was asked for: the newest moment, another one, or nothing that could be understood. */
export type AskedTime =
  | {readonly kind: 'newest'}
  | {readonly kind: 'moment'; readonly wallMs: number; readonly isCut: boolean}
  | {readonly kind: 'problem'; readonly problem: string};

const dayMs = 86_400_000;
const unitsMs: Readonly<Record<string, number>> = {s: 1000, m: 60_000, h: 3_600_000, d: dayMs};
const examples = 'Write a time like 14:05, 14:05:07, 3m ago, 1h30m ago, or now.';

/**
 * Reads a time as people write it. What lies before the reach is cut to its beginning; a time of day is that of the
 * day within reach, the newest of several.
 *
 * Example input:  `3m ago`, `-3m`, `14:05`, `14:05:07`, `2026-11-21 14:05`, `start`, `now`
 * Example output: `{kind: 'moment', wallMs: 1_795_269_907_000, isCut: false}`
 */
export function readTime(text: string, reach: Reach): AskedTime {
  const asked = text.trim().toLowerCase();
  if (asked === '') return {kind: 'problem', problem: examples};
  if (asked === 'now' || asked === 'end' || asked === 'live') return {kind: 'newest'};
  if (asked === 'start') return {kind: 'moment', wallMs: reach.firstMs, isCut: false};
  const span = spanOf(asked);
  const wallMs = span === undefined ? clockIn(asked, reach) : reach.lastMs - span;
  if (wallMs === undefined) return {kind: 'problem', problem: `"${text.trim()}" is not a time. ${examples}`};
  if (wallMs > reach.lastMs) {
    const last = formatClock(reach.lastMs);
    return {kind: 'problem', problem: `${text.trim()} is not known yet: the newest is of ${last}.`};
  }

  return {kind: 'moment', wallMs: Math.max(wallMs, reach.firstMs), isCut: wallMs < reach.firstMs};
}

/** `3m ago`, `-1h30m`, `90s`; milliseconds. */
function spanOf(asked: string): number | undefined {
  const span = /^-?\s*((?:\d+(?:\.\d+)?\s*[smhd]\s*)+)(?:ago)?$/.exec(asked)?.[1];
  if (span === undefined) return undefined;
  let ms = 0;
  for (const [, number = '', unit = ''] of span.matchAll(/(\d+(?:\.\d+)?)\s*([smhd])/g)) {
    ms += Number(number) * (unitsMs[unit] ?? 0);
  }

  return ms;
}

function clockIn(asked: string, {firstMs, lastMs}: Reach): number | undefined {
  const parts = /^(?:(\d{4}-\d{2}-\d{2})[t ])?(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(asked);
  if (parts === null) return undefined;
  const [, date, hours = '', minutes = '', seconds = '0'] = parts;
  const clock = [Number(hours), Number(minutes), Number(seconds)] as const;
  if (clock[0] > 23 || clock[1] > 59 || clock[2] > 59) return undefined;
  const on = (dayOf: number) => new Date(dayOf).setHours(...clock, 0);
  if (date !== undefined) {
    const day = new Date(`${date}T00:00:00`).getTime();
    return Number.isNaN(day) ? undefined : on(day);
  }

  const today = on(lastMs);
  const newest = today <= lastMs ? today : on(lastMs - dayMs);
  // Rather that it has not come yet than that it is long forgotten.
  return newest < firstMs && today > lastMs && today - lastMs < firstMs - newest ? today : newest;
}
