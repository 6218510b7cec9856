import {expect, test} from 'vitest';
import {endingSignals, statusOf} from '../../source/terminal/ending-signal.ts';

test('each signal that ends the program has the status that a shell would show', () => {
  expect(endingSignals.map((signal) => [signal, statusOf(signal)])).toEqual([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGQUIT', 131],
  ]);
});
