import {EventEmitter} from 'node:events';
import {expect, test} from 'vitest';
import {createRepainter} from '../../source/terminal/repaint.ts';

/** Everything that happens, in its order; `settle` lets the time after the last size pass. */
function makeWorld() {
  const happened: string[] = [];
  const process = new EventEmitter();
  let timer: (() => void) | undefined;
  const stdout = Object.assign(new EventEmitter(), {
    write: (text: string) => happened.push(text.replaceAll('\u001B', 'ESC')),
  });
  stdout.on('resize', () => happened.push('drawn'));
  const repainter = createRepainter({
    stdout,
    process,
    forget: () => happened.push('forgotten'),
    startTimer(callback) {
      timer = callback;
      return () => {
        timer = undefined;
      };
    },
  });
  return {happened, process, repainter, settle: () => timer?.()};
}

const painted = ['forgotten', 'ESC[?2026hESC[0mESC[HESC[2J', 'drawn', 'ESC[?2026l'];

test('all is erased and drawn in one frame', () => {
  const {happened, repainter} = makeWorld();
  repainter.repaint();
  expect(happened).toEqual(painted);
});

test('the window is painted once when its size has settled, also when that is the old one', () => {
  const {happened, process, settle} = makeWorld();
  process.emit('SIGWINCH');
  process.emit('SIGWINCH');
  expect(happened).toEqual([]);
  settle();
  expect(happened).toEqual(painted);
});

test('after release nothing is painted', () => {
  const {happened, process, repainter, settle} = makeWorld();
  process.emit('SIGWINCH');
  repainter.release();
  settle();
  expect(happened).toEqual([]);
  expect(process.eventNames()).toEqual([]);
});
