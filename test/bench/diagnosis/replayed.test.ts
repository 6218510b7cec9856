import {afterAll, expect, test} from 'vitest';
import {alarmsOf, judge, totals} from '../../../bench/diagnosis/judge-result.ts';
import {wordsOfPrecision} from '../../../bench/diagnosis/judge-words.ts';
import type {RecordedAnswers} from '../../../bench/diagnosis/recorded-answers.ts';
import {judgeRecording, seen, told} from '../../../bench/diagnosis/replayed.ts';
import {ProfileDecoder} from '../../../source/profile/decoder.ts';
import {recordingOf} from '../../diagnosis/replay.ts';

const whole = {fromMs: 0, forMs: 20_000, every: 1, looks: Infinity};
const decoder = new ProfileDecoder();
afterAll(() => decoder.close());

function moment(atMs: number): RecordedAnswers {
  return {atMs, tookMs: {index: 1, counts: 1, stacks: 1}, index: '', counts: '', stacks: `at ${atMs}`};
}

test('a busy machine gives fewer full stacks, and all counts', () => {
  const answers = [0, 1000, 2000, 3000, 4000, 5000].map((atMs) => moment(atMs));
  const sight = {...whole, fromMs: 1000, every: 2, looks: 2};
  expect(seen(answers, sight).map(({stacks}) => stacks)).toEqual([
    'at 1000',
    undefined,
    'at 3000',
    undefined,
    undefined,
  ]);
});

test('a recorded leak is named, and its precision and recall are those of one right verdict', async () => {
  const moments = seen(recordingOf('mutex-not-released', 'leaky'), whole);
  const verdicts = told(await judgeRecording(moments, decoder));
  const [alarm] = alarmsOf(verdicts);
  expect(alarm?.pattern).toBe('mutex-not-released');
  const place = {functions: [alarm?.function ?? ''], families: ['mutex']};
  const truth = {
    name: 'lock',
    patterns: ['mutex-not-released'],
    causes: place.functions,
    places: [place],
    victims: [],
    provenByGC: true,
  };
  const all = totals([judge(truth, verdicts)]);
  expect(wordsOfPrecision(all, 0)).toBe('precision 100.0 % of 1 alarms, recall 100.0 % of 1 places');
  expect(wordsOfPrecision(all, 1)).toBe('precision 50.0 % of 2 alarms, recall 100.0 % of 1 places');
});
