import {expect, test} from 'vitest';
import {KnownPlaces} from '../../../source/diagnosis/places/known-places.ts';
import {sceneOf} from '../../../source/diagnosis/scene.ts';
import type {Slices} from '../../../source/diagnosis/slices.ts';
import {group, watched, type Watched} from '../../helpers/session.ts';

const slices: Slices = {isOver: () => false, isOverInLoop: () => false, breathe: () => Promise.resolve()};

async function read(known: KnownPlaces, {session}: Watched) {
  const scene = session.look === undefined ? undefined : await sceneOf(session.look, slices);
  return known.read(session.history, scene, slices);
}

const countsOf = (places: Awaited<ReturnType<typeof read>>) =>
  Object.fromEntries(places.map(({place}) => [place.frame?.function, place.count]));

test('places are counted anew as their goroutines come and go', async () => {
  const known = new KnownPlaces();
  const seen = watched();
  seen.sees(group(1, 'select', 'main.a'), group(2, 'select', 'main.b', {labels: {tenant: 'x'}}));
  expect(countsOf(await read(known, seen))).toEqual({'main.a': 1, 'main.b': 2});
  seen.sees(
    group(5, 'select', 'main.a'),
    group(2, 'select', 'main.b', {labels: {tenant: 'x'}}),
    group(4, 'select', 'main.b', {labels: {tenant: 'y'}}),
  );
  expect(countsOf(await read(known, seen))).toEqual({'main.a': 5, 'main.b': 6});
  seen.sees(group(6, 'select', 'main.b', {labels: {tenant: 'y'}}));
  expect(countsOf(await read(known, seen))).toEqual({'main.b': 6});
  const [{place, tracked} = {place: undefined, tracked: []}] = await read(known, seen);
  expect(place?.identity.labels).toEqual({tenant: 'y'});
  expect(tracked).toHaveLength(2);
});

test('a place that did not change is the same from round to round', async () => {
  const known = new KnownPlaces();
  const seen = watched();
  seen.sees(group(1, 'select', 'main.a'), group(1, 'select', 'main.b'));
  const before = await read(known, seen);
  seen.sees(group(1, 'select', 'main.a'), group(2, 'select', 'main.b'));
  const after = await read(known, seen);
  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
});

test('what only full stacks show is there while they show it, and is counted when counts do', async () => {
  const known = new KnownPlaces();
  const seen = watched();
  const brief = group(3, 'chan send', 'main.brief', {ids: [7, 8, 9]});
  seen.sees(group(1, 'select', 'main.a'));
  await seen.looks(group(1, 'select', 'main.a', {ids: [1]}), brief);
  expect(countsOf(await read(known, seen))).toEqual({'main.a': 1, 'main.brief': 3});
  seen.sees(group(1, 'select', 'main.a'), group(5, 'chan send', 'main.brief'));
  expect(countsOf(await read(known, seen))).toEqual({'main.a': 1, 'main.brief': 5});
  seen.sees(group(1, 'select', 'main.a'));
  await seen.looks(group(1, 'select', 'main.a', {ids: [1]}));
  expect(countsOf(await read(known, seen))).toEqual({'main.a': 1});
});

test('the newest full stacks say how the goroutines wait, and how many are leaked', async () => {
  const known = new KnownPlaces();
  const seen = watched();
  seen.sees(group(2, 'chan receive', 'main.a'));
  await seen.looks(group(2, 'chan receive', 'main.a', {ids: [1, 2]}));
  expect((await read(known, seen))[0]?.place).toMatchObject({status: 'chan receive', leaked: 0});
  await seen.looks(
    group(2, 'chan receive', 'main.a', {status: 'chan receive (nil chan)', leaked: 2, ids: [1, 2]}),
  );
  expect((await read(known, seen))[0]?.place).toMatchObject({status: 'chan receive (nil chan)', leaked: 2});
});

test('there are never fewer at a place than full stacks have shown to be leaked', async () => {
  const known = new KnownPlaces();
  const seen = watched();
  seen.sees(group(2, 'chan receive', 'main.a'));
  await seen.looks(group(3, 'chan receive', 'main.a', {leaked: 3, ids: [1, 2, 3]}));
  expect((await read(known, seen))[0]?.place).toMatchObject({leaked: 3, count: 3});
  seen.sees(group(5, 'chan receive', 'main.a'));
  expect((await read(known, seen))[0]?.place).toMatchObject({leaked: 3, count: 5});
});

test('requests are those that wait for an answer, and those that read one', async () => {
  const known = new KnownPlaces();
  const seen = watched();
  seen.sees(
    group(3, 'select', ['net/http.(*persistConn).roundTrip', 'net/http.(*Client).Do', 'main.ask']),
    group(4, 'IO wait', ['net/http.(*bodyEOFSignal).Read', 'bufio.(*Scanner).Scan', 'main.follow']),
    group(5, 'select', 'net/http.(*persistConn).writeLoop'),
  );
  await read(known, seen);
  const counts = (groups: typeof known.requests.all) => groups.map((one) => one.counts.last);
  expect(counts(known.requests.all)).toEqual([3, 4]);
  expect(counts(known.requests.read)).toEqual([4]);
});
