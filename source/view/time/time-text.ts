// Times as people type them: read, and written.

import {readDuration, twoDigits} from '../../text/duration.ts';
import {formatClock} from '../text/format.ts';

/** What can be gone to, milliseconds since 1970. `lastMs` is now, or where a recording ends. */
type Reach = {readonly firstMs: number; readonly lastMs: number};

/** What was asked for: the newest moment, another one, one after the newest, or nothing that could be understood. */
type AskedTime =
  | {readonly kind: 'newest'}
  | {
      readonly kind: 'moment';
      readonly wallMs: number;
      /** Where it ends: a second that was named lasts until the next, so that what is shown with its time is in it. */
      readonly endWallMs: number;
      /** It lies before the reach, and is its beginning instead. */
      readonly isCut: boolean;
      /** So long before the end, where it was written so; undefined for a time of day. */
      readonly agoMs: number | undefined;
    }
  | {readonly kind: 'late'; readonly problem: string}
  | {readonly kind: 'problem'; readonly problem: string; readonly shorter: readonly string[]};

const secondMs = 1000;
const minuteMs = 60_000;
const dayMs = 86_400_000;
const examples = 'Write a time like 14:05, 14:05:07, 3m ago, 1h30m ago, or now.';
/** The same where there is less room, the longest first. */
const shortExamples = [
  'not a time: write 14:05, 14:05:07, 3m ago or now',
  'write 14:05 or 3m ago',
  'not a time',
];

/**
 * Reads a time as people write it. What lies before the reach is cut to its beginning; a time of day is that of the
 * day within reach, the newest of several.
 *
 * Example input:  `3m ago`, `-3m`, `14:05`, `14:05:07`, `2026-11-21 14:05`, `start`, `now`
 * Example output: `{kind: 'moment', wallMs: 1_795_269_907_000, endWallMs: 1_795_269_907_999, isCut: false, agoMs: undefined}`
 */
export function readTime(text: string, reach: Reach): AskedTime {
  const asked = text.trim().toLowerCase();
  const {firstMs, lastMs} = reach;
  if (asked === '') return {kind: 'problem', problem: examples, shorter: shortExamples};
  if (asked === 'now' || asked === 'end' || asked === 'live') return {kind: 'newest'};
  if (asked === 'start')
    return {kind: 'moment', wallMs: firstMs, endWallMs: firstMs, isCut: false, agoMs: lastMs - firstMs};
  const span = spanOf(asked);
  const clock = span === undefined ? clockIn(asked, reach) : {wallMs: lastMs - span, lastsMs: secondMs};
  if (clock === undefined) {
    return {kind: 'problem', problem: `"${text.trim()}" is not a time. ${examples}`, shorter: shortExamples};
  }

  const {wallMs, lastsMs} = clock;
  if (wallMs > lastMs) {
    return {
      kind: 'late',
      problem: `${text.trim()} is later than the newest moment, ${momentText(lastMs, reach)}.`,
    };
  }

  const endWallMs = span === undefined && lastsMs === secondMs ? wallMs + secondMs - 1 : wallMs;
  return {
    kind: 'moment',
    wallMs: Math.max(wallMs, firstMs),
    endWallMs: Math.min(Math.max(endWallMs, firstMs), lastMs),
    // What begins in the second or minute that was named is in it.
    isCut: wallMs + lastsMs <= firstMs,
    agoMs: span,
  };
}

/** A moment within reach as it can be typed: with its day where there are several. */
export function momentText(wallMs: number, {firstMs, lastMs}: Reach): string {
  const isOneDay = dayOf(firstMs) === dayOf(lastMs);
  return isOneDay ? formatClock(wallMs) : `${dayOf(wallMs)} ${formatClock(wallMs)}`;
}

/** `2026-11-21`, in the zone of this machine. */
function dayOf(wallMs: number): string {
  const day = new Date(wallMs);
  return `${day.getFullYear()}-${twoDigits(day.getMonth() + 1)}-${twoDigits(day.getDate())}`;
}

/** `3m ago`, `-1h30m`, `90s`; milliseconds. A number alone may be a mistyped time of day. */
function spanOf(asked: string): number | undefined {
  const span = asked.replace(/^-/, '').replace(/ago$/, '');
  return /[a-z]/.test(span) ? readDuration(span) : undefined;
}

/** Milliseconds since 1970, and how long what was named lasts: a minute, or a second. */
type ClockTime = {readonly wallMs: number; readonly lastsMs: number};

function clockIn(asked: string, reach: Reach): ClockTime | undefined {
  const parts = /^(?:(\d{4}-\d{2}-\d{2})[t ])?(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(asked);
  if (parts === null) return undefined;
  const [, date, hours = '', minutes = '', seconds] = parts;
  const clock = [Number(hours), Number(minutes), Number(seconds ?? 0)] as const;
  if (clock[0] > 23 || clock[1] > 59 || clock[2] > 59) return undefined;
  const lastsMs = seconds === undefined ? minuteMs : secondMs;
  const on = (day: number) => new Date(day).setHours(...clock, 0);
  if (date === undefined) return {wallMs: nearestIn(reach, on), lastsMs};
  const day = new Date(`${date}T00:00:00`).getTime();
  return Number.isNaN(day) ? undefined : {wallMs: on(day), lastsMs};
}

/** The newest day that has that time of day within reach. */
function nearestIn({firstMs, lastMs}: Reach, on: (day: number) => number): number {
  const today = on(lastMs);
  const newest = today <= lastMs ? today : on(lastMs - dayMs);
  // Rather that it has not come yet than that it is long forgotten.
  return newest < firstMs && today > lastMs && today - lastMs < firstMs - newest ? today : newest;
}
