import {expect, test} from 'vitest';
import {createRunningTotal} from '../../source/session/running-total.ts';
import {requestGoroutines} from '../../source/target/index-page.ts';

/** The page counts those that answer it too. */
const page = (goroutines: number) => goroutines + requestGoroutines;

/** Both told so many times, a second apart: the page first. */
function told(times: number, onPage: number, counted: number) {
  const total = createRunningTotal();
  for (let second = 0; second < times; second++) {
    total.indexed(second * 1000, page(onPage));
    total.counted(second * 1000 + 20, counted, requestGoroutines);
  }

  return total;
}

test('the newest of both is what there is, less those that answer', () => {
  const total = createRunningTotal();
  expect(total.now()).toBe(0);
  total.indexed(0, page(40));
  expect(total.now()).toBe(40);
  total.counted(5000, 43, requestGoroutines);
  expect(total.now()).toBe(43);
  total.indexed(9000, 1);
  expect(total.now()).toBe(0);
});

test('what the page leaves out or counts too often is learned from counts next to it', () => {
  const few = told(2, 100, 101);
  few.indexed(9000, page(100));
  expect(few.now()).toBe(100);
  const enough = told(3, 100, 101);
  enough.indexed(9000, page(120));
  expect(enough.now()).toBe(121);
});

test('what comes and goes between the two evens out', () => {
  const total = told(4, 100, 101);
  total.indexed(4000, page(100));
  total.counted(4020, 160, requestGoroutines);
  total.indexed(5000, page(100));
  expect(total.now()).toBe(101);
});

test('counts that come later say nothing of the page', () => {
  const total = createRunningTotal();
  for (let minute = 0; minute < 5; minute++) {
    total.indexed(minute * 60_000, page(100));
    total.counted(minute * 60_000 + 30_000, 200, requestGoroutines);
  }

  total.indexed(300_000, page(100));
  expect(total.now()).toBe(100);
});

test('of another process nothing is learned yet', () => {
  const total = told(5, 100, 101);
  total.restarted();
  total.indexed(9000, page(30));
  expect(total.now()).toBe(30);
});
