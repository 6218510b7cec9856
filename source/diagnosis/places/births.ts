// About when a goroutine began, by its id.

/** The largest id of all goroutines at a look. */
type LargestAt = {readonly atMs: number; readonly id: number};

/**
 * About when a goroutine began to live that was there at the later of two looks only: ids are given out in order, as the
 * time goes by evenly. Source: runtime/proc.go newproc1.
 */
export function birthsBetween(before: LargestAt, now: LargestAt): (id: number) => number {
  const ids = Math.max(1, now.id - before.id);
  const ms = now.atMs - before.atMs;
  return (id) => before.atMs + Math.min(1, Math.max(0, (id - before.id) / ids)) * ms;
}
