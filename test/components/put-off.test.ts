import {expect, test} from 'vitest';
import {putOff} from '../../source/components/put-off.ts';

test('what comes close together is done once, after the last of it', () => {
  const timers: {callback: () => void; ms: number}[] = [];
  const soon = putOff(250, (callback, ms) => {
    timers.push({callback, ms});
    return () => undefined;
  });
  let calls = 0;
  const call = () => {
    calls++;
  };
  soon(call);
  soon(call);
  soon(call);
  expect(calls).toBe(0);
  expect(timers.map(({ms}) => ms)).toEqual([250]);
  timers[0]?.callback();
  expect(calls).toBe(1);
});

test('what comes later is done again', () => {
  const timers: (() => void)[] = [];
  const soon = putOff(250, (callback) => {
    timers.push(callback);
    return () => undefined;
  });
  let calls = 0;
  for (let round = 0; round < 3; round++) {
    soon(() => {
      calls++;
    });
    timers.at(-1)?.();
  }

  expect(calls).toBe(3);
});
