// What each kind of entry does to what is known of a target.

import type {Snapshot} from '../profile/model.ts';
import type {LogEntry} from './entry.ts';
import {maxEvents, type SessionEvent} from './events.ts';
import type {GoroutineAges} from './goroutine-ages.ts';
import type {History} from './history.ts';
import type {MemoryHistory} from './memory.ts';
import type {Sight} from './model.ts';
import {placeLooksOf} from './place-look.ts';
import type {SessionLogs} from './session-logs.ts';

/** Of a session, what entries change. */
type Applied = {
  readonly history: History;
  readonly logs: SessionLogs;
  readonly memory: MemoryHistory;
  readonly ages: GoroutineAges;
  latest: {readonly atMs: number; readonly snapshot: Snapshot} | undefined;
  lastSeen: Sight | undefined;
  lastCounted: Sight | undefined;
  events: readonly SessionEvent[];
};

/**
 * Takes one entry of a log into a session. Who replays calls it in the order of the log, with the session's clock at
 * the moment of each entry, and `session.changed()` when the screen is to see what has come.
 */
export function applyEntry(session: Applied, entry: LogEntry): void {
  const {history, logs, memory} = session;
  const {atMs, wallMs} = entry;
  const sight = {atMs, wallMs};
  switch (entry.kind) {
    case 'facts':
      logs.facts.push(atMs, entry.facts);
      break;
    case 'status':
      logs.statuses.push(atMs, entry.status);
      break;
    case 'total':
      session.lastSeen = sight;
      session.lastCounted = sight;
      history.addTotal(atMs, entry.goroutines, entry.threads);
      history.addSample({kind: 'total', ...sight, goroutines: entry.goroutines});
      break;
    case 'threads':
      history.threads.push(atMs, entry.threads);
      break;
    case 'counts':
    case 'columns':
      session.lastSeen = sight;
      session.lastCounted = sight;
      if (entry.kind === 'counts') history.addChanges(atMs, entry.head.total, entry.changes);
      else history.addColumns(atMs, entry.head.total, entry.columns);
      history.addSample({kind: 'counts', ...sight, goroutines: entry.head.total, head: entry.head});
      session.latest = {atMs, snapshot: history.snapshotOf(entry.head)};
      break;
    case 'marked':
      history.addMarks(atMs, entry.changes);
      logs.marks.push(atMs, entry.changes);
      // As old as it was: nothing was counted.
      if (session.latest !== undefined)
        session.latest = {...session.latest, snapshot: history.snapshotOf(session.latest.snapshot)};
      break;
    case 'look': {
      const {snapshot} = entry;
      const ages = entry.ages ?? session.ages.current;
      if (session.lastSeen === undefined || session.lastSeen.atMs < atMs) session.lastSeen = sight;
      const places = placeLooksOf(snapshot.groups, ages);
      logs.looks.push(atMs, {atMs, wallMs: snapshot.takenAt, snapshot, places, ...ages});
      break;
    }

    case 'event':
      session.events = [...session.events, entry.event].slice(-maxEvents);
      break;
    case 'baseline':
      logs.baselines.push(atMs, entry.baseline);
      break;
    case 'gap':
      history.beginGap(entry.fromMs ?? atMs);
      break;
    case 'restarted':
      session.ages.forget();
      logs.looks.push(atMs, undefined);
      logs.baselines.push(atMs, undefined);
      logs.restarts.push(atMs, (logs.restarts.last ?? 0) + 1);
      memory.restarted(atMs);
      break;
    case 'memory':
      memory.add({...entry.sizes, atMs});
      break;
    case 'cost':
      logs.costs.push(atMs, entry.reading);
      break;
  }
}
