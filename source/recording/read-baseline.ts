// Reads the mark from which changes were counted out of a log.

import type {Family} from '../profile/wait-reason.ts';
import type {Baseline} from '../session/baseline.ts';
import type {ByteReader} from './byte-reader.ts';
import {familyNamed, isLost, readKey, type Names} from './names-reader.ts';
import {checkedCount, createTickReader, readNear} from './near.ts';
import {DamagedBytes} from './recording-error.ts';

/**
 * One that was read before is the same object, known by its moment and its sums: to make a map of 10,000 groups takes
 * longer than the rest of a jump may.
 *
 * @throws {DamagedBytes}
 */
export function readBaseline(body: ByteReader, names: Names): Baseline {
  const atMs = createTickReader(body).read();
  const since = names.text(body.count());
  if (since !== 'attach' && since !== 'mark' && since !== 'restart')
    throw new DamagedBytes('a baseline is of no known kind');
  const total = checkedCount(readNear(body, 0));
  const families = Array.from({length: body.length(2)}, (): [Family, number] => [
    familyNamed(names.text(body.count())),
    checkedCount(readNear(body, 0)),
  ]);
  const length = body.length(2);
  const known = names.pool.baseline;
  const isKnown =
    known !== undefined &&
    known.atMs === atMs &&
    known.since === since &&
    known.total === total &&
    known.groups.size === length &&
    known.families.size === families.length &&
    families.every(([family, count]) => known.families.get(family) === count);
  if (isKnown) return known;
  const groups = new Map<string, number>();
  let isWhole = true;
  for (let left = length; left > 0; left--) {
    const number = body.count();
    const identity = number === 0 ? undefined : names.identity(number - 1);
    isWhole &&= identity === undefined || !isLost(identity);
    groups.set(identity?.key ?? readKey(body), checkedCount(readNear(body, 0)));
  }

  const baseline: Baseline = {atMs, since, total, families: new Map(families), groups};
  // Another chapter may know the names that this one has lost.
  if (isWhole) names.pool.baseline = baseline;
  return baseline;
}
