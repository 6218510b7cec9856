import {expect, test} from 'vitest';
import type {GroupIdentity} from '../../source/profile/model.ts';
import {createNamesPool} from '../../source/recording/names-pool.ts';
import {createNames} from '../../source/recording/names-reader.ts';
import {createNamesWriter} from '../../source/recording/names-writer.ts';
import {createEntryReader} from '../../source/recording/read-entry.ts';
import {createEntryWriter} from '../../source/recording/write-entry.ts';
import type {Baseline} from '../../source/session/baseline.ts';

const identities = ['0123456789abcdef', 'fedcba9876543210'].map((key): GroupIdentity => ({
  key,
  place: key,
  family: 'select',
  stack: [{function: `main.${key}`, file: '/srv/main.go', line: 30}],
  labels: {},
}));
const baseline: Baseline = {
  atMs: 1_000,
  since: 'mark',
  total: 5,
  families: new Map([['select', 5]]),
  groups: new Map(identities.map(({key}, at) => [key, at + 2])),
};

/** A chapter that tells a baseline: its names, a piece for each identity, and its log. */
function chapterOf(told: Baseline) {
  const names = createNamesWriter();
  const pieces = identities.map((identity) => {
    names.identity(identity);
    return names.take();
  });
  const log = createEntryWriter(names);
  log.write({kind: 'baseline', atMs: told.atMs, wallMs: told.atMs, baseline: told});
  return {pieces: [...pieces, names.take()], log: log.take()};
}

function read(pool: ReturnType<typeof createNamesPool>, told: Baseline, lost = -1): Baseline {
  const {pieces, log} = chapterOf(told);
  const names = createNames(pool);
  for (const [at, piece] of pieces.entries()) if (at !== lost) names.learn(piece);
  const reader = createEntryReader(log, names);
  const entry = reader.next();
  const unpacked = entry !== undefined && 'packed' in entry ? reader.unpack(entry) : undefined;
  if (unpacked?.kind !== 'baseline') throw new Error('The log begins with something else.');
  return unpacked.baseline;
}

test('a baseline that the next chapter tells again is the same object', () => {
  const pool = createNamesPool();
  const first = read(pool, baseline);
  expect(first).toEqual(baseline);
  expect(read(pool, baseline)).toBe(first);
});

test('a baseline of another moment, or with other sums, is another', () => {
  const pool = createNamesPool();
  const groups = new Map(Array.from(baseline.groups, ([key, count]) => [key, count * 2]));
  const others: readonly Baseline[] = [
    {...baseline, atMs: 1_001, groups},
    {...baseline, since: 'attach'},
    {...baseline, total: 6},
    {...baseline, families: new Map([['select', 4]])},
    {...baseline, families: new Map([['mutex', 5]])},
    {...baseline, groups: new Map([...baseline.groups].slice(1))},
  ];
  for (const one of [baseline, ...others, baseline]) expect(read(pool, one)).toEqual(one);
});

test('what a damaged chapter has lost of a baseline is there in the next one that tells it', () => {
  const pool = createNamesPool();
  const damaged = read(pool, baseline, 0);
  expect([...damaged.groups.keys()]).not.toContain(identities[0]!.key);
  expect(read(pool, baseline)).toEqual(baseline);
});
