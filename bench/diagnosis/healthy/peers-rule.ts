import {readDump} from '../seen-places.ts';

const fewest = 3;

/** What a group is called by: what it waits for and where, without its creator. */
export type CountOf = ReadonlyMap<string, number>;

/** Counts the goroutines of a debug=2 dump by wait reason and functions. */
export function countGroups(dump: string): CountOf {
  const counts = new Map<string, number>();
  for (const {status, functions} of readDump(dump)) {
    // The goroutine that answers the request.
    if (functions.some((name) => name.startsWith('runtime/pprof.'))) continue;
    const key = `${status} ${functions.join(' < ')}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }

  return counts;
}

/** The rule of peers: a group that has grown and is three or more is a leak. Returns the groups it flags. */
export function flaggedByPeers(first: CountOf, last: CountOf): string[] {
  return [...last]
    .filter(([key, count]) => count >= fewest && count > (first.get(key) ?? 0))
    .map(([key, count]) => `${first.get(key) ?? 0} → ${count} ${key}`);
}
