import path from 'node:path';
import {onTestFinished, expect, test} from 'vitest';
import {ProfileDecoder} from '../../source/profile/decoder.ts';
import {loadSqlite} from '../../source/recording/open-database.ts';
import {createRecorder} from '../../source/recording/recorder.ts';
import {openRecording} from '../../source/recording/open-recording.ts';
import {replayRecording} from '../../source/recording/replay-recording.ts';
import {pastOf} from '../../source/session/past.ts';
import type {Session} from '../../source/session/session.ts';
import {timelineOf, type Timeline} from '../../source/session/timeline.ts';
import {createContents} from '../../source/view/inspector/contents.ts';
import {initialState} from '../../source/view/inspector/inspector-state.ts';
import type {Held} from '../../source/view/time/held.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {anySession, stateAt} from '../session/any-session.ts';
import {recorderOf, writeAll} from './recorded.ts';
import {synthetic} from './synthetic.ts';

const seeds = Array.from({length: 12}, (_, seed) => seed + 1);
const target = {name: 'localhost:6060', url: 'http://localhost:6060/debug/pprof/'};
const hourMs = 3_600_000;

/** What the lists of the screen show of a moment. */
function rowsAt(session: Session, timeline: Timeline, held?: Held) {
  const contents = createContents(session, undefined, timeline);
  const {moment, rows, families, events, goroutines} = contents({...initialState, held}, 0);
  return {
    total: moment.total,
    change: moment.totalChange,
    threads: moment.threads,
    families: families.map(({family, count, change}) => ({family, count, change})),
    rows: [...rows].map(({key, status, count, change, oldest, creators, name}) => ({
      key,
      status,
      count,
      change,
      oldest,
      creators,
      name,
    })),
    goroutines: goroutines.length,
    events: events.map(({kind, text}) => `${kind} ${text}`),
  };
}

/** What is there before the minutes before it have been read. */
function atOnce({total, threads, families, rows, goroutines, events}: ReturnType<typeof rowsAt>) {
  return {
    total,
    threads,
    families: families.filter(({count}) => count > 0).map(({family, count}) => ({family, count})),
    rows: rows.filter(({count}) => count > 0).map((row) => ({...row, change: undefined})),
    goroutines,
    events,
  };
}

test.for(seeds)('a recording shows the rows that were live at each moment (session %i)', async (seed) => {
  const {session, clock, happens} = anySession(seed, hourMs);
  const file = path.join(temporaryFolder(), 'x.gorowatch');
  for (let step = 0; step < 40; step++) await happens();
  const failures: string[] = [];
  const recorder = createRecorder({
    file,
    target,
    version: '0',
    onFailure: (sentence) => failures.push(sentence),
  });
  for await (const entry of pastOf(session)) recorder.write(entry);
  session.follow((entry) => recorder.write(entry));
  const live = [];
  for (let step = 0; step < 80; step++) {
    await happens();
    const atMs = clock.monotonicMs();
    // In between the screen shows the sample before.
    if (session.lastSeen?.atMs !== atMs) continue;
    // No key sets a mark for a moment after the newest counts.
    if ((session.mark?.atMs ?? -Infinity) > (session.latest?.atMs ?? -Infinity)) continue;
    live.push({atMs, rows: rowsAt(session, timelineOf(session)), state: stateAt(session, atMs)});
  }

  await recorder.close();
  expect(failures).toEqual([]);

  const recording = openRecording(file);
  const decoder = new ProfileDecoder();
  onTestFinished(async () => {
    recording.close();
    await decoder.close();
  });
  const replayed = replayRecording(recording, decoder);
  for (const {atMs, rows, state} of live) {
    const again = replayed.load(atMs);
    const held = {atMs, why: 'replayed', sinceMs: atMs} as const;
    expect(rowsAt(again, replayed.timeline, held)).toEqual(rows);
    expect(stateAt(again, atMs).groups).toEqual(state.groups);
  }

  // Read from end to beginning, no moment is in a stretch that was read before.
  const jumping = replayRecording(recording, decoder);
  for (const {atMs, rows} of live.toReversed()) {
    const first = jumping.soon(atMs, () => {});
    const held = {atMs, why: 'replayed', sinceMs: atMs} as const;
    expect(atOnce(rowsAt(first, jumping.timeline, held))).toEqual(atOnce(rows));
  }

  const {firstMs, sampleAfter} = timelineOf(session);
  let moments = 0;
  for (let atMs = firstMs(); atMs !== undefined; atMs = sampleAfter(atMs)) {
    expect(replayed.timeline.sampleAfter(atMs)).toBe(sampleAfter(atMs));
    moments++;
  }

  expect(moments).toBeGreaterThan(30);
});

test('the minutes around a moment are read piece by piece, and a mark stays', async () => {
  const recorder = recorderOf();
  await writeAll(recorder, synthetic({groups: 30, changing: 10, samples: 1_500, lookEvery: 20, depth: 4}));
  await recorder.close();
  const recording = openRecording(recorder.file);
  const decoder = new ProfileDecoder();
  onTestFinished(async () => {
    recording.close();
    await decoder.close();
  });
  const replayed = replayRecording(recording, decoder);
  const atMs = recording.timeline.lastMs()! - 100_000;
  const loaded = Promise.withResolvers<void>();
  const first = replayed.soon(atMs, loaded.resolve);
  const mark = {atMs, total: 1, families: new Map(), groups: new Map(), since: 'mark'} as const;
  first.mark = mark;
  expect(replayed.soon(atMs, loaded.resolve)).toBe(first);
  await loaded.promise;
  const whole = replayed.soon(atMs, () => {});
  expect(whole).not.toBe(first);
  expect(whole.mark).toBe(mark);
  expect(replayed.load(atMs + 60_000)).toBe(whole);
  const reread = replayRecording(recording, decoder).load(atMs);
  expect(stateAt(whole, atMs)).toEqual(stateAt(reread, atMs));
  expect(whole.history.total.cells(atMs - 300_000, atMs, 60, [])).toEqual(
    first.history.total.cells(atMs - 300_000, atMs, 60, []),
  );
});

test('that the text of goroutines cannot be read is said, and the screen does without', async () => {
  const recorder = recorderOf();
  const entries = [...synthetic({groups: 3, changing: 1, samples: 20, lookEvery: 20})];
  await writeAll(recorder, entries);
  const look = entries.find(({kind}) => kind === 'look');
  if (look?.kind !== 'look') throw new Error('there is no look');
  const chunks = [Buffer.from('goroutine 1 [select]:\nmain.main()\n\t/srv/main.go:3 +0x1\n')];
  const wallMs = look.snapshot.takenAt;
  await recorder.dump({atMs: look.atMs, wallMs, name: 'full.txt', cause: 'asked', chunks});
  await recorder.close();
  const {DatabaseSync} = loadSqlite();

  const textsOf = async () => {
    const recording = openRecording(recorder.file);
    const decoder = new ProfileDecoder();
    const replayed = replayRecording(recording, decoder);
    const texts = await replayed.texts(recording.timeline.lastMs()!, [1]);
    recording.close();
    await decoder.close();
    return {texts: [...texts.keys()], said: replayed.damage()};
  };
  expect(await textsOf()).toEqual({texts: [1], said: undefined});
  const database = new DatabaseSync(recorder.file);
  database.exec('UPDATE dump_chunk SET body = zeroblob(9)');
  database.close();
  const {texts, said} = await textsOf();
  expect(texts).toEqual([]);
  expect(said).toContain('is damaged: a part cannot be decompressed.');
});
