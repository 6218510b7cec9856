import {expect, test} from 'vitest';
import {resample} from '../../../source/view/charts/resample.ts';
import {sparkline} from '../../../source/view/charts/sparkline.ts';

test('growth fills the whole height', () => {
  expect(sparkline([600, 630, 660, 690, 720, 750, 780, 812], 8)).toBe('▁▂▃▄▅▆▇█');
});

test('the newest value stands at the right, and before the first there is nothing', () => {
  expect(sparkline([1, 9], 5)).toBe('   ▁█');
});

test('a gap is a blank, not a line and not a zero', () => {
  expect(sparkline([0, undefined, 8, Number.NaN, 8], 5)).toBe('▁ █ █');
});

test('noise of a busy group stays calm', () => {
  const line = sparkline([240, 241, 239, 240, 242, 238], 6);
  expect(line).toMatch(/^[▄▅]+$/);
});

test('a constant count lies at half height, a constant one low, and zero lowest', () => {
  expect(sparkline([41, 41, 41], 3)).toBe('▄▄▄');
  expect(sparkline([1, 1, 1], 3)).toBe('▃▃▃');
  expect(sparkline([0, 0, 0], 3)).toBe('▁▁▁');
});

test('a spike of one sample among ten thousand is seen', () => {
  const values = Array.from({length: 10_000}, (_, index) => (index === 4321 ? 50 : 2));
  const line = sparkline(values, 20);
  expect(line).toHaveLength(20);
  expect(line.split('').filter((level) => level === '█')).toHaveLength(1);
});

test('with a shared maximum, rows can be compared', () => {
  expect(sparkline([10, 10], 2, {max: 80})).toBe('▂▂');
  expect(sparkline([80, 100], 2, {max: 80})).toBe('██');
  expect(sparkline([0, 0], 2, {max: 0})).toBe('▁▁');
});

test('in ASCII every byte is below 0x80 and higher is still darker', () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8, {ascii: true})).toBe('_.:-=+*#');
});

test('without values or width there is nothing to draw', () => {
  expect(sparkline([], 4)).toBe('    ');
  expect(sparkline([undefined], 1)).toBe(' ');
  expect(sparkline([1, 2], 0)).toBe('');
});

test('negative values are drawn within the line too', () => {
  expect(sparkline([-8, 0, 8], 3)).toBe('▁▄█');
});

test('resampling keeps the largest of each column, and a gap only where nothing was seen', () => {
  expect(resample([1, 5, 2, undefined, undefined, undefined], 3)).toEqual([5, 2, undefined]);
  expect(resample([1, 2], 4)).toEqual([undefined, undefined, 1, 2]);
  expect(resample([1, 2], 4, {stretch: true})).toEqual([1, 1, 2, 2]);
});
