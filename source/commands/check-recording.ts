import {createDiagnoser} from '../diagnosis/diagnoser.ts';
import {ProfileDecoder} from '../profile/decoder.ts';
import type {Clock} from '../session/clock.ts';
import {Session} from '../session/session.ts';
import type {PprofTarget} from '../target/pprof-target.ts';
import type {Checked} from './checked.ts';

/** As the demo was recorded (scripts/record-demo.ts): counts every other second, full stacks every half minute. */
const everyMs = 2_000;
const stacksEveryMs = 30_000;

/** Judges recorded answers over `forMs` of their own time, without waiting for it to pass. */
export async function checkRecording(
  open: (monotonicMs: () => number) => PprofTarget,
  forMs: number,
): Promise<Checked> {
  const startWallMs = Date.now() - forMs;
  let atMs = 0;
  const clock: Clock = {
    wallMs: () => startWallMs + atMs,
    monotonicMs: () => atMs,
    sleep: () => Promise.resolve(),
  };
  const target = open(clock.monotonicMs);
  const decoder = new ProfileDecoder();
  const {name} = target.address;
  const session = new Session(clock, {name, url: target.url});
  const diagnoser = createDiagnoser({session, texts: (ids) => decoder.goroutineTexts(ids)});
  session.setStatus({kind: 'live'});
  try {
    for (; atMs <= forMs; atMs += everyMs) {
      const takenAt = clock.wallMs();
      const counts = await target.goroutines({debug: 0});
      session.addSnapshot(await decoder.decode(counts.chunks, {source: 'debug=0', takenAt}));
      if (atMs % stacksEveryMs === 0) {
        const stacks = await target.goroutines({debug: 2});
        await session.addLook(
          await decoder.decode(stacks.chunks, {source: 'debug=2', takenAt, keepText: true}),
        );
      }

      await diagnoser.observe();
    }

    return {
      diagnosis: await diagnoser.judge(),
      judged: {
        target: {name, url: target.url},
        cost: {requests: 0, bytes: 0, requestMs: 0, stoppedMs: 0},
        moments: undefined,
      },
      proofCommand: undefined,
      endedBy: undefined,
    };
  } finally {
    await target.close();
    await decoder.close();
  }
}
