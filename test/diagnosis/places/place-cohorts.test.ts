import {expect, test} from 'vitest';
import {PlaceCohorts} from '../../../source/diagnosis/places/place-cohorts.ts';
import {createSlices} from '../../../source/diagnosis/slices.ts';
import type {StacksLook} from '../../../source/session/model.ts';
import {group, snapshot} from '../../helpers/session.ts';

const worker = group(1, 'select', 'main.work', {ids: [7]});
const handler = group(1, 'select', 'main.handle', {ids: [20]});

/** A look in the second given: the worker was there at the first one, the handler has come at the second. */
function lookIn(second: number): StacksLook {
  const isFirst = second === 0;
  return {
    atMs: second * 1000,
    wallMs: second * 1000,
    snapshot: snapshot(isFirst ? [worker] : [worker, handler]),
    places: new Map(),
    firstSeen: new Map([[7, 0], ...(isFirst ? [] : [[20, 1000] as const])]),
    firstLookMs: 0,
  };
}

test('the groups of those who came after the first look are known of the newest look, and of no other', async () => {
  const cohorts = new PlaceCohorts();
  const [first, second, third] = [lookIn(0), lookIn(1), lookIn(2)];
  await cohorts.observe(
    first,
    createSlices(() => 0),
  );
  expect(cohorts.firstLookOf(first).later).toEqual([]);
  await cohorts.observe(
    second,
    createSlices(() => 0),
  );
  expect(cohorts.firstLookOf(second).later).toEqual([handler]);
  await cohorts.observe(
    third,
    createSlices(() => 0),
  );
  expect(cohorts.firstLookOf(third).later).toEqual([handler]);
  expect(cohorts.firstLookOf(second).later).toBeUndefined();
});

test('who came before the process was followed here is told from nobody by what is followed', async () => {
  const cohorts = new PlaceCohorts();
  const second = lookIn(1);
  await cohorts.observe(
    second,
    createSlices(() => 0),
  );
  expect(cohorts.firstLookOf(second).later).toBeUndefined();
});

test('whoever holds what was followed learns that it is forgotten', async () => {
  const cohorts = new PlaceCohorts();
  await cohorts.observe(
    lookIn(0),
    createSlices(() => 0),
  );
  const held = cohorts.of(worker.identity.place);
  expect(held?.changedAtMs).toBe(0);
  cohorts.forget();
  expect(held?.changedAtMs).toBe(Infinity);
});

test('of a place that has long been empty nothing is followed any more', async () => {
  const cohorts = new PlaceCohorts();
  await cohorts.observe(
    lookIn(1),
    createSlices(() => 0),
  );
  const held = cohorts.of(handler.identity.place);
  for (let second = 2; second <= 70; second++)
    await cohorts.observe(
      {...lookIn(second), snapshot: snapshot([worker])},
      createSlices(() => 0),
    );
  expect([cohorts.of(handler.identity.place), held?.changedAtMs]).toEqual([undefined, Infinity]);
});
