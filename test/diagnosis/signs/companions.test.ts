import {expect, test} from 'vitest';
import {lowerParents, raiseCompanions} from '../../../source/diagnosis/signs/companions.ts';
import type {Followed} from '../../../source/diagnosis/places/followed.ts';
import type {Suspect} from '../../../source/diagnosis/suspect.ts';
import {followedWith, suspect, type SuspectOptions} from '../suspects.ts';

const followed: Followed = {...followedWith(4), stayed: 5};

function accumulating(name: string, ids: readonly number[], options: SuspectOptions = {}): Suspect {
  const one = suspect('select', [name], {...options, ids});
  return {...one, signs: {...one.signs, followed: {...followed, settledIds: ids}}};
}

/** Four pools, each of two workers and one that hands out the work. */
const kin = new Map([1, 2, 3, 4].flatMap((pool) => [10, 20, 30].map((role) => [role + pool, pool] as const)));
const workers = accumulating('main.worker', [11, 12, 13, 14, 21, 22, 23, 24]);
const dispatchers = accumulating('main.dispatch', [31, 32, 33, 34], {level: 'watch'});

function levelsOf(suspects: readonly Suspect[]): readonly string[] {
  return raiseCompanions(suspects, kin).map(({level}) => level);
}

test('what came together with each of those that are told is told too, and why', () => {
  const [, raised] = raiseCompanions([workers, dispatchers], kin);
  expect(raised?.level).toBe('likely');
  expect(raised?.relations).toEqual([{kind: 'pair', function: 'main.worker', count: 8}]);
});

test('with some of them only, it is not', () => {
  expect(levelsOf([accumulating('main.worker', [11, 12, 21, 22]), dispatchers])).toEqual(['likely', 'watch']);
});

test('what is not told itself, or only waits for others, raises nothing', () => {
  expect(levelsOf([{...workers, level: 'watch'}, dispatchers])).toEqual(['watch', 'watch']);
  expect(levelsOf([{...workers, isVictim: true}, dispatchers])).toEqual(['likely', 'watch']);
});

test('what does not accumulate, or waits for a peer, is not raised', () => {
  const {signs} = dispatchers;
  const still = {...dispatchers, signs: {...signs, followed: {...followed, keepsComing: false}}};
  const peer = {...dispatchers, signs: {...signs, connection: 'opened' as const}};
  expect(levelsOf([workers, still, peer])).toEqual(['likely', 'watch', 'watch']);
});

test('what has started goroutines that end by themselves is only watched, and says for whom it waits', () => {
  const finding = {kind: 'ends-by-itself' as const, text: 'time.After(d)'};
  const job = suspect('select', ['main.render'], {
    ids: [51, 52, 53, 54],
    createdBy: [41, 42, 43, 44],
    level: 'watch',
  });
  const parent = suspect('select', ['jobs.run'], {ids: [41, 42, 43, 44]});
  const [lowered] = lowerParents([parent, {...job, relations: [{kind: 'source', finding}]}]);
  expect(lowered?.level).toBe('watch');
  expect(lowered?.relations).toEqual([{kind: 'waits-for', function: 'main.render', count: 4}]);
  expect(lowerParents([parent, job]).map(({level}) => level)).toEqual(['likely', 'watch']);
});
