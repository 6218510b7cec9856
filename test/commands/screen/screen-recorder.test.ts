import {readdirSync, renameSync} from 'node:fs';
import path from 'node:path';
import {expect, test, vi} from 'vitest';
import {screenRecorder} from '../../../source/commands/screen/screen-recorder.ts';
import {openRecording} from '../../../source/recording/open-recording.ts';
import {Session} from '../../../source/session/session.ts';
import {fakeClock} from '../../helpers/fake-clock.ts';
import {group, snapshot} from '../../helpers/session.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';

/** A watch whose recordings go to a folder of this test. */
function recorderOfTest(diagnosisAt: () => undefined = () => undefined) {
  const state = temporaryFolder();
  vi.stubEnv('XDG_STATE_HOME', state);
  const clock = fakeClock();
  const session = new Session(clock, {name: 'shop:6060', url: 'http://shop:6060/debug/pprof/'});
  session.addSnapshot(snapshot([group(8, 'chan send', 'main.report')], clock.wallMs()));
  const recorder = screenRecorder(
    {
      session,
      diagnosis: {at: diagnosisAt},
      followJudgements: () => () => {},
      tapDumps: () => () => {},
    },
    () => {},
  );
  return {recorder, session, files: () => filesBelow(state)};
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true}).flatMap((entry) =>
    entry.isFile() ? [path.join(entry.parentPath, entry.name)] : [],
  );
}

test('a key that is held down starts one recording', async () => {
  const {recorder, files} = recorderOfTest();
  const said = await Promise.all([recorder.toggle(), recorder.toggle()]);
  expect(said[0].text).toMatch(/^Recording to .*\.gorowatch\.$/);
  expect(said[1]).toEqual(said[0]);
  expect(await recorder.end()).toMatch(/^gorowatch: Recorded /);
  expect(files()).toHaveLength(1);
});

test('a recording that has no name yet when the screen is left is finished all the same', async () => {
  const {recorder, files} = recorderOfTest();
  const started = recorder.toggle();
  expect(await recorder.end()).toMatch(/^gorowatch: Recorded /);
  await started;
  const [file = ''] = files();
  expect(files()).toEqual([file]);
  const recording = openRecording(file);
  expect(recording.timeline.firstMs()).toBeDefined();
  recording.close();
});

test('a second press ends it, a third begins another file', async () => {
  const {recorder, files} = recorderOfTest();
  await recorder.toggle();
  expect((await recorder.toggle()).text).toMatch(/^Recorded /);
  await recorder.toggle();
  await recorder.end();
  expect(files()).toHaveLength(2);
});

/** A recording that is on, and has been kept from going on. */
async function failedRecording() {
  const ofTest = recorderOfTest();
  const {recorder, session, files} = ofTest;
  await recorder.toggle();
  const [file = ''] = files();
  renameSync(file, `${file}.moved`);
  session.addEvent('baseline', 'changes are counted from here');
  await vi.waitFor(() => expect(recorder.now()?.problem).toMatch(/was moved or removed/));
  return ofTest;
}

test('after one that has failed, the next press begins another file', async () => {
  const {recorder, files} = await failedRecording();
  expect(await recorder.toggle()).toMatchObject({
    text: expect.stringMatching(/^Recording to .*\.gorowatch\.$/),
    kind: 'good',
  });
  expect(recorder.now()?.problem).toBeUndefined();
  expect(await recorder.end()).toMatch(/has stopped: .*\n.*Recorded /);
  expect(files().filter((one) => one.endsWith('.gorowatch'))).toHaveLength(1);
});

test('however often the key is pressed after one that has failed, it is told of once, and one begins', async () => {
  const {recorder, files} = await failedRecording();
  await Promise.all([recorder.toggle(), recorder.toggle(), recorder.toggle()]);
  expect((await recorder.end()).match(/has stopped: /g)).toHaveLength(1);
  expect(files().filter((one) => one.endsWith('.gorowatch'))).toHaveLength(1);
});

test('none begins when the screen is left while one that has failed is being ended', async () => {
  const {recorder, files} = await failedRecording();
  const toggled = recorder.toggle();
  expect(await recorder.end()).toMatch(/has stopped: /);
  expect((await toggled).kind).toBe('problem');
  expect(recorder.now()).toBeUndefined();
  expect(files().filter((one) => one.endsWith('.gorowatch'))).toEqual([]);
});

test('one that fails while what is remembered is being written says so as a problem', async () => {
  const {recorder, session, files} = recorderOfTest(() => {
    for (const file of files()) if (file.endsWith('.gorowatch')) renameSync(file, `${file}.moved`);
    return undefined;
  });
  session.addEvent('baseline', 'changes are counted from here');
  expect(await recorder.toggle()).toMatchObject({
    text: expect.stringContaining('was moved or removed'),
    kind: 'problem',
  });
  await recorder.end();
});

test('a recording that what is remembered keeps from beginning is one whole file all the same', async () => {
  const {recorder, files} = recorderOfTest(() => {
    throw new Error('no opinion');
  });
  await expect(recorder.toggle()).rejects.toThrow('no opinion');
  await expect(recorder.end()).rejects.toThrow('no opinion');
  expect(files()).toHaveLength(1);
});
