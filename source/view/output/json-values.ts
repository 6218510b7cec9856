// Values as every JSON output has them.

/** A moment, in UTC; null for what is none, as a recording made by anybody may hold. */
export function isoTime(wallMs: number): string | null {
  const moment = new Date(wallMs);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}
