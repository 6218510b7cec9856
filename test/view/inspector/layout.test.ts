import {expect, test} from 'vitest';
import {layoutFor} from '../../../source/view/inspector/layout.ts';

const partsAround = {
  // Header, rule and headings of the reasons, title and headings of the list, message, footer.
  full: 2 + 2 + 2 + 2,
  // Header, title and headings of the list, message, footer.
  small: 2 + 2 + 2,
  // Header, headings, message or footer.
  compact: 3,
  line: 1,
};

const sizes: [number, number, string][] = [
  [200, 60, 'full'],
  [120, 40, 'full'],
  [100, 30, 'full'],
  [99, 30, 'small'],
  [100, 29, 'small'],
  [80, 24, 'small'],
  [60, 18, 'small'],
  [59, 18, 'compact'],
  [60, 17, 'compact'],
  [40, 10, 'compact'],
  [28, 7, 'compact'],
  [27, 7, 'line'],
  [28, 6, 'line'],
  [20, 5, 'line'],
];

test.each(sizes)('%d x %d is %s, and its parts fill the lines exactly', (columns, rows, mode) => {
  for (const families of [0, 1, 3, 8, 15]) {
    const layout = layoutFor(columns, rows, families);
    expect(layout.mode).toBe(mode);
    if (layout.mode === 'line') continue;
    const axis = layout.timeAxis ? 1 : 0;
    expect(partsAround[layout.mode] + layout.chart + axis + layout.reasons + layout.list).toBe(rows);
  }
});

test('the list is there from 40x10 up, and nothing ever has fewer than no lines', () => {
  for (let columns = 1; columns <= 130; columns += 3) {
    for (let rows = 1; rows <= 60; rows++) {
      const layout = layoutFor(columns, rows, 15);
      expect(Math.min(layout.chart, layout.reasons, layout.list, layout.body)).toBeGreaterThanOrEqual(0);
      expect(layout.body).toBeLessThanOrEqual(rows);
      const least = columns >= 40 && rows >= 10 ? 4 : 0;
      expect(layout.list).toBeGreaterThanOrEqual(least);
    }
  }
});

test('as many reasons as there are get a place, two to a row, four rows at the most', () => {
  expect([1, 2, 3, 8, 15].map((families) => layoutFor(120, 40, families).reasons)).toEqual([1, 1, 2, 4, 4]);
});
