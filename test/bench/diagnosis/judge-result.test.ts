import {describe, expect, test} from 'vitest';
import {judge, totals, type Verdict} from '../../../bench/diagnosis/judge-result.ts';
import type {Truth} from '../../../bench/diagnosis/truth.ts';

const truth: Truth = {
  name: 'merge',
  patterns: ['send-receiver-gone', 'send-blocked'],
  causes: ['shop.example/app.forward'],
  places: [
    {functions: ['shop.example/app.forward'], families: ['chan send']},
    {functions: ['shop.example/app.merge.func1'], families: ['waitgroup']},
  ],
  victims: ['shop.example/app.wait'],
  provenByGC: true,
};

function verdict(level: string, pattern: string, reason: string, ...functions: string[]): Verdict {
  const own = functions.find((name) => name.includes('/app.')) ?? functions[0]!;
  return {
    level,
    pattern,
    group: {reason, function: own, count: 3, stack: functions.map((name) => ({function: name}))},
  };
}

const cause = verdict('likely', 'send-receiver-gone', 'chan send', 'shop.example/app.forward');
const waiter = verdict(
  'likely',
  'waitgroup-never-done',
  'waitgroup',
  'sync.(*WaitGroup).Wait',
  'shop.example/app.merge.func1',
);

describe('judge', () => {
  test('all is right when the cause is first and all places are named', () => {
    const judgement = judge(truth, [cause, waiter]);
    expect(judgement).toMatchObject({
      firstRight: true,
      patternRight: true,
      patternBest: true,
      places: 2,
      missing: [],
      falseAlarms: [],
    });
  });

  test('a victim that is ranked above its cause is a wrong first verdict and no false alarm', () => {
    const judgement = judge(truth, [waiter, cause]);
    expect(judgement.firstRight).toBe(false);
    expect(judgement.patternRight).toBe(false);
    expect(judgement.falseAlarms).toEqual([]);
  });

  test('what is only watched is counted apart', () => {
    const judgement = judge(truth, [{...cause, level: 'watch'}]);
    expect(judgement.firstRight).toBe(false);
    expect(judgement.firstRightAtAnyLevel).toBe(true);
    expect(judgement.missing).toHaveLength(2);
    expect(judgement.missingAtWatch).toEqual([truth.places[1]]);
  });

  test('load and benign verdicts neither come first nor raise an alarm', () => {
    const load = verdict('load', 'unknown-growth', 'IO wait', 'shop.example/app.serve');
    expect(judge(truth, [load, cause]).firstRight).toBe(true);
    expect(judge(truth, [load]).falseAlarms).toEqual([]);
  });

  test('an alarm about healthy goroutines is false, one about a victim is not', () => {
    const healthy = verdict('likely', 'unknown-growth', 'select', 'shop.example/app.poll');
    const victim = verdict('likely', 'unknown-growth', 'chan receive', 'shop.example/app.wait');
    expect(judge(truth, [cause, healthy, victim]).falseAlarms).toEqual([
      {level: 'likely', pattern: 'unknown-growth', function: 'shop.example/app.poll', reason: 'select'},
    ]);
  });

  test('the right function in another kind of wait is not the place', () => {
    const passing = verdict('likely', 'unknown-growth', 'mutex', 'shop.example/app.merge.func1');
    expect(judge(truth, [cause, passing]).missing).toEqual([truth.places[1]]);
  });

  test('groups that a verdict has joined with its own are found too', () => {
    const joined = {...cause, victims: [{why: 'waits for these', group: waiter.group}]};
    expect(judge(truth, [joined]).missing).toEqual([]);
  });

  test('a place of the standard library is found anywhere in the stack', () => {
    const body: Truth = {
      ...truth,
      causes: ['net/http.(*persistConn).readLoop'],
      places: [{functions: ['net/http.(*persistConn).readLoop'], families: ['select']}],
    };
    const seen = verdict('likely', 'http-body-not-closed', 'select', 'net/http.(*persistConn).readLoop');
    expect(judge(body, [seen])).toMatchObject({firstRight: true, missing: []});
  });

  test('a place by its outermost function is found whatever is innermost', () => {
    const outer: Truth = {
      ...truth,
      causes: ['main.Bug.func1'],
      places: [
        {functions: ['main.Bug.func1'], families: ['mutex'], outermost: true},
        {functions: ['main.Bug.func2'], families: ['mutex'], outermost: true, optional: true},
      ],
    };
    const seen = verdict('likely', 'mutex-not-released', 'mutex', 'main.(*store).get', 'main.Bug.func1');
    expect(judge(outer, [seen])).toMatchObject({firstRight: true, places: 1, missing: []});
  });

  test('silence finds nothing', () => {
    expect(judge(truth, [])).toMatchObject({first: undefined, firstRight: false, patternRight: false});
  });
});

test('totals add up over programs', () => {
  expect(totals([judge(truth, [cause, waiter]), judge(truth, [])])).toMatchObject({
    programs: 2,
    firstRight: 1,
    patternRight: 1,
    places: 4,
    placesFound: 2,
    falseAlarms: 0,
  });
});
