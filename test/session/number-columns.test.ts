import {describe, expect, test} from 'vitest';
import {ColumnReader, ColumnWriter} from '../../source/session/number-columns.ts';
import {randomNumbers} from '../helpers/session.ts';

function written(...columns: readonly ArrayLike<number>[]): Uint8Array {
  const writer = new ColumnWriter();
  for (const column of columns) writer.write(column);
  return writer.bytes.slice();
}

function readBack(columns: readonly ArrayLike<number>[]): number[][] {
  const reader = new ColumnReader(written(...columns));
  return columns.map(() => Array.from(reader.read()));
}

describe('columns come back as they were', () => {
  test.for([
    ['none', []],
    ['zeros', [0, 0, 0]],
    ['rising and falling', [5, 3, 900, 2, 1_000_000, 0]],
    ['below zero', [-1, -500, 3, -2_000_000_000]],
    ['more than 32 bits', [2 ** 31, 2 ** 32, 2 ** 40 + 1, 2 ** 50, 1]],
    ['from one end of what is exact to the other', [2 ** 51, -(2 ** 51), 2 ** 51]],
    ['larger than that', [2 ** 53 - 1, 0, 2 ** 60]],
    ['fractions', [0.1, 1.5, 1e300]],
    ['what is no number', [Number.NaN, Infinity, -Infinity, -0]],
  ] as const)('%s', ([, column]) => {
    expect(readBack([column])).toEqual([[...column]]);
  });

  test('any of them, several after another', () => {
    const random = randomNumbers(3);
    for (let round = 0; round < 300; round++) {
      const columns = Array.from({length: 1 + random(5)}, () => {
        const scale = 2 ** random(54);
        const isFraction = random(10) === 0;
        return Array.from({length: random(50)}, () => {
          const number = Math.floor((random(2 ** 30) / 2 ** 30) * scale);
          return (random(2) === 0 ? number + 1 : -number - 1) / (isFraction ? 7 : 1);
        });
      });
      expect(readBack(columns)).toEqual(columns);
    }
  });
});

test('numbers that are near each other take a byte each', () => {
  const ids = Array.from({length: 1000}, (_, index) => 7_000_000_000 + index * 3);
  expect(written(ids).length).toBeLessThan(1020);
});
