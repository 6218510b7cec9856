import {expect, test} from 'vitest';
import {curveAfter, memoryCurve} from '../../../source/view/charts/memory-chart.ts';

const mebibyte = 2 ** 20;

function reading(atMs: number, heap: number, stacks = 1) {
  return {
    atMs,
    heapInUse: heap * mebibyte,
    heapAllocated: heap * mebibyte,
    stacksInUse: stacks * mebibyte,
    system: 0,
    collections: 0,
  };
}

const tenSeconds = {fromMs: 0, toMs: 10_000};

test('a reading holds until the next one, and nothing is known before the first', () => {
  const {pointsFor} = memoryCurve([reading(3_000, 100), reading(7_000, 200)], 'heap', tenSeconds, []);
  expect(pointsFor(10)).toEqual([undefined, undefined, 100, 100, 100, 100, 200, 200, 200, 200]);
});

test('a gap stays a gap', () => {
  const gaps = [{fromMs: 4_000, toMs: 6_000}];
  const {pointsFor} = memoryCurve([reading(0, 100)], 'heap', tenSeconds, gaps);
  expect(pointsFor(10)).toEqual([100, 100, 100, 100, undefined, undefined, 100, 100, 100, 100]);
});

test.each([
  [2, '2,048 KiB'],
  [412, '412 MiB'],
  [80 * 1024, '80 GiB'],
])('%d MiB are told in a unit in which whole numbers say enough', (mebibytes, said) => {
  const {pointsFor, format} = memoryCurve([reading(0, mebibytes)], 'heap', tenSeconds, []);
  expect(format(pointsFor(1)[0]!)).toBe(said);
});

test('stacks are a curve of their own', () => {
  const {pointsFor, format} = memoryCurve([reading(0, 500, 3)], 'stacks', tenSeconds, []);
  expect(format(pointsFor(2)[1]!)).toBe('3,072 KiB');
});

test('the key goes round', () => {
  expect(curveAfter('goroutines')).toBe('heap');
  expect(curveAfter('heap')).toBe('stacks');
  expect(curveAfter('stacks')).toBe('goroutines');
});
