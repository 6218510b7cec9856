import {expect, test} from 'vitest';
import {createDiagnoser} from '../../source/diagnosis/diagnoser.ts';
import {momentOf} from '../../source/view/inspector/moment.ts';
import {group, snapshot, watched} from '../helpers/session.ts';

const counts = [
  group(5, 'chan send', 'main.f', {labels: {tenant: 'a'}}),
  group(5, 'chan send', 'main.f', {labels: {tenant: 'b'}}),
  group(9, 'select', 'main.g'),
];
const leaks = snapshot([group(7, 'chan send', 'main.f', {leaked: 7})]);

/** Counts, and a minute later what the garbage collector has found. */
function marked() {
  const target = watched();
  target.sees(...counts);
  const countedMs = target.clock.monotonicMs();
  target.passes(60_000);
  target.session.markLeaked(leaks);
  return {...target, countedMs};
}

test('what the garbage collector counted is marked at the same place, and never more than there are', () => {
  const {session, clock} = marked();
  const {groups} = momentOf(session, clock.monotonicMs(), undefined);
  expect(groups.map(({count, leaked}) => [count, leaked])).toEqual([
    [5, 5],
    [5, 2],
    [9, 0],
  ]);
});

test('marks are no count: the goroutines were counted when they were', () => {
  const {session, countedMs} = marked();
  expect(session.latest?.atMs).toBe(countedMs);
  expect(session.lastCounted?.atMs).toBe(countedMs);
  expect(session.history.samples.last?.atMs).toBe(countedMs);
  expect(session.history.total.at(countedMs)).toBe(19);
});

test('a moment before they came shows none, and neither do the next counts', () => {
  const target = marked();
  const {session, clock, countedMs} = target;
  const leakedAt = (atMs: number) =>
    momentOf(session, atMs, undefined).groups.reduce((sum, {leaked}) => sum + leaked, 0);
  const markedMs = clock.monotonicMs();
  target.sees(...counts);
  expect([countedMs, markedMs, clock.monotonicMs()].map(leakedAt)).toEqual([0, 7, 0]);
});

test('they are judged, and not taken for another sample', async () => {
  const {session} = marked();
  const diagnoser = createDiagnoser({session, texts: async () => new Map()});
  await diagnoser.observe();
  session.markLeaked(leaks);
  await diagnoser.observe();
  const {verdicts, samples} = await diagnoser.judge();
  expect(verdicts.map(({level}) => level)).toEqual(['proven']);
  expect(samples.groups).toBe(0);
});
