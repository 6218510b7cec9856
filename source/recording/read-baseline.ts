import type {Family} from '../profile/wait-reason.ts';
import type {Baseline} from '../session/baseline.ts';
import type {ByteReader} from './byte-reader.ts';
import {familyOf, readKey, type Names} from './names-reader.ts';
import {checkedCount, createTickReader, readNear} from './near.ts';
import {DamagedBytes} from './recording-error.ts';

/** @throws {DamagedBytes} */
export function readBaseline(body: ByteReader, names: Names): Baseline {
  const atMs = createTickReader(body).read();
  const since = names.text(body.count());
  if (since !== 'attach' && since !== 'mark' && since !== 'restart')
    throw new DamagedBytes('a baseline is of no known kind');
  const goroutines = checkedCount(readNear(body, 0));
  const families = Array.from({length: body.length(2)}, (): [Family, number] => [
    familyOf(names.text(body.count())),
    checkedCount(readNear(body, 0)),
  ]);
  const groups = new Map<string, number>();
  for (let left = body.length(2); left > 0; left--) {
    const number = body.count();
    const key = number === 0 ? readKey(body) : names.identity(number - 1).key;
    groups.set(key, checkedCount(readNear(body, 0)));
  }

  return {atMs, since, total: goroutines, families: new Map(families), groups};
}
