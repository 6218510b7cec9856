import {expect, test} from 'vitest';
import {unzigzag, writeVarint, zigzag} from '../../source/session/varint.ts';

test('a small number takes one byte, the largest eight', () => {
  const bytes = new Uint8Array(8);
  expect([0, 127, 128, 300, 2 ** 53 - 1].map((value) => writeVarint(bytes, 0, value))).toEqual([
    1, 1, 2, 2, 8,
  ]);
  writeVarint(bytes, 2, 300);
  expect([...bytes.subarray(2, 4)]).toEqual([0xac, 0x02]);
});

test.for([0, 1, -1, 63, -64, 2 ** 40 + 1, -(2 ** 51)])('%i keeps its sign', (value) => {
  expect(zigzag(value)).toBeGreaterThanOrEqual(0);
  expect(unzigzag(zigzag(value))).toBe(value);
});
