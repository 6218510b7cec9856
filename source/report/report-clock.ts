import {formatClock} from '../view/text/format.ts';

const dayMs = 24 * 60 * 60_000;

/** Says when things were, the same way throughout one report. */
export type ReportClock = {
  /** `14:06:12`, with the date before it where the report is about more than one day. */
  readonly time: (wallMs: number) => string;
  /** The same without seconds where the report is long enough to do without. */
  readonly tick: (wallMs: number) => string;
  /** `2026-11-21 14:06:12`. */
  readonly moment: (wallMs: number) => string;
  /** Which zone they are in: `UTC`, `Europe/Berlin (UTC+01:00)`. */
  readonly zone: string;
};

/** Longer ones are read without seconds. */
const secondsBelowMs = 10 * 60_000;

/** The clock of a report on a stretch of time; the zone is the machine's unless one is given. */
export function reportClock(
  {fromWallMs, toWallMs}: {readonly fromWallMs: number; readonly toWallMs: number},
  timeZone: string = Intl.DateTimeFormat().resolvedOptions().timeZone,
): ReportClock {
  const day = new Intl.DateTimeFormat('sv-SE', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone,
  });
  const dayOf = (wallMs: number) => (isMoment(wallMs) ? day.format(wallMs) : '----------');
  const spansDays = toWallMs - fromWallMs >= dayMs || dayOf(fromWallMs) !== dayOf(toWallMs);
  const time = (wallMs: number, seconds: boolean) =>
    (spansDays ? `${dayOf(wallMs).slice(5)} ` : '') + formatClock(wallMs, {timeZone, seconds});
  return {
    time: (wallMs) => time(wallMs, true),
    tick: (wallMs) => time(wallMs, toWallMs - fromWallMs < secondsBelowMs),
    moment: (wallMs) => `${dayOf(wallMs)} ${formatClock(wallMs, {timeZone})}`,
    zone: zoneText(timeZone, toWallMs),
  };
}

function isMoment(wallMs: number): boolean {
  return Number.isFinite(new Date(wallMs).getTime());
}

function zoneText(timeZone: string, wallMs: number): string {
  if (!isMoment(wallMs) || timeZone === 'UTC') return timeZone;
  const parts = new Intl.DateTimeFormat('en-GB', {timeZone, timeZoneName: 'longOffset'}).formatToParts(
    wallMs,
  );
  const offset = parts.find(({type}) => type === 'timeZoneName')?.value.replace('GMT', 'UTC') ?? '';
  return offset === '' || offset === timeZone ? timeZone : `${timeZone} (${offset})`;
}
