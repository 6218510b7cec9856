import type {LogEntry, SessionEntry} from '../session/entry.ts';
import type {LogReading} from './read-log.ts';
import type {Segments} from './segments.ts';

/**
 * What is shown first of a moment, in the order of time: what its segment says up to it, of the full stacks only those
 * in force, and of the time before only what the charts show: no events. Empty where the segment cannot be read.
 */
export function glance(segments: Segments, log: LogReading, atMs: number, chartMs: number): LogEntry[] {
  const head = segments.at(atMs);
  if (head === undefined) return [];
  const entries = Array.from(log.steps(head, atMs, {looks: false, pastEvents: false})).filter(
    (entry) => entry !== undefined,
  );
  const facts = entries.find(({kind}) => kind === 'facts');
  if (facts === undefined) return [];
  const look = log.lookAt(head, atMs);
  const told = new Set(entries.map((entry) => keyOf(entry)));
  const before = totalsOf(segments, atMs - chartMs, head.from.atMs).filter(
    (entry) => !told.has(keyOf(entry)),
  );
  const rest = [...before, ...entries, ...(look === undefined ? [] : [look])]
    .filter((entry) => entry !== facts)
    .toSorted((a, b) => a.atMs - b.atMs);
  const first = rest[0] ?? facts;
  return [first.atMs < facts.atMs ? {...facts, atMs: first.atMs, wallMs: first.wallMs} : facts, ...rest];
}

/** What was counted at a moment is told once. */
function keyOf({kind, atMs}: LogEntry): string {
  return `${kind === 'total' || kind === 'columns' ? 'counts' : kind} ${atMs}`;
}

/** Totals and gaps from one moment on and before another, without the log. */
function totalsOf(segments: Segments, fromMs: number, beforeMs: number): SessionEntry[] {
  const entries: SessionEntry[] = [];
  const from = segments.at(fromMs);
  for (const head of from === undefined ? [] : segments.onwards(from, beforeMs)) {
    for (const {atMs, wallMs, isGap, total, threads} of segments.points(head)) {
      if (atMs < fromMs || atMs >= beforeMs) continue;
      if (isGap) entries.push({kind: 'gap', atMs, wallMs});
      else if (total !== undefined) entries.push({kind: 'total', atMs, wallMs, goroutines: total, threads});
      else if (threads !== undefined) entries.push({kind: 'threads', atMs, wallMs, threads});
    }
  }

  return entries;
}
