import {expect, test} from 'vitest';
import {maxPastLooksBytes} from '../../source/session/look-packing.ts';
import type {Group} from '../../source/profile/model.ts';
import type {StacksLook} from '../../source/session/model.ts';
import {creator, group, randomNumbers, snapshot, watched} from '../helpers/session.ts';

/** Goroutines that come and go, with creators, waits and places of all kinds. */
function goroutines(
  many: number,
  places: number,
  firstId: number,
  random: (below: number) => number,
): Group[] {
  const each = Math.floor(many / places);
  return Array.from({length: places}, (_, at) =>
    group(each, 'select', `main.work${at} work.go:${at}`, {
      ids: Array.from({length: each}, (_id, index) => firstId + at * each * 3 + index * 3 + random(3)),
      waitMinutes: random(60),
      createdBy: random(1000),
      creators: [creator(`main.start${at} start.go:${at}`, each, random(each + 1))],
      ...(random(3) === 0 ? {labels: {tenant: `acme ${at}`}} : {}),
    }),
  );
}

test('a look that was packed away comes back as it was, with every goroutine and its age', async () => {
  const random = randomNumbers(11);
  const target = watched();
  target.sees(group(1, 'select', 'main.work work.go:1'));
  const looks: StacksLook[] = [];
  for (let round = 0; round < 40; round++) {
    target.clock.pass(1500.25);
    const groups = goroutines(300, 1 + random(20), random(2) === 0 ? 1 : round * 100, random);
    const cut = {...snapshot(groups, target.clock.wallMs()), source: 'debug=2' as const, missing: 3};
    await target.session.addLook({...cut, complete: random(4) > 0});
    looks.push(structuredClone(target.session.look!));
  }

  for (const look of looks) expect(target.session.logs.looks.at(look.atMs)).toEqual(look);
});

test('the looks of half an hour at ten thousand goroutines stay within their bytes and cover all of it', async () => {
  const random = randomNumbers(2);
  const target = watched();
  const {looks} = target.session.logs;
  for (let round = 0; round < 60; round++) {
    target.sees(group(1, 'select', 'main.work work.go:1'));
    target.clock.pass(29_000);
    // Each time other goroutines in other places.
    await target.looks(...goroutines(10_000, 1000, round * 40_000, random));
    expect(looks.bytes).toBeLessThanOrEqual(maxPastLooksBytes);
  }

  const first = looks.steps[0]!.atMs;
  expect(target.clock.monotonicMs() - first).toBeGreaterThan(29 * 60_000);
  expect(looks.steps.length).toBeGreaterThan(20);
});

test('stacks that only looks have seen count against the bytes', async () => {
  const target = watched();
  target.sees(group(1, 'select', 'main.work work.go:1'));
  const {looks} = target.session.logs;
  for (let round = 0; round < 50; round++) {
    target.clock.pass(1000);
    await target.looks(
      ...Array.from({length: 400}, (_, at) =>
        group(1, 'select', `main.request${at} serve.go:${at}`, {ids: [at], labels: {id: `${round} ${at}`}}),
      ),
    );
    expect(looks.bytes).toBeLessThanOrEqual(maxPastLooksBytes);
  }

  // 700 bytes for each of these identities.
  expect(looks.bytes).toBeGreaterThan(maxPastLooksBytes / 2);
  expect(looks.steps.length).toBeLessThan(50);
});
