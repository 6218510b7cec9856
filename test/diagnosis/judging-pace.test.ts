import {expect, test} from 'vitest';
import {createStandingDiagnosis, judgeEveryMs} from '../../source/diagnosis/standing-diagnosis.ts';
import {group, watched} from '../helpers/session.ts';

/** How often a session of so many seconds is judged, when one judgement takes so much of the processor here. */
async function judgements(seconds: number, costMs: number): Promise<number> {
  const target = watched();
  const {session} = target;
  let usedMs = 0;
  let judged = 0;
  const diagnosis = createStandingDiagnosis({
    session,
    texts: async () => new Map(),
    workMs: () => 0,
    usedMs: () => (usedMs += costMs),
    onJudged: () => {
      judged++;
    },
  });
  for (let second = 0; second < seconds; second++) {
    target.sees(group(10, 'chan receive', 'main.worker'));
    // Judging goes on between samples: it has come to its end when nothing is left to be done at once.
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }

  diagnosis.close();
  return judged;
}

test('a session is judged anew every few seconds', async () => {
  expect(await judgements(60, 20)).toBe(60_000 / judgeEveryMs);
});

test('judging that costs much here comes more rarely, but never stops', async () => {
  expect(await judgements(60, 50)).toBe(4);
  expect(await judgements(60, 60_000)).toBe(3);
});
