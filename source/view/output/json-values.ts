// Values as every JSON output has them.

/** A moment, in UTC; null for what is none, as a recording made by anybody may hold. */
export function isoTime(wallMs: number): string | null {
  const moment = new Date(wallMs);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

/** Milliseconds, to one digit after the point. */
export function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
