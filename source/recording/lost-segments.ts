// Where a segment stands whose row is lost: its log says most of it, and its neighbours the rest.

import type {DatabaseSync} from 'node:sqlite';
import type {Sight} from '../session/model.ts';
import {decompress} from './compress.ts';
import {maxLogBytes, maxNamesBytes} from './limits.ts';
import {createNamesPool} from './names-pool.ts';
import {createNames, type Names} from './names-reader.ts';
import {nameKinds} from './names-writer.ts';
import {createPointWriter} from './points.ts';
import {createEntryReader} from './read-entry.ts';
import {DamagedBytes} from './recording-error.ts';
import {readBytes, readRows} from './rows.ts';
import {bodyTable, segmentTable, type Value} from './tables.ts';
import {createPointTaker} from './take-points.ts';

/** A row of the table of segments. */
type FoundSegment = {readonly id: number; readonly values: readonly Value[]};
/** In which segments the look and the baseline are that hold at a moment; 0: nowhere. */
type InForce = {readonly lookIn: number; readonly baselineIn: number};

/**
 * The rows of segments of which only the body is left. One whose chapter is not certain is left out: with the names of
 * another, its groups would be called what they are not.
 *
 * @param isWhole whether all that a body says is there
 */
export function* lostSegments(
  database: DatabaseSync,
  isWhole: (segment: number) => boolean,
): Generator<FoundSegment> {
  const ids = database
    .prepare('SELECT id FROM segment_body ORDER BY id')
    .all()
    .map(({id}) => Number(id));
  const bodies = new Set(ids);
  const known = new Map<number, {readonly chapter: number} & InForce>();
  for (const row of readRows(database, segmentTable, 'ORDER BY id', []))
    if (row.isSound)
      known.set(row.id, {
        chapter: row.number('chapter'),
        lookIn: row.number('look_in'),
        baselineIn: row.number('baseline_in'),
      });

  const unpacked = (id: number, column: 'names' | 'log') =>
    decompress(
      readBytes(database, bodyTable, column, id) ?? new Uint8Array(),
      column === 'names' ? maxNamesBytes : maxLogBytes,
    );
  const beginsChapter = (id: number) => isWhole(id) && isFirstNames(unpacked(id, 'names'));

  /** Counted from the next that is known: each that begins a chapter in between is one. */
  function chapterBefore(id: number): number | undefined {
    let begun = 0;
    for (let next = id + 1; bodies.has(next) && isWhole(next); next++) {
      if (beginsChapter(next)) begun++;
      const found = known.get(next);
      if (found !== undefined) return found.chapter - begun;
    }

    return undefined;
  }

  function chapterOf(id: number): number | undefined {
    const before = known.get(id - 1)?.chapter;
    const after = chapterBefore(id);
    // Of nothing at all the number matters to nobody.
    if (before === undefined) return after ?? (known.size === 0 && beginsChapter(id) ? 1 : undefined);
    const expected = before + (beginsChapter(id) ? 1 : 0);
    return after === undefined || after === expected ? expected : undefined;
  }

  /** Of a chapter, as far as one of its segments. */
  function namesUpTo(id: number, chapter: number): Names {
    const names = createNames(createNamesPool());
    for (const one of ids)
      if (one <= id && (one === id || known.get(one)?.chapter === chapter))
        names.learn(unpacked(one, 'names'));
    return names;
  }

  for (const id of ids) {
    if (known.has(id) || !isWhole(id)) continue;
    try {
      const chapter = chapterOf(id);
      if (chapter === undefined) continue;
      const before = known.get(id - 1);
      const inForce =
        before === undefined
          ? {lookIn: 0, baselineIn: 0}
          : readSegment(id - 1, unpacked(id - 1, 'log'), namesUpTo(id - 1, before.chapter), before).after;
      const found = readSegment(id, unpacked(id, 'log'), namesUpTo(id, chapter), inForce);
      if (found.from === undefined) continue;
      const {begins, from, to, samples, points} = found;
      known.set(id, {chapter, ...begins});
      const times = [from.atMs, to.atMs, from.wallMs, to.wallMs];
      yield {id, values: [chapter, begins.lookIn, begins.baselineIn, ...times, samples, points]};
    } catch (error) {
      if (!(error instanceof DamagedBytes)) throw error;
    }
  }
}

/** Definitions that nothing stands before. */
function isFirstNames(names: Uint8Array): boolean {
  return names[0] === nameKinds.position && names[1] === 0 && names[2] === 0 && names[3] === 0;
}

/** What the log of a segment says of itself. Throws DamagedBytes. */
function readSegment(segment: number, log: Uint8Array, names: Names, inForce: InForce) {
  const reader = createEntryReader(log, names, Infinity, false);
  const points = createPointWriter();
  const taker = createPointTaker();
  let begins = inForce;
  let {lookIn, baselineIn} = inForce;
  let hasBegun = false;
  let from: Sight | undefined;
  let to: Sight = {atMs: -Infinity, wallMs: 0};
  for (let entry = reader.next(); entry !== undefined; entry = reader.next()) {
    if (entry.kind === 'begins') {
      hasBegun = true;
      begins = {lookIn, baselineIn};
      continue;
    }

    if (entry.kind === 'look') lookIn = segment;
    if (entry.kind === 'baseline') baselineIn = segment;
    if (!hasBegun) continue;
    if (entry.kind === 'restarted') [lookIn, baselineIn] = [0, 0];
    taker.note(entry, points);
    const {atMs, wallMs} = entry;
    from ??= {atMs, wallMs};
    if (atMs >= to.atMs) to = {atMs, wallMs};
  }

  return {begins, after: {lookIn, baselineIn}, from, to, samples: taker.flush(points), points: points.take()};
}
