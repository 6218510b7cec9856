import type {SessionEntry} from '../session/entry.ts';

/** About how many bytes it will take, to commit what comes all at once in parts. */
export function entryWeight(entry: SessionEntry): number {
  if (entry.kind === 'counts' || entry.kind === 'marked') return 100 + entry.changes.length * 8;
  return entry.kind === 'look' ? 100 + entry.snapshot.total * 8 : 100;
}
