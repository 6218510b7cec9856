// Curves of kinds of wait, and of places, over a stretch of a recording.

import type {Recording} from '../recording/open-recording.ts';
import {families, type Family} from '../profile/wait-reason.ts';
import type {GroupIdentity} from '../profile/model.ts';
import type {Curves, CurvesAsked} from './incident-source.ts';

/** One number over equal stretches of time, the largest of each kept. */
type Filling = {value: number; readonly cells: (number | undefined)[]};

type Recorded = Pick<Recording, 'entriesAround' | 'damage' | 'snapshotAt' | 'totals'>;

/** Longer than this takes too long to be read through. */
const readThroughMs = 30 * 60_000;
/** It is looked at at so many moments instead, each of which takes some 25 ms. */
const moments = 60;

/**
 * Adds the groups of a recording up by what they wait for, and by sets of places: of half an hour each change of them,
 * of more what they were at evenly spread moments. Only the counts in force are ever in memory.
 */
export function recordedCurves(
  recording: Recorded,
  asked: CurvesAsked,
  throughMs: number = readThroughMs,
): Curves {
  return asked.toMs - asked.fromMs > throughMs ? lookedAt(recording, asked) : readThrough(recording, asked);
}

function readThrough(recording: Recorded, {fromMs, toMs, cells, places}: CurvesAsked): Curves {
  const newFilling = (): Filling => ({value: 0, cells: Array.from({length: cells}, () => undefined)});
  const byFamily = new Map<Family, Filling>(families.map((family) => [family, newFilling()]));
  const bySet = places.map(newFilling);
  const all = [...byFamily.values(), ...bySet];
  const counts = new Map<string, number>();
  const width = (toMs - fromMs) / cells;
  const cellOf = (ms: number) => Math.min(cells - 1, Math.max(0, Math.ceil((ms - fromMs) / width) - 1));
  /** From when on the values hold; undefined where nothing is known. */
  let sinceMs: number | undefined;

  function holdUntil(untilMs: number): void {
    if (sinceMs === undefined || untilMs < fromMs) return;
    const last = cellOf(untilMs);
    for (let cell = cellOf(sinceMs); cell <= last; cell++) {
      for (const filling of all) filling.cells[cell] = Math.max(filling.cells[cell] ?? 0, filling.value);
    }
  }

  function change({key, place, family}: GroupIdentity, count: number): void {
    const by = count - (counts.get(key) ?? 0);
    if (count === 0) counts.delete(key);
    else counts.set(key, count);
    const filling = byFamily.get(family);
    if (filling !== undefined) filling.value += by;
    for (const [index, set] of places.entries()) if (set.has(place)) bySet[index]!.value += by;
  }

  for (const entry of recording.entriesAround(toMs, toMs - fromMs)) {
    if (entry.atMs > toMs) break;
    if (entry.kind === 'gap') {
      holdUntil(entry.atMs);
      sinceMs = undefined;
    } else if (entry.kind === 'counts') {
      holdUntil(entry.atMs);
      for (const {identity, count} of entry.changes) change(identity, count);
      sinceMs = Math.max(fromMs, entry.atMs);
    }
  }

  holdUntil(toMs);
  for (const damage of recording.damage()) {
    // What held before a stretch that cannot be read says nothing of it.
    for (let cell = 0; cell < cells; cell++) {
      if (fromMs + cell * width < damage.fromMs || fromMs + (cell + 1) * width > damage.toMs) continue;
      for (const filling of all) filling.cells[cell] = undefined;
    }
  }

  return {
    families: new Map(Array.from(byFamily, ([family, filling]) => [family, filling.cells])),
    places: bySet.map((filling) => filling.cells),
  };
}

function lookedAt(recording: Recorded, {fromMs, toMs, cells, places}: CurvesAsked): Curves {
  const byFamily = new Map<Family, (number | undefined)[]>(families.map((family) => [family, []]));
  const bySet = places.map((): (number | undefined)[] => []);
  const totals = recording.totals(fromMs, toMs, cells);
  for (let moment = 0; moment < moments; moment++) {
    const groups = recording.snapshotAt(fromMs + ((toMs - fromMs) * (moment + 1)) / moments)?.snapshot.groups;
    const sums = new Map<Family, number>();
    const inSets = places.map(() => 0);
    for (const {identity, count} of groups ?? []) {
      sums.set(identity.family, (sums.get(identity.family) ?? 0) + count);
      for (const [index, set] of places.entries()) if (set.has(identity.place)) inSets[index]! += count;
    }

    const end = Math.round((cells * (moment + 1)) / moments);
    for (let cell = Math.round((cells * moment) / moments); cell < end; cell++) {
      const isKnown = groups !== undefined && totals[cell] !== undefined;
      for (const [family, values] of byFamily) values[cell] = isKnown ? (sums.get(family) ?? 0) : undefined;
      for (const [index, values] of bySet.entries()) values[cell] = isKnown ? inSets[index] : undefined;
    }
  }

  return {families: byFamily, places: bySet};
}
