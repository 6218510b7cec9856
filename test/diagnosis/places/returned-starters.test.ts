import {expect, test} from 'vitest';
import {haveStartersReturned} from '../../../source/diagnosis/places/returned-starters.ts';
import {sceneOf} from '../../../source/diagnosis/scene.ts';
import {createSlices} from '../../../source/diagnosis/slices.ts';
import type {Group} from '../../../source/profile/model.ts';
import {creator, group, watched} from '../../helpers/session.ts';

const creators = [creator('main.fastest', 3, 3)];
const sending = group(3, 'chan send', 'main.fastest.func1', {ids: [10, 11, 12], createdBy: 2, creators});
const starter = (...stack: readonly string[]) => group(1, 'select', stack, {ids: [2]});

async function haveReturned(...others: readonly Group[]): Promise<boolean> {
  const seen = watched();
  const groups = [sending, ...others];
  seen.sees(...groups);
  await seen.looks(...groups);
  const scene = await sceneOf(seen.session.look!, createSlices());
  return haveStartersReturned(scene.places.get(sending.identity.place)!, creators, scene);
}

test('a function that is on the stack of its goroutine may yet receive', async () => {
  expect(await haveReturned(starter('main.fastest', 'main.main'))).toBe(false);
});

test('one that is not has returned, whether its goroutine lives on or has ended', async () => {
  expect(await haveReturned(starter('main.poll', 'main.main'))).toBe(true);
  expect(await haveReturned()).toBe(true);
});

test('who was started by the same function and waits for something else may receive', async () => {
  const beside = group(1, 'select', 'main.fastest.func2', {ids: [20], createdBy: 2, creators});
  const behind = group(1, 'chan send', 'main.fastest.func2', {ids: [20], createdBy: 2, creators});
  expect(await haveReturned(beside)).toBe(false);
  expect(await haveReturned(behind)).toBe(true);
});
