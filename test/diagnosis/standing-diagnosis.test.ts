import {expect, onTestFinished, test} from 'vitest';
import {diagnosisPacking, maxPastDiagnosesBytes} from '../../source/diagnosis/diagnosis-packing.ts';
import {createStandingDiagnosis, judgeEveryMs} from '../../source/diagnosis/standing-diagnosis.ts';
import type {Diagnosis} from '../../source/diagnosis/verdict.ts';
import {maxEvents} from '../../source/session/events.ts';
import {PackedLog} from '../../source/session/packed-log.ts';
import {creator, group, randomNumbers, watched} from '../helpers/session.ts';

/** A leak that grows: judged after each second, as often as that is due. */
async function leaking(seconds: number) {
  const target = watched();
  const judged: {readonly atMs: number; readonly diagnosis: Diagnosis}[] = [];
  const diagnosis = createStandingDiagnosis({
    session: target.session,
    texts: () => Promise.resolve(new Map()),
    onJudged: (one, atMs) => judged.push({atMs, diagnosis: structuredClone(one)}),
  });
  onTestFinished(diagnosis.close);
  for (let second = 0; second < seconds; second++) {
    const count = 5 + second;
    target.sees(group(count, 'chan send', 'main.report check.go:72'));
    const ids = Array.from({length: count}, (_, index) => index + 1);
    await target.looks(
      group(count, 'chan send', 'main.report check.go:72', {
        ids,
        creators: [creator('main.main main.go:9', count, 0)],
      }),
    );
    await diagnosis.judgeNow();
  }

  return {...target, diagnosis, judged};
}

test('what was thought can be read back at each moment', async () => {
  const {diagnosis, judged} = await leaking(40);
  expect(judged.length).toBeGreaterThan(39);
  expect(judged.some(({diagnosis: {verdicts}}) => verdicts.length > 0)).toBe(true);
  for (const one of judged) {
    const newest = judged.findLast(({atMs}) => atMs === one.atMs)!;
    expect(diagnosis.at(one.atMs)).toEqual(newest.diagnosis);
    expect(diagnosis.at(one.atMs + 1)).toBe(diagnosis.at(one.atMs));
  }

  expect(diagnosis.at(judged[0]!.atMs - 1)).toBeUndefined();
  expect(diagnosis.at(Infinity)).toBe(diagnosis.current());
});

test('a moment is judged once it is due, and stands from then on', async () => {
  const {session, clock, diagnosis, judged} = await leaking(1);
  const before = judged.length;
  clock.pass(judgeEveryMs);
  session.changed();
  await diagnosis.judgeNow();
  expect(judged.length).toBeGreaterThan(before);
  expect(judged.at(-1)!.atMs).toBe(clock.monotonicMs());
});

test('what was found in one process is not shown of the next, however many there have been', async () => {
  const target = await leaking(0);
  const {session, diagnosis} = target;
  for (let restart = 0; restart < maxEvents; restart++) session.restarted('it crashes at once');
  target.sees(group(4, 'chan send', 'main.report check.go:72', {status: 'chan send (nil chan)'}));
  await diagnosis.judgeNow();
  const before = diagnosis.current()!.verdicts;
  session.restarted('it crashes at once');
  target.sees(group(1, 'IO wait', 'main.main main.go:9'));
  await diagnosis.judgeNow();
  expect(before).not.toEqual([]);
  expect(diagnosis.current()?.verdicts).toEqual([]);
});

test('the past of a day with many verdicts stays within its bytes, and thins out evenly', async () => {
  const {judged} = await leaking(20);
  const random = randomNumbers(7);
  const {diagnosis} = judged.findLast((one) => one.diagnosis.verdicts.length > 0)!;
  const log = new PackedLog(diagnosisPacking);
  const times = 2000;
  for (let atMs = 0; atMs < times; atMs++) {
    const [verdict] = diagnosis.verdicts;
    const verdicts = Array.from({length: 40}, () => ({
      ...verdict!,
      places: Array.from({length: 40}, () => random(2 ** 31).toString(16)),
    }));
    log.push(atMs, {...diagnosis, verdicts});
    expect(log.bytes).toBeLessThanOrEqual(maxPastDiagnosesBytes);
  }

  const moments = log.steps.map(({atMs}) => atMs);
  expect(moments[0]).toBe(0);
  expect(moments.at(-1)).toBe(times - 1);
  const widest = Math.max(...moments.slice(1).map((atMs, index) => atMs - moments[index]!));
  expect(moments.length).toBeGreaterThan(100);
  expect(widest).toBeLessThanOrEqual((4 * times) / moments.length);
});
