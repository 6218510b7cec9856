import path from 'node:path';
import {describe, expect, test, vi} from 'vitest';
import {inOneRecording, sideOfRecording} from '../../../source/commands/files/recorded-side.ts';
import {UsageError} from '../../../source/commands/arguments/usage-error.ts';
import {openRecording} from '../../../source/recording/open-recording.ts';
import {RecordingError} from '../../../source/recording/recording-error.ts';
import type {SessionEntry} from '../../../source/session/entry.ts';
import {diffOf} from '../../../source/session/diff.ts';
import {formatClock} from '../../../source/view/text/format.ts';
import {fold, recorderOf, writeAll} from '../../recording/recorded.ts';
import {synthetic} from '../../recording/synthetic.ts';

const written = [...synthetic({groups: 30, changing: 6, samples: 195, lookEvery: 20})];

async function recording(entries: readonly SessionEntry[]): Promise<string> {
  const recorder = recorderOf();
  await writeAll(recorder, entries);
  await recorder.close();
  return recorder.file;
}

const lastWallMs = written.at(-1)!.wallMs;

/** The times of a recording are read in whole seconds. */
const clockOf = (wallMs: number) => formatClock(wallMs);

describe('a moment of a recording', () => {
  test('has the counts of then, as often as they were counted since', async () => {
    const file = await recording(written);
    for (const ago of [150, 60, 1]) {
      const {side, origin} = sideOfRecording(() => openRecording(file), `${ago}s ago`);
      const expected = fold(written.filter(({wallMs}) => wallMs <= lastWallMs - ago * 1000));
      expect(side.groups.map(({identity, count}) => [identity.key, count])).toEqual(
        Array.from(expected.groups, ([key, {count}]) => [key, count]),
      );
      expect(Math.abs(side.takenAt - (lastWallMs - ago * 1000))).toBeLessThan(1100);
      expect(origin).toMatchObject({name: 'shop.gorowatch', source: 'recording'});
    }
  });

  test('is the last one where no time is given, and may be given by the clock', async () => {
    const file = await recording(written);
    expect(sideOfRecording(() => openRecording(file), undefined).side).toEqual(
      sideOfRecording(() => openRecording(file), 'end').side,
    );
    const {takenAt} = sideOfRecording(() => openRecording(file), clockOf(lastWallMs - 90_000)).side;
    expect(Math.abs(takenAt - (lastWallMs - 90_000))).toBeLessThan(2100);
  });

  test('that is none is said, with how to write one', async () => {
    const file = await recording(written);
    expect(() => sideOfRecording(() => openRecording(file), 'teatime')).toThrow(UsageError);
    expect(() => sideOfRecording(() => openRecording(file), 'teatime')).toThrow(
      /^shop\.gorowatch@teatime: "teatime" is not a time/,
    );
  });

  test('of which nothing was counted is an error of its own', async () => {
    const file = await recording(written.filter(({kind}) => kind !== 'counts'));
    expect(() => sideOfRecording(() => openRecording(file), undefined)).toThrow(RecordingError);
  });

  test.each([
    ['9h ago', 'before the beginning'],
    ['2027-01-01 12:00', 'after the end'],
  ])('%s is the nearest one with counts, and it says so', async (time, where) => {
    const file = await recording(written);
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      const {side} = sideOfRecording(() => openRecording(file), time);
      const counted = written.filter(({kind}) => kind === 'counts').map(({wallMs}) => wallMs);
      expect(side.takenAt).toBe(where === 'after the end' ? counted.at(-1) : counted[0]);
      expect(side.groups.length).toBeGreaterThan(0);
      expect(said.mock.calls).toEqual([
        [
          expect.stringMatching(
            `^gorowatch: shop\\.gorowatch@${time} is ${where}: [\\d:]+ is taken instead\\.\n$`,
          ),
        ],
      ]);
    } finally {
      said.mockRestore();
    }
  });
});

describe('two moments of one recording', () => {
  test('differ by what changed in between, and ids say who is still there', async () => {
    const file = await recording(written);
    const diff = diffOf(
      ...inOneRecording(
        sideOfRecording(() => openRecording(file), '150s ago'),
        sideOfRecording(() => openRecording(file), undefined),
      ),
    );
    const before = fold(written.filter(({wallMs}) => wallMs <= lastWallMs - 150_000)).groups;
    const after = fold(written).groups;
    expect(diff.groups.length).toBeGreaterThan(5);
    for (const {identity, before: was, after: is} of diff.groups) {
      expect([was, is]).toEqual([before.get(identity.key)?.count ?? 0, after.get(identity.key)?.count ?? 0]);
    }

    expect(diff.goroutines).toMatchObject({kind: 'by-id'});
    expect(diff.same.groups + diff.groups.length).toBe(30);
  });

  test('with the same full stacks in force at both say nothing of who is still there', async () => {
    const file = await recording(written);
    const diff = diffOf(
      ...inOneRecording(
        sideOfRecording(() => openRecording(file), '3s ago'),
        sideOfRecording(() => openRecording(file), undefined),
      ),
    );
    expect(diff.groups.length).toBeGreaterThan(0);
    expect(diff.goroutines).toEqual({kind: 'not-known'});
  });

  test('between which the process was started again are two processes', async () => {
    const middle = written.findIndex(({wallMs}) => wallMs > lastWallMs - 75_000);
    const {atMs, wallMs} = written[middle]!;
    const event = {atMs, wallMs, kind: 'restarted', text: 'the target was restarted'} as const;
    const file = await recording([
      ...written.slice(0, middle),
      {atMs, wallMs, kind: 'restarted'},
      {atMs, wallMs, kind: 'event', event},
      ...written.slice(middle),
    ]);
    const diff = diffOf(
      ...inOneRecording(
        sideOfRecording(() => openRecording(file), '150s ago'),
        sideOfRecording(() => openRecording(file), undefined),
      ),
    );
    expect(diff.goroutines).toEqual({
      kind: 'other-process',
      why: 'process 1 and process 2 of this recording are two processes',
    });
  });

  test('between which gorowatch was started again may be two processes', async () => {
    const file = await recording(written);
    const again = recorderOf({file});
    const later = [...synthetic({groups: 30, changing: 6, samples: 60, lookEvery: 20, startMs: 100})];
    await writeAll(
      again,
      later.map((entry) => ({...entry, wallMs: entry.wallMs + 600_000})),
    );
    await again.close();
    const side = (time: string | undefined) => sideOfRecording(() => openRecording(file), time);
    const seam = diffOf(...inOneRecording(side('9m ago'), side(undefined)));
    expect(seam.goroutines).toEqual({
      kind: 'other-process',
      why: 'nobody watched in between, so it may be another process',
    });
    const within = diffOf(...inOneRecording(side('30s ago'), side(undefined)));
    expect(within.goroutines).toMatchObject({kind: 'by-id'});
  });
});

test('a recording that is not there is an error that names it', () => {
  expect(() => sideOfRecording(() => openRecording(path.join('nowhere', 'x.gorowatch')), undefined)).toThrow(
    /x\.gorowatch does not exist/,
  );
});
