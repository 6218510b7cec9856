import {Buffer} from 'node:buffer';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {createRecording} from '../../source/commands/create-recording.ts';
import type {DumpTap} from '../../source/commands/dump-taps.ts';
import {ProfileDecoder} from '../../source/profile/decoder.ts';
import {openRecording} from '../../source/recording/open-recording.ts';
import {replayRecording} from '../../source/recording/replay-recording.ts';
import {createRequests} from '../../source/session/requests.ts';
import {Session} from '../../source/session/session.ts';
import {fakeClock} from '../helpers/fake-clock.ts';
import {group, snapshot} from '../helpers/session.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

const worker = 7;

function stacksWith(word: string): string {
  return `goroutine ${worker} [chan receive]:
main.work(${word})
\t/srv/app/main.go:30 +0x45
created by main.main in goroutine 1
\t/srv/app/main.go:9 +0x1d
`;
}

/** A watch of one goroutine, whose argument tells one look from another, and what is recorded of it. */
function recordedWatch() {
  const clock = fakeClock();
  const session = new Session(clock, {name: 'shop:6060', url: 'http://shop:6060/debug/pprof/'});
  const decoder = new ProfileDecoder();
  const replayDecoder = new ProfileDecoder();
  onTestFinished(async () => {
    await decoder.close();
    await replayDecoder.close();
  });
  const taps: DumpTap[] = [];
  const file = path.join(temporaryFolder(), 'shop.gorowatch');
  const recording = createRecording(
    {
      session,
      diagnosis: {at: () => undefined},
      followJudgements: () => () => {},
      tapDumps(tap) {
        taps.push(tap);
        return () => {};
      },
    },
    {file},
  );
  let body = '';
  const requests = createRequests({
    session,
    decoder,
    onCost: () => {},
    onRestart: () => {},
    target: {
      index: () => Promise.reject(new Error('not asked')),
      commandLine: () => Promise.reject(new Error('not asked')),
      leaks: () => Promise.reject(new Error('not asked')),
      goroutines() {
        clock.pass(20);
        const reply = {status: 200, contentType: '', contentEncoding: '', location: ''};
        const chunks = [new Uint8Array(Buffer.from(body))];
        return Promise.resolve({...reply, chunks, bytes: body.length, durationMs: 20, firstByteMs: 20});
      },
    },
  });
  const {signal} = new AbortController();
  const counted = () => {
    clock.pass(1_000);
    session.addSnapshot(snapshot([group(1, 'chan receive', 'main.work')], clock.wallMs()));
  };
  const show: (kind: Parameters<DumpTap>[0]) => (capture: Parameters<DumpTap>[1]) => Promise<void> =
    (kind) => async (capture) => {
      // To write a large dump takes its time; the look is made of it only then.
      clock.pass(1_500);
      for (const tap of taps) await tap(kind, capture, 'asked');
    };
  return {
    recording,
    async looks(word: string, isSaved: boolean): Promise<number> {
      counted();
      body = stacksWith(word);
      await requests.stacks(signal, true, isSaved ? show('stacks') : undefined);
      counted();
      return clock.monotonicMs();
    },
    async savesCounts() {
      body = 'goroutine profile: total 1\n1 @ 0x1\n#\t0x1\tmain.work+0x1\t/srv/app/main.go:30\n';
      await requests.counts(signal, show('counts'));
    },
    replayed() {
      const opened = openRecording(file);
      onTestFinished(() => {
        opened.close();
      });
      return replayRecording(opened, replayDecoder);
    },
  };
}

test('the text of a goroutine is that of the look it is shown in, or there is none', async () => {
  const watch = recordedWatch();
  const {recording} = watch;
  await recording.start();
  const first = await watch.looks('0x1', true);
  const unsaved = await watch.looks('0x2', false);
  await watch.savesCounts();
  const afterCounts = await watch.looks('0x3', false);
  const second = await watch.looks('0x4', true);
  await recording.stop();

  const {texts} = watch.replayed();
  const shown = async (atMs: number) => (await texts(atMs, [worker])).get(worker)?.match(/0x\d(?=\))/)?.[0];
  expect(await shown(first)).toBe('0x1');
  expect(await shown(unsaved)).toBeUndefined();
  expect(await shown(afterCounts)).toBeUndefined();
  expect(await shown(second)).toBe('0x4');
  expect(await shown(first)).toBe('0x1');
});
