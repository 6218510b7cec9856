import {EventEmitter} from 'node:events';
import {expect, test} from 'vitest';
import {autoWrapOff, restoreSequence} from '../../source/terminal/modes.ts';
import {stopUntilContinued} from '../../source/terminal/suspend.ts';

function makeWorld(platform = 'linux') {
  const happened: string[] = [];
  const timers: {callback: () => void; stopped: boolean}[] = [];
  const process = Object.assign(new EventEmitter(), {
    pid: 4711,
    platform,
    kill(pid: number, signal: string) {
      happened.push(`${signal} to ${pid}`);
    },
  });
  const done = stopUntilContinued({
    process,
    stdout: {
      write(text) {
        happened.push(
          text === restoreSequence({alternateScreen: false})
            ? 'restored'
            : text === autoWrapOff
              ? 'wrap off'
              : text,
        );
      },
    },
    startTimer(callback) {
      const timer = {callback, stopped: false};
      timers.push(timer);
      return () => {
        timer.stopped = true;
      };
    },
  });
  return {happened, timers, process, done};
}

test('it stops its whole group, and when continued makes Node read the size again before it goes on', async () => {
  const {happened, timers, process, done} = makeWorld();
  expect(happened).toEqual(['restored', 'SIGTSTP to 0']);
  process.emit('SIGCONT');
  expect(happened.slice(2)).toEqual(['wrap off', 'SIGWINCH to 4711']);
  timers.at(-1)!.callback();
  await done;
  expect(process.eventNames()).toEqual([]);
  expect(timers[0]!.stopped).toBe(true);
});

test('where nothing stops it, because no shell could continue it, the screen comes back by itself', async () => {
  const {happened, timers, process, done} = makeWorld();
  timers[0]!.callback();
  process.emit('SIGCONT');
  timers.at(-1)!.callback();
  await done;
  expect(happened.filter((what) => what === 'wrap off')).toHaveLength(1);
});

test('without job control there is nothing to do', async () => {
  const {happened, done} = makeWorld('win32');
  await done;
  expect(happened).toEqual([]);
});
