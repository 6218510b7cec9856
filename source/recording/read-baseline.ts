// Reads the mark from which changes were counted out of a log.

import type {Family} from '../profile/wait-reason.ts';
import type {Baseline} from '../session/baseline.ts';
import type {ByteReader} from './byte-reader.ts';
import {familyNamed, readKey, type Names} from './names-reader.ts';
import {checkedCount, createTickReader, readNear} from './near.ts';
import {DamagedBytes} from './recording-error.ts';

/**
 * One that is as the one before is the same object: to make a map of 10,000 groups takes longer than to read them.
 *
 * @throws {DamagedBytes}
 */
export function readBaseline(body: ByteReader, names: Names): Baseline {
  const atMs = createTickReader(body).read();
  const since = names.text(body.count());
  if (since !== 'attach' && since !== 'mark' && since !== 'restart')
    throw new DamagedBytes('a baseline is of no known kind');
  const goroutines = checkedCount(readNear(body, 0));
  const families = Array.from({length: body.length(2)}, (): [Family, number] => [
    familyNamed(names.text(body.count())),
    checkedCount(readNear(body, 0)),
  ]);
  const keys: string[] = [];
  const counts: number[] = [];
  for (let left = body.length(2); left > 0; left--) {
    const number = body.count();
    keys.push(number === 0 ? readKey(body) : names.identity(number - 1).key);
    counts.push(checkedCount(readNear(body, 0)));
  }

  const known = names.pool.baseline;
  const isKnown =
    known !== undefined &&
    known.baseline.atMs === atMs &&
    known.baseline.since === since &&
    known.baseline.total === goroutines &&
    areSame(known.keys, keys) &&
    areSame(known.counts, counts) &&
    areSame([...known.baseline.families].flat(), families.flat());
  if (isKnown) return known.baseline;
  const groups = new Map(keys.map((key, at) => [key, counts[at]!]));
  const baseline: Baseline = {atMs, since, total: goroutines, families: new Map(families), groups};
  names.pool.baseline = {baseline, keys, counts};
  return baseline;
}

function areSame<Item>(ones: readonly Item[], others: readonly Item[]): boolean {
  if (ones.length !== others.length) return false;
  for (let at = 0; at < ones.length; at++) if (ones[at] !== others[at]) return false;
  return true;
}
