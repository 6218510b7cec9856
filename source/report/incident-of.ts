// Gathers what a report tells of a stretch of time, from whoever knows the past of a target.

import {isAtLeast, type Verdict} from '../diagnosis/verdict.ts';
import type {Snapshot} from '../profile/model.ts';
import {wallMsBefore} from '../session/timeline.ts';
import type {Counts, TotalCurve, Incident, IncidentGroup, IncidentReason} from './incident.ts';
import type {Cells, CountedGroup, IncidentSource} from './incident-source.ts';
import {resample} from '../view/charts/resample.ts';
import {sinceOf} from './onset.ts';
import {incidentGroupsOf} from './places-of.ts';

/** As fine as a chart can be read, and no finer than what was counted each second. */
const chartCells = 240;
const leastCells = 12;
const sampleMs = 1000;
/** A small curve beside a text. */
const smallCells = 60;
/** With their whole stacks: more nobody reads. */
const groupsTold = 30;
/** Rows of what grew, and of what shrank. */
const changesTold = 15;

/** Full stacks that are older than this at the end are told to be. */
const recentMs = 60_000;

export type IncidentOptions = {
  readonly version: string;
  readonly madeWallMs: number;
  /** Moments of the source's clock; all of it where not given. */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  /** Verdicts that the user knows and wants to hear nothing of. */
  readonly isKnown?: ((verdict: Verdict) => boolean) | undefined;
  /** Whether full stacks are to be appended. */
  readonly wantsDump: boolean;
};

/** Gathers everything that a report tells of a stretch of time. */
export async function incidentOf(source: IncidentSource, options: IncidentOptions): Promise<Incident> {
  const fromMs = Math.max(source.firstMs, options.fromMs ?? source.firstMs);
  const toMs = Math.max(fromMs, Math.min(source.lastMs, options.toMs ?? source.lastMs));
  const {wallMs: fromWallMs} = wallMsBefore(source, fromMs, toMs);
  const toWallMs = source.wallMsOf(toMs);
  const isMoment = toMs === fromMs;
  const cells = Math.min(chartCells, Math.max(leastCells, Math.round((toMs - fromMs) / sampleMs)));
  const small = Math.min(smallCells, cells);
  const curveOf = (values: Cells): TotalCurve => ({fromWallMs, toWallMs, values});

  const totals = isMoment ? [] : await source.totals(fromMs, toMs, cells);
  const peakAt = totals.reduce<number>(
    (best, value, index) => ((value ?? -1) > (totals[best] ?? -1) ? index : best),
    0,
  );
  // The end of the stretch that had the most: what was counted last in it, or a little less.
  const peakMs = isMoment ? toMs : fromMs + ((peakAt + 1) / cells) * (toMs - fromMs);
  const first = await source.countsAt(fromMs);
  const peak = isMoment ? first : await source.countsAt(peakMs);
  const last = isMoment ? first : await source.countsAt(toMs);
  const look = await source.lookAt(toMs);
  const groups = incidentGroupsOf({first, peak, last, look});

  const diagnosis = await source.diagnosisAt(toMs);
  const shown = (diagnosis?.verdicts ?? []).filter(({level}) => isAtLeast(level, 'watch'));
  const told = shown.filter((verdict) => options.isKnown?.(verdict) !== true);
  const curves = isMoment
    ? undefined
    : await source.curves({fromMs, toMs, cells, places: told.map(({group}) => new Set([group.place]))});
  const verdicts = told.map((verdict, index) => {
    const values = curves?.places[index];
    const curve = values === undefined ? undefined : curveOf(values);
    const places = new Set([verdict.group.place, ...verdict.places]);
    const own = groups.filter(({place}) => places.has(place));
    const begun = groups.find(({place}) => place === verdict.group.place)?.first ?? 0;
    return {
      verdict,
      curve,
      first: begun,
      since: sinceOf(curve, Math.max(0, ...own.map(({waitMinutes}) => waitMinutes))),
    };
  });

  const byLast = groups.filter((group) => group.last > 0).toSorted((a, b) => b.last - a.last);
  const rest = byLast.slice(groupsTold);
  const changes = groups.map((group) => ({group, change: group.last - group.first}));
  return {
    version: options.version,
    madeWallMs: options.madeWallMs,
    target: source.target,
    origin: source.origin,
    fromWallMs,
    toWallMs,
    cost: source.cost(fromMs, toMs),
    total: {
      first: totalOf(first, totals[0]),
      peak: Math.max(totalOf(first), totalOf(last), totals[peakAt] ?? 0),
      last: totalOf(last, totals.at(-1)),
      peakWallMs: source.wallMsOf(peakMs),
      curve: isMoment ? undefined : curveOf(totals),
    },
    reasons: reasonsOf(groups),
    events: source.events
      .filter(({atMs}) => atMs >= (options.fromMs ?? -Infinity) && atMs <= (options.toMs ?? Infinity))
      .map(({kind, wallMs, text}) => ({kind, wallMs, text})),
    diagnosis,
    verdicts,
    known: shown.length - told.length,
    grew: changes
      .filter(({change}) => change > 0)
      .toSorted((a, b) => b.change - a.change)
      .slice(0, changesTold)
      .map(({group}) => group),
    shrank: changes
      .filter(({change}) => change < 0)
      .toSorted((a, b) => a.change - b.change)
      .slice(0, changesTold)
      .map(({group}) => group),
    groups: byLast.slice(0, groupsTold),
    stacksWallMs: look === undefined || toWallMs - look.takenAt < recentMs ? undefined : look.takenAt,
    others: {groups: rest.length, goroutines: rest.reduce((sum, group) => sum + group.last, 0)},
    snapshot: snapshotOf(last, source.wallMsOf(toMs)),
    dump: options.wantsDump ? await source.dump(fromMs, toMs) : undefined,
    damage: source
      .damage()
      .filter((one) => one.toMs >= fromMs && one.fromMs <= toMs)
      .map((one) => ({fromWallMs: source.wallMsOf(one.fromMs), toWallMs: source.wallMsOf(one.toMs)})),
    isRedacted: false,
  };

  function reasonsOf(all: readonly IncidentGroup[]): readonly IncidentReason[] {
    const sums = new Map<IncidentGroup['family'], Counts>();
    for (const group of all) {
      const sum = sums.get(group.family) ?? {first: 0, peak: 0, last: 0};
      sums.set(group.family, {
        first: sum.first + group.first,
        peak: sum.peak + group.peak,
        last: sum.last + group.last,
      });
    }

    return [...sums]
      .map(([family, counts]) => ({
        family,
        ...counts,
        curve: curveOf(resample(curves?.families.get(family) ?? [], small, {stretch: true})),
      }))
      .toSorted((a, b) => b.last - a.last || b.peak - a.peak);
  }
}

/** What the groups add up to; where they were not counted yet, what the total was. */
function totalOf(groups: readonly CountedGroup[], total?: number): number {
  return groups.length === 0 ? (total ?? 0) : groups.reduce((sum, {count}) => sum + count, 0);
}

function snapshotOf(groups: readonly CountedGroup[], takenAt: number): Snapshot | undefined {
  if (groups.length === 0) return undefined;
  return {
    takenAt,
    source: 'file',
    total: totalOf(groups),
    complete: true,
    missing: 0,
    observer: 0,
    groups: groups.map((group) => ({...group, operation: undefined, creators: [], members: undefined})),
  };
}
