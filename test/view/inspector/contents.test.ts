import {describe, expect, test} from 'vitest';
import type {Group} from '../../../source/profile/model.ts';
import {createContents, eventKey} from '../../../source/view/inspector/contents.ts';
import {matchesIn} from '../../../source/view/panels/detail.ts';
import {initialState, type InspectorState} from '../../../source/view/inspector/inspector-state.ts';
import {creator, group, watched} from '../../helpers/session.ts';

const state = (more: Partial<InspectorState> = {}): InspectorState => ({...initialState, ...more});

async function shop() {
  const target = watched();
  const groups = [
    group(8, 'chan send', ['shop/check.report check.go:72', 'shop/check.run check.go:50'], {
      ids: [11, 12],
      createdBy: 1,
      creators: [creator('shop/check.Handler check.go:41', 8, 1)],
    }),
    group(4, 'sleep', 'shop/retry.loop retry.go:5', {ids: [1], labels: {tenant: 'acme'}}),
    group(3, 'GC', 'runtime.bgsweep mgc.go:1', {ids: [2]}),
  ];
  target.sees(...groups);
  await target.looks(...groups);
  return {target, contents: createContents(target.session)};
}

test('a key that only moves the cursor makes no row anew', async () => {
  const {contents} = await shop();
  const before = contents(state(), 1);
  const after = contents(state({list: {key: 'x', index: 3, top: 1}}), 1);
  expect(after.rows).toBe(before.rows);
  expect(after.moment).toBe(before.moment);
});

test('from a mark set after the last counts of groups, changes of groups are known at once', async () => {
  const {target, contents} = await shop();
  const {session, clock} = target;
  target.passes(500);
  session.addPulse(15, undefined);
  session.markBaseline(clock.monotonicMs());
  const {moment, rows} = contents(state(), 1);
  expect(moment.totalChange).toBe(0);
  expect([...rows].map(({change}) => change)).toEqual([0, 0]);
});

test('what is listed, what is filtered away and what is hidden add up to the total', async () => {
  const {contents} = await shop();
  const {rows, hiddenGoroutines, moment, allRows} = contents(state(), 1);
  expect([...rows].reduce((sum, {count}) => sum + count, 0) + hiddenGoroutines).toBe(moment.total);
  expect(allRows).toBe(2);
  expect(contents(state({showAll: true}), 1)).toMatchObject({allRows: 3, hiddenGoroutines: 0});
  const found = contents(state({filterText: 'retry'}), 1);
  expect(found.allRows).toBe(2);
  expect([...found.rows]).toMatchObject([{name: 'retry.loop'}]);
});

test('an opened group stays open when a filter or a reason would hide it', async () => {
  const {contents} = await shop();
  const [first] = contents(state(), 1).rows;
  const open = contents(state({detail: first!.key, filterText: 'nothing', family: 'sleep'}), 1);
  expect(open.rows).toHaveLength(0);
  expect(open.detail?.row.count).toBe(8);
  expect([...open.detail!.items].map(({kind}) => kind)).toEqual([
    'frame',
    'frame',
    'creator',
    'member',
    'member',
  ]);
});

test('members know whether the goroutine that started them still lives', async () => {
  const {contents} = await shop();
  const {goroutines} = contents(state({view: 'goroutines', showAll: true}), 1);
  expect([...goroutines].map(({id, createdBy, isCreatorAlive}) => [id, createdBy, isCreatorAlive])).toEqual([
    [1, 0, false],
    [2, 0, false],
    [11, 1, true],
    [12, 1, true],
  ]);
});

describe('labels of members', () => {
  const place = 'shop/retry.loop retry.go:5';

  async function labelsOfMembers(...looked: readonly Group[]) {
    const target = watched();
    target.sees(
      group(1, 'sleep', place, {labels: {tenant: 'acme'}}),
      group(1, 'sleep', place, {labels: {tenant: 'initech'}}),
    );
    await target.looks(...looked);
    const {goroutines} = createContents(target.session)(state({view: 'goroutines'}), 1);
    return [...goroutines].map(({id, labels}) => [id, labels]);
  }

  test('are those of the full stacks where these give them, as Go 1.27 does', async () => {
    const looked = [
      group(1, 'sleep', place, {labels: {tenant: 'acme'}, ids: [7]}),
      group(1, 'sleep', place, {labels: {tenant: 'initech'}, ids: [8]}),
    ];
    expect(await labelsOfMembers(...looked)).toEqual([
      [7, {tenant: 'acme'}],
      [8, {tenant: 'initech'}],
    ]);
  });

  test('are left out where the full stacks give none and there are several', async () => {
    expect(await labelsOfMembers(group(2, 'sleep', place, {ids: [7, 8]}))).toEqual([
      [7, {}],
      [8, {}],
    ]);
  });
});

test('matches in an opened group are those of frames, creators and ids', async () => {
  const {contents} = await shop();
  const [first] = contents(state(), 1).rows;
  const {detail} = contents(state({detail: first!.key}), 1);
  expect(matchesIn(detail!, 'check.go')).toEqual([0, 1, 2]);
  expect(matchesIn(detail!, 'handler')).toEqual([2]);
  expect(matchesIn(detail!, '12')).toEqual([4]);
  expect(matchesIn(detail!, '')).toEqual([]);
});

describe('events', () => {
  test('come with the newest first, and a paused screen does not get later ones', async () => {
    const {target, contents} = await shop();
    target.session.addEvent('problem', 'one');
    const atMs = target.clock.monotonicMs();
    const held = {atMs, why: 'paused', sinceMs: atMs} as const;
    target.clock.pass(1000);
    target.session.addEvent('problem', 'two');
    expect(contents(state(), 1).events.map(({text}) => text)).toEqual(['two', 'one']);
    expect(contents(state({held}), 1).events.map(({text}) => text)).toEqual(['one']);
  });

  test('have names that later ones do not change', async () => {
    const {target, contents} = await shop();
    target.session.addEvent('problem', 'one');
    const [before] = contents(state(), 1).events.map(eventKey);
    target.clock.pass(1000);
    target.session.addEvent('problem', 'one');
    expect(contents(state(), 1).events.map(eventKey)[1]).toBe(before);
    expect(new Set(contents(state(), 1).events.map(eventKey)).size).toBe(2);
  });
});
