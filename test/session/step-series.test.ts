import {expect, test} from 'vitest';
import {StepSeries} from '../../source/session/step-series.ts';

test.each([10, 21, 115, 345])(
  'the newest value is in the last of %i cells, whatever the clock says',
  (cells) => {
    for (let at = 0; at < 1000; at++) {
      const toMs = 8123.4567 + at * 1003.0191;
      const series = new StepSeries();
      series.push(toMs - 10_000, 1);
      series.push(toMs, 2);
      expect(series.cells(toMs - 60_000, toMs, cells).at(-1)).toBe(2);
    }
  },
);
