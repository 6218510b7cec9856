import {expect, test} from 'vitest';
import {lastIndexWhere} from '../../source/session/search-sorted.ts';
import {seeded} from '../helpers/seeded.ts';

test('finds what going through all of them finds, also among equal ones and in a part', () => {
  const random = seeded(3);
  for (let tried = 0; tried < 500; tried++) {
    const numbers = Array.from({length: random.below(12)}, () => random.below(8)).toSorted((a, b) => a - b);
    const from = random.below(numbers.length + 1);
    const most = random.below(10) - 1;
    const found = lastIndexWhere(from, numbers.length, (index) => numbers[index]! <= most);
    const below = numbers.findLastIndex((number) => number <= most);
    expect(found).toBe(Math.max(from - 1, below));
  }
});
