import {existsSync, statSync} from 'node:fs';
import {isDeepStrictEqual} from 'node:util';
import {expect, test} from 'vitest';
import {openRecording} from '../../source/recording/open-recording.ts';
import type {SessionEntry} from '../../source/session/entry.ts';
import {breathe} from '../../source/session/breathe.ts';
import {seeded} from '../helpers/seeded.ts';
import {fold, recorderOf, writeAll} from './recorded.ts';
import {synthetic} from './synthetic.ts';

const options = {groups: 40, changing: 8, passing: 2, samples: 400, lookEvery: 7};

/** Without the ages, which the recorder adds where the session does not tell them. */
function plain(entries: Iterable<SessionEntry>): unknown[] {
  return Array.from(entries, (entry) => (entry.kind === 'look' ? {...entry, ages: undefined} : entry));
}

test('a recording gives back every entry that was written, in order', async () => {
  const recorder = recorderOf();
  const written = [...synthetic(options)];
  await writeAll(recorder, written);
  await recorder.close();

  const recording = openRecording(recorder.file);
  expect(plain(recording.entries())).toEqual(plain(written));
  expect(recording.damage()).toEqual([]);
  recording.close();
});

test('what was committed can be read while recording goes on', async () => {
  const recorder = recorderOf();
  const written = [...synthetic(options)];
  await writeAll(recorder, written.slice(0, 1_500));
  const recording = openRecording(recorder.file);
  expect(plain(recording.entries())).toEqual(plain(written.slice(0, 1_500)));
  await writeAll(recorder, written.slice(1_500));
  expect(plain(recording.entries())).toEqual(plain(written));
  recording.close();
  await recorder.close();
});

test('the chart of what is being recorded is that of the finished recording', async () => {
  const recorder = recorderOf();
  await writeAll(recorder, synthetic(options));
  const during = openRecording(recorder.file);
  const [firstMs, lastMs] = [during.first()!.atMs, during.last()!.atMs];
  const spans = [1, 0.5, 0.01].map((share) => [lastMs - share * (lastMs - firstMs), lastMs] as const);
  const charts = spans.map(([fromMs, toMs]) => during.totals(fromMs, toMs, 40));
  during.close();
  await recorder.close();

  const recording = openRecording(recorder.file);
  expect(spans.map(([fromMs, toMs]) => recording.totals(fromMs, toMs, 40))).toEqual(charts);
  const total = (atMs: number) => fold(recording.entries(), atMs).total!;
  expect(charts[0]!.at(-1)).toBeGreaterThanOrEqual(total(lastMs));
  expect(charts[2]!.every((one) => one !== undefined)).toBe(true);
  recording.close();
});

test('what a segment begins with is the same, whatever of it was done before anything came', async () => {
  const written = [...synthetic({groups: 20, changing: 4, passing: 2, samples: 1_300, lookEvery: 97})];
  const files = await Promise.all(
    [0, 1, 12].map(async (turns) => {
      const recorder = recorderOf();
      for (const entry of written) {
        await writeAll(recorder, [entry]);
        if (entry.kind === 'cost') for (let turn = 0; turn < turns; turn++) await breathe();
      }

      await recorder.close();
      return recorder.file;
    }),
  );

  const random = seeded(3);
  const moments = Array.from({length: 12}, () => 8_000 + random.below(1_250_000));
  const read = files.map((file) => {
    const recording = openRecording(file);
    const entries = plain(recording.entries());
    const around = moments.map((atMs) => [...recording.entriesAround(atMs, 0)]);
    expect(recording.damage()).toEqual([]);
    recording.close();
    return {entries, around};
  });
  expect(isDeepStrictEqual(read[0]!.entries, plain(written))).toBe(true);
  for (const one of read) expect(isDeepStrictEqual(one, read[0])).toBe(true);
});

test('any moment, read from wherever, is what the log comes to there', async () => {
  const recorder = recorderOf();
  const written = [...synthetic({...options, samples: 900})];
  await writeAll(recorder, written);
  await recorder.close();

  const recording = openRecording(recorder.file);
  const random = seeded(7);
  const lastMs = recording.last()!.atMs;
  for (let tried = 0; tried < 40; tried++) {
    const atMs = 8_000 + random.below(lastMs - 8_000);
    const lookbackMs = random.below(300_000);
    const expected = fold(written, atMs);
    const read = fold(recording.entriesAround(atMs, lookbackMs));
    expect(read).toEqual(expected);
    expect([...read.groups.keys()]).toEqual([...expected.groups.keys()]);
    const snapshot = recording.snapshotAt(atMs)!.snapshot;
    expect(snapshot.groups.map(({identity, count}) => [identity.key, count])).toEqual(
      Array.from(expected.groups, ([key, {count}]) => [key, count]),
    );
    expect(recording.lookAt(atMs)?.atMs).toBe(expected.lookMs);
  }

  recording.close();
});

test('goroutines are as old in a log that is read from its middle as in the whole', async () => {
  const recorder = recorderOf();
  const written = [...synthetic({...options, samples: 1_400, passing: 0})];
  await writeAll(recorder, written);
  await recorder.close();
  const firstSeen = new Map<number, number>();
  let firstLookMs: number | undefined;
  let last: SessionEntry | undefined;
  for (const entry of written) {
    if (entry.kind !== 'look') continue;
    firstLookMs ??= entry.atMs;
    last = entry;
    for (const {members} of entry.snapshot.groups)
      for (const id of members!.ids) if (!firstSeen.has(id)) firstSeen.set(id, entry.atMs);
  }

  const recording = openRecording(recorder.file);
  const look = recording.lookAt(last!.atMs + 1)!;
  const ids = look.snapshot.groups.flatMap(({members}) => [...members!.ids]);
  expect(look.ages!.firstLookMs).toBe(firstLookMs);
  expect([...look.ages!.firstSeen]).toEqual(ids.map((id) => [id, firstSeen.get(id)]));
  expect(new Set(look.ages!.firstSeen.values()).size).toBeGreaterThan(3);
  recording.close();
});

test('a finished recording is one file for its owner only', async () => {
  const recorder = recorderOf();
  await writeAll(recorder, synthetic({...options, samples: 3}));
  expect(statSync(recorder.file).mode & 0o777).toBe(0o600);
  expect(statSync(`${recorder.file}-wal`).mode & 0o777).toBe(0o600);
  await recorder.close();
  expect(statSync(recorder.file).mode & 0o777).toBe(0o600);
  expect(existsSync(`${recorder.file}-wal`)).toBe(false);
  expect(existsSync(`${recorder.file}-shm`)).toBe(false);
  expect(recorder.failures).toEqual([]);
});

test('groups that are named ahead of a chapter are those that it tells', async () => {
  const recorder = recorderOf();
  const written: SessionEntry[] = [];
  for (const entry of synthetic({groups: 3_000, changing: 50, passing: 2, samples: 700, lookEvery: 1_000})) {
    await recorder.prepare(entry);
    recorder.write(entry);
    written.push(entry);
    if (entry.kind === 'cost') recorder.commit();
    await recorder.settled();
  }

  await recorder.close();
  const recording = openRecording(recorder.file);
  expect(isDeepStrictEqual(plain(recording.entries()), plain(written))).toBe(true);
  const {atMs} = recording.last()!;
  const {groups} = recording.snapshotAt(atMs)!.snapshot;
  const counted = [...fold(written, atMs).groups].filter(([, {count}]) => count > 0);
  expect(groups.map(({identity}) => identity.key)).toEqual(counted.map(([key]) => key));
  recording.close();
});

test('a baseline that each chapter tells again is one object, and a mark that differs in one group is another', async () => {
  const recorder = recorderOf();
  const written: SessionEntry[] = [];
  for (const entry of synthetic({...options, samples: 1_500, lookEvery: 5_000})) {
    written.push(entry);
    const first = written.find(({kind}) => kind === 'baseline');
    if (entry.kind !== 'cost' || entry.atMs < 1_000_000 || first?.kind !== 'baseline') continue;
    if (written.some(({kind, atMs}) => kind === 'baseline' && atMs >= 1_000_000)) continue;
    const {baseline} = first;
    const [key, count] = [...baseline.groups][7]!;
    const groups = new Map([...baseline.groups, [key, count + 1] as const]);
    written.push({
      ...first,
      atMs: entry.atMs,
      wallMs: entry.wallMs,
      baseline: {...baseline, atMs: entry.atMs, groups},
    });
  }

  await writeAll(recorder, written);
  await recorder.close();
  const recording = openRecording(recorder.file);
  const baselineAt = (atMs: number) =>
    [...recording.entriesAround(atMs, 0)].findLast((entry) => entry.kind === 'baseline')?.baseline;
  const [one, other] = written.flatMap((entry) => (entry.kind === 'baseline' ? [entry.baseline] : []));
  expect(baselineAt(100_000)).toEqual(one);
  expect(baselineAt(900_000)).toBe(baselineAt(100_000));
  expect(baselineAt(1_400_000)).toEqual(other);
  expect(baselineAt(900_000)).toEqual(one);
  recording.close();
});
