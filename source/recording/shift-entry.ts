import type {SessionEntry} from '../session/entry.ts';

/** The same entry with all its monotonic moments later. */
export function shiftEntry(entry: SessionEntry, byMs: number): SessionEntry {
  if (byMs === 0) return entry;
  const atMs = entry.atMs + byMs;
  switch (entry.kind) {
    case 'event':
      return {...entry, atMs, event: {...entry.event, atMs: entry.event.atMs + byMs}};
    case 'baseline':
      return {...entry, atMs, baseline: {...entry.baseline, atMs: entry.baseline.atMs + byMs}};
    case 'gap':
      return entry.fromMs === undefined ? {...entry, atMs} : {...entry, atMs, fromMs: entry.fromMs + byMs};
    case 'counts': {
      const changes = entry.changes.map((change) =>
        change.sinceMs === undefined ? change : {...change, sinceMs: change.sinceMs + byMs},
      );
      return {...entry, atMs, changes};
    }

    case 'status': {
      const {status} = entry;
      if (status.kind === 'connecting')
        return {...entry, atMs, status: {...status, sinceMs: status.sinceMs + byMs}};
      if (status.kind === 'lost')
        return {...entry, atMs, status: {...status, retryAtMs: status.retryAtMs + byMs}};
      return {...entry, atMs};
    }

    case 'look': {
      if (entry.ages === undefined) return {...entry, atMs};
      const {firstLookMs, firstSeen} = entry.ages;
      const shifted = new Map(Array.from(firstSeen, ([id, ms]) => [id, ms + byMs]));
      return {...entry, atMs, ages: {firstLookMs: firstLookMs + byMs, firstSeen: shifted}};
    }

    default:
      return {...entry, atMs};
  }
}
