// What a session that watches remembers, for a report.

import type {Diagnosis} from '../diagnosis/verdict.ts';
import {inForceAt} from '../session/in-force.ts';
import type {Session} from '../session/session.ts';
import type {StepSeries} from '../session/step-series.ts';
import {timelineOf} from '../session/timeline.ts';
import type {IncidentCost, IncidentDump, IncidentOrigin} from './incident.ts';
import type {Cells, IncidentSource} from './incident-source.ts';

/** Text of goroutines that goes into a report: more is not read, and a page of it does not open. */
const maxGoroutinesTold = 10_000;

type SessionSourceParts = {
  readonly session: Session;
  readonly origin: IncidentOrigin;
  /** What was thought of the target at a moment. */
  readonly diagnosisAt: (atMs: number) => Diagnosis | undefined;
  /** The runtime's own text of goroutines of the newest look. */
  readonly texts: (ids: readonly number[]) => Promise<ReadonlyMap<number, string>>;
  /** Full stacks that alarms had saved, in the order of time. */
  readonly alarmDumps?: (() => readonly AlarmDump[]) | undefined;
};

/** `read` rejects where they are not there any more. */
export type AlarmDump = {readonly atMs: number; readonly read: () => Promise<IncidentDump>};

/** What a live session remembers, for a report. */
export function sessionSource(parts: SessionSourceParts): IncidentSource {
  const {session, diagnosisAt, texts, origin, alarmDumps} = parts;
  const {history, clock} = session;
  const {name, url, commandLine, goAtLeast} = session.facts;
  const {wallMsOf, atMsOf, lastMs} = timelineOf(session);
  const nowMs = clock.monotonicMs();
  // The index page counts a little earlier than groups are counted: then all of them would seem to have come.
  const firstMs =
    firstOf(history.families.values()) ?? history.total.firstAtMs ?? session.lastSeen?.atMs ?? nowMs;
  const cellsOf = (series: StepSeries, fromMs: number, toMs: number, cells: number): Cells =>
    series.cells(fromMs, toMs, cells, history.gaps(nowMs));
  return {
    target: {name, url, commandLine, goAtLeast},
    origin,
    firstMs,
    lastMs: lastMs() ?? nowMs,
    wallMsOf,
    atMsOf,
    cost: costOf,
    events: session.events,
    totals: (fromMs, toMs, cells) => cellsOf(history.total, fromMs, toMs, cells),
    curves: ({fromMs, toMs, cells, places}) => ({
      families: new Map(
        Array.from(history.families, ([family, series]) => [family, cellsOf(series, fromMs, toMs, cells)]),
      ),
      places: places.map((set) => sumOf(set, fromMs, toMs, cells)),
    }),
    countsAt: (atMs) =>
      [...history.groups.values()].flatMap(({identity, counts, latest}) => {
        const count = counts.at(atMs) ?? 0;
        return count === 0 ? [] : [{identity, count, status: latest.status, leaked: latest.leaked}];
      }),
    lookAt: (atMs) => inForceAt(session, atMs).look?.snapshot,
    // The newest counts were judged after they came.
    diagnosisAt: (atMs) => diagnosisAt(atMs >= (lastMs() ?? nowMs) ? nowMs : atMs),
    damage: () => [],
    dump: async (fromMs, toMs) => (await dumpOfAlarm(fromMs, toMs)) ?? dumpOfLook(toMs),
  };

  function sumOf(places: ReadonlySet<string>, fromMs: number, toMs: number, cells: number): Cells {
    const sums: (number | undefined)[] = Array.from({length: cells}, () => undefined);
    for (const {identity, counts} of history.groups.values()) {
      if (!places.has(identity.place)) continue;
      for (const [cell, count] of cellsOf(counts, fromMs, toMs, cells).entries()) {
        if (count !== undefined) sums[cell] = (sums[cell] ?? 0) + count;
      }
    }

    return sums;
  }

  function costOf(fromMs: number, toMs: number): IncidentCost | undefined {
    if (origin.kind === 'files') return undefined;
    const isToTheEnd = toMs >= (lastMs() ?? nowMs);
    const end = isToTheEnd ? session.ledger.reading(nowMs) : inForceAt(session, toMs).cost;
    // What was asked before the first count belongs to it.
    const before = fromMs <= firstMs ? undefined : inForceAt(session, fromMs).cost;
    return {
      requests: end.requests - (before?.requests ?? 0),
      bytes: end.bytes - (before?.bytes ?? 0),
      busyMs: end.busyMs - (before?.busyMs ?? 0),
      stoppedMs: end.pausedMs - (before?.pausedMs ?? 0),
    };
  }

  /** Those of the first alarm: they tell how it began. */
  async function dumpOfAlarm(fromMs: number, toMs: number): Promise<IncidentDump | undefined> {
    const found = alarmDumps?.().find(({atMs}) => atMs >= fromMs && atMs <= toMs);
    // Dumps are let go, too: then the newest look is better than nothing.
    return found?.read().catch(() => undefined);
  }

  async function dumpOfLook(toMs: number): Promise<IncidentDump | undefined> {
    const {look} = inForceAt(session, toMs);
    // The text of older ones is not kept.
    if (look !== session.look) return undefined;
    const members = look?.snapshot.groups.flatMap((group) => [...(group.members?.ids ?? [])]) ?? [];
    if (look === undefined || members.length === 0) return undefined;
    const ids = [...new Set(members)].toSorted((a, b) => a - b).slice(0, maxGoroutinesTold);
    const found = await texts(ids);
    if (found.size === 0) return undefined;
    return {
      wallMs: look.wallMs,
      goroutines: found.size,
      missing: look.snapshot.missing + look.snapshot.total - found.size,
      isFromAlarm: false,
      text: ids.flatMap((id) => found.get(id)?.trimEnd() ?? []).join('\n\n'),
    };
  }
}

function firstOf(all: Iterable<StepSeries>): number | undefined {
  const moments = Array.from(all, ({firstAtMs}) => firstAtMs).filter((atMs) => atMs !== undefined);
  return moments.length === 0 ? undefined : Math.min(...moments);
}
