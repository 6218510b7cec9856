import {expect, test} from 'vitest';
import {createGearFailures} from '../../source/session/gear-failures.ts';
import {Session} from '../../source/session/session.ts';
import {TargetError, type TargetErrorKind} from '../../source/target/target-error.ts';
import {fakeClock} from '../helpers/fake-clock.ts';
import {group, snapshot} from '../helpers/session.ts';

function begun({isCounted = true} = {}) {
  const session = new Session(fakeClock(), {name: 'shop:6060', url: 'http://shop:6060/debug/pprof/'});
  if (isCounted) session.addSnapshot(snapshot([group(3, 'select', 'main.work work.go:8')]));
  const failures = createGearFailures(session);
  const failing = (gear: 'groups' | 'stacks', kind: TargetErrorKind) =>
    failures.attempt(gear, () => Promise.reject(new TargetError(kind, `${gear}: ${kind}`, 'Look.')));
  const working = (gear: 'groups' | 'stacks') => failures.attempt(gear, () => Promise.resolve());
  return {failures, failing, working, told: () => session.events.map(({text}) => text)};
}

test('counts are asked for again soon, full stacks after a minute', async () => {
  const {failures, failing, working} = begun();
  expect(await failing('groups', 'server error')).toBe(500);
  expect(await failing('groups', 'server error')).toBe(1000);
  expect(await failing('stacks', 'cut short')).toBe(60_000);
  expect(await working('groups')).toBeUndefined();
  expect([failures.isFailing('groups'), failures.isFailing('stacks')]).toEqual([false, true]);
  expect(await failing('groups', 'server error')).toBe(500);
});

test('the same problem is told once, until the request has worked again', async () => {
  const {failing, working, told} = begun();
  await failing('stacks', 'cut short');
  await failing('stacks', 'cut short');
  await failing('stacks', 'forbidden');
  await working('stacks');
  await failing('stacks', 'forbidden');
  expect(told()).toEqual(['stacks: cut short', 'stacks: forbidden', 'stacks: forbidden']);
});

test('a target that is gone, or has never been counted, is no failure of one request', async () => {
  await expect(begun().failing('groups', 'refused')).rejects.toThrow('refused');
  await expect(begun({isCounted: false}).failing('groups', 'not found')).rejects.toThrow('not found');
});
