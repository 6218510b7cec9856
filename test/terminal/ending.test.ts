import {expect, test} from 'vitest';
import {describeFailure, die, exitCodeOf, internalErrorExitCode} from '../../source/terminal/ending.ts';

test('the status is 128 + n for signal n, also where a pipe or the terminal was closed', () => {
  expect(exitCodeOf({kind: 'exit', code: 3})).toBe(3);
  expect(exitCodeOf({kind: 'signal', signal: 'SIGTERM'})).toBe(143);
  expect(exitCodeOf({kind: 'gone', code: 'EPIPE'})).toBe(141);
  expect(exitCodeOf({kind: 'gone', code: 'EIO'})).toBe(129);
  expect(exitCodeOf({kind: 'error', error: new Error('no')})).toBe(internalErrorExitCode);
});

test('a signal ends it by that signal, and with its status where that has no effect', () => {
  const happened: string[] = [];
  const process = {
    pid: 7,
    removeAllListeners: (event: string) => happened.push(`deaf to ${event}`),
    kill(pid: number, signal: string) {
      happened.push(`kill ${pid} ${signal}`);
      throw new Error('not allowed');
    },
    exit: (code: number) => happened.push(`exit ${code}`),
  };
  die(process, {kind: 'signal', signal: 'SIGTERM'});
  die(process, {kind: 'exit', code: 1});
  expect(happened).toEqual(['deaf to SIGTERM', 'kill 7 SIGTERM', 'exit 143', 'exit 1']);
});

test('a mistake of its own is told with lines that are safe to print', () => {
  const told = describeFailure('a \u001B[2J b');
  expect(told).toContain('mistake of its own');
  expect(told).not.toContain('\u001B');
});
