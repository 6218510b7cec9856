import {gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {savedDump} from '../../source/report/dump-text.ts';

const about = {wallMs: 5, missing: 2, isFromAlarm: true};

/** Full stacks of so many goroutines, each of more than a kilobyte. */
function stacks(goroutines: number): Buffer {
  const frame = `main.wait(0xc000010200)\n\t/srv/${'deep/'.repeat(200)}main.go:30 +0x45\n`;
  return Buffer.from(
    Array.from({length: goroutines}, (_, at) => `goroutine ${at + 1} [select]:\n${frame}`).join('\n'),
  );
}

describe('of full stacks that are larger than what a report holds', () => {
  const all = stacks(10_000);

  test.each([
    ['as they are', [all.subarray(0, 3_000_000), all.subarray(3_000_000)]],
    ['compressed', [gzipSync(all)]],
  ])('what is left out is counted as missing: %s', async (_how, pieces) => {
    const {goroutines, missing, text} = await savedDump(pieces, about);
    expect(text.length).toBeLessThan(all.length);
    expect(text.match(/^goroutine /gm)).toHaveLength(goroutines);
    expect(goroutines + missing).toBe(10_000 + about.missing);
  });
});

test('words of a log that look like a header in the middle of a line are no goroutine', async () => {
  const {goroutines, missing} = await savedDump(
    [Buffer.from('it was goroutine 7 [select]:\n'), stacks(3)],
    about,
  );
  expect({goroutines, missing}).toEqual({goroutines: 3, missing: 2});
});
