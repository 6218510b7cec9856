import {describe, expect, test} from 'vitest';
import type {Followed} from '../../../source/diagnosis/places/followed.ts';
import {
  isAccumulating,
  isRising,
  isSilent,
  isSeenWaiting,
  type Signs,
} from '../../../source/diagnosis/signs/signs.ts';
import {levelOf} from '../../../source/diagnosis/signs/level.ts';
import {trendOf} from '../../../source/diagnosis/trends/trend.ts';
import {creator} from '../../helpers/session.ts';
import {followedWith, suspect} from '../suspects.ts';

const points = Array.from({length: 21}, (_, second) => ({atMs: second * 1000, value: 5 + second * 2}));
const rising = trendOf(points, {fromMs: 0, toMs: 20_000});

const fewLooks: Followed = {
  looks: 4,
  overMs: 20_000,
  fromStart: 4,
  startLeft: 1,
  startBrief: 0,
  working: 0,
  settled: 4,
  settledLeft: 0,
  stayMs: 4000,
  stayed: 30,
  arrivals: 2,
  arrivalLooks: 2,
  keepsComing: true,
  slowsDown: false,
  settledIds: [],
  areOrphans: false,
};

function signs(given: Partial<Signs> = {}): Signs {
  return {...suspect('select', ['main.work']).signs, trend: rising, followed: fewLooks, ...given};
}

test('answers that are read line by line are watched, however many they become', () => {
  const grown = {trend: rising, followed: followedWith(20)};
  const read = (...outer: string[]) =>
    levelOf({
      ...suspect('IO wait', ['net/http.(*bodyEOFSignal).Read', ...outer, 'main.poll']).signs,
      ...grown,
    });
  expect(read('bufio.(*Scanner).Scan')).toBe('watch');
  expect(read('io.ReadAll')).toBe('likely');
});

test('those who have come since all the others went on do not accumulate', () => {
  const released = {...followedWith(25), startLeft: 60, fromStart: 0};
  expect(isAccumulating(signs({trend: undefined, followed: released}))).toBe(false);
  expect(isAccumulating(signs({trend: undefined, followed: {...released, startLeft: 20}}))).toBe(true);
});

describe('a count that rises, at few looks', () => {
  test('speaks for a leak while those who were here at first stay', () => {
    expect(isRising(signs())).toBe(true);
    expect(isRising(signs({followed: undefined}))).toBe(true);
  });

  test('is a move from one place to another, when nobody who has come is new to the process', () => {
    const moved = {...fewLooks, stayed: 0, settled: 0};
    expect(isRising(signs({followed: moved}))).toBe(false);
    expect(isRising(signs({followed: {...moved, overMs: 2000}}))).toBe(true);
  });

  test('is work that takes longer than between two looks, when those who were here at first have left', () => {
    expect(isRising(signs({followed: {...fewLooks, fromStart: 1, startLeft: 4}}))).toBe(false);
  });

  test('is no sign of goroutines that accumulate either, then', () => {
    const unsure = {...rising, shape: 'unknown', chance: 0.4} as const;
    const accumulates = (given: Partial<Followed>, trend = rising as Signs['trend']) =>
      isAccumulating(
        signs({
          trend,
          followed: {...fewLooks, looks: 8, fromStart: 0, startLeft: 0, settled: 12, arrivals: 3, ...given},
        }),
      );
    expect(accumulates({})).toBe(true);
    expect(accumulates({startLeft: 5, looks: 10})).toBe(false);
    expect(accumulates({startLeft: 3, fromStart: 4}, unsure)).toBe(false);
    expect(accumulates({startLeft: 2, fromStart: 5}, unsure)).toBe(false);
    expect(accumulates({startLeft: 1, fromStart: 4}, unsure)).toBe(true);
    // Others come and go beside those that stay; the count tells that there are some.
    expect(accumulates({startLeft: 3, fromStart: 4})).toBe(true);
    expect(accumulates({startLeft: 3, fromStart: 4, looks: 20}, unsure)).toBe(true);
  });

  test('is a step to another level, when it was seen to rise once or twice', () => {
    const came = {...fewLooks, looks: 6, startLeft: 0, settled: 15, arrivals: 4};
    const step = {...rising, shape: 'unknown', chance: 0.25} as const;
    expect(isAccumulating(signs({followed: came}))).toBe(true);
    expect(isAccumulating(signs({followed: came, trend: step}))).toBe(false);
    expect(isAccumulating(signs({followed: {...came, looks: 8}, trend: step}))).toBe(true);
  });

  test('has come to its end when it has not risen for longer than before', () => {
    expect(isRising(signs({hasHalted: true}))).toBe(false);
  });
});

/** A number that is counted each five seconds for so many minutes. */
function over(minutes: number, value: (second: number) => number) {
  const toMs = minutes * 60_000;
  const counts = Array.from({length: toMs / 5000 + 1}, (_, n) => ({atMs: n * 5000, value: value(n * 5)}));
  return trendOf(counts, {fromMs: 0, toMs});
}

function onePerTwentySeconds(second: number): number {
  return 1 + Math.floor(second / 20);
}

function unfollowed(family: 'chan send' | 'select', trend: Signs['trend']) {
  return levelOf({...suspect(family, ['main.work'], {count: 30}).signs, trend, followed: undefined});
}

describe('where nobody can be followed, a rise', () => {
  test('of senders that goes on for minutes without a fall is likely a leak', () => {
    expect(unfollowed('chan send', over(8, onePerTwentySeconds))).toBe('likely');
  });

  test('is one to watch when it is short, fell, or is of others that wait', () => {
    expect(unfollowed('chan send', over(4, onePerTwentySeconds))).toBe('watch');
    const withFalls = over(8, (second) => onePerTwentySeconds(second) + (second % 60 === 0 ? 2 : 0));
    expect(unfollowed('chan send', withFalls)).toBe('watch');
    expect(unfollowed('select', over(8, onePerTwentySeconds))).toBe('watch');
  });
});

test('goroutines that come less and less, as counted, fill something up', () => {
  const full = points.map(({atMs}) => ({atMs, value: Math.round(80 - 75 * 0.87 ** (atMs / 1000))}));
  const filling = trendOf(full, {fromMs: 0, toMs: 20_000});
  const followed = {...fewLooks, startLeft: 0, settled: 40, arrivals: 4};
  expect(isAccumulating(signs({followed}))).toBe(true);
  expect(isAccumulating(signs({followed, trend: filling}))).toBe(false);
});

test('a goroutine is silent when it has stayed, whether it was here at first or came later', () => {
  const none = {...fewLooks, fromStart: 0, settled: 0};
  expect(isSilent(signs({followed: {...none, fromStart: 1}}))).toBe(true);
  expect(isSilent(signs({followed: {...none, settled: 1}}))).toBe(true);
  expect(isSilent(signs({followed: none}))).toBe(false);
});

test('the main goroutine, those of requests and who came from elsewhere are seen waiting, and are not silent', () => {
  const followed = {...fewLooks, fromStart: 1};
  const {place} = suspect('select', ['main.run', 'main.main']).signs;
  const main = signs({place, followed});
  const served = signs({followed, connection: 'accepted'});
  const moved = signs({followed: {...fewLooks, fromStart: 0, settled: 0}});
  expect([main, served, moved].map((one) => [isSeenWaiting(one), isSilent(one)])).toEqual([
    [true, false],
    [true, false],
    [true, false],
  ]);
});

test('goroutines that sleep again and again are likely to be a leak when some have been there from the start', () => {
  const {place} = suspect('sleep', ['main.retry']).signs;
  const level = (fromStart: number, sleep: Signs['sleep']) =>
    levelOf(
      signs({
        place,
        pattern: 'sleep-loop',
        sleep,
        followed: {...fewLooks, looks: 20, fromStart, startLeft: 0, settled: 12, arrivals: 9},
      }),
    );
  const backOff = {leastMs: 800, mostMs: 12_800, isAgain: true};
  expect(level(5, backOff)).toBe('likely');
  expect(level(5, {...backOff, isAgain: false})).toBe('watch');
  expect(level(5, {...backOff, mostMs: 3000})).toBe('likely');
  expect(level(0, backOff)).toBe('watch');
  expect(level(0, {...backOff, mostMs: 3_600_000})).toBe('likely');
});

describe('dumps that somebody saved', () => {
  const {place} = suspect('chan send', ['main.answer'], {count: 60}).signs;
  const creators = [creator('main.ask', 60, 0)];
  const orphans = {place, creators, starters: {all: 30, gone: 30}, trend: undefined, isSaved: true};
  const none = {fromStart: 0, startLeft: 0, settled: 0, stayed: 0, arrivals: 0, arrivalLooks: 0};
  const two = {...fewLooks, ...none, looks: 2, overMs: 3000};

  test('show senders that nobody receives from, also when they are taken soon after one another', () => {
    const soon = {...two, fromStart: 20, stayed: 40};
    expect(levelOf(signs({...orphans, followed: undefined}))).toBe('likely');
    expect(levelOf(signs({...orphans, followed: soon}))).toBe('likely');
    expect(levelOf(signs({...orphans, followed: {...two, stayed: 60}}))).toBe('likely');
    expect(levelOf(signs({...orphans, followed: soon, isSaved: false}))).toBe('watch');
  });

  test('take it back when those of the first have left by the second', () => {
    const replaced = {...two, startBrief: 20, stayed: 60};
    expect(levelOf(signs({...orphans, followed: replaced}))).toBeUndefined();
  });

  test('are worth a look when all stayed and others came, two of them too', () => {
    const grown = {...two, fromStart: 10, stayed: 25};
    const saved = signs({followed: grown, trend: undefined, isSaved: true});
    expect(levelOf(saved)).toBe('watch');
    expect(levelOf({...saved, followed: {...grown, startBrief: 8}})).toBeUndefined();
    expect(levelOf({...saved, followed: {...grown, stayed: 1}})).toBeUndefined();
    expect(levelOf({...saved, isSaved: false})).toBeUndefined();
  });
});

describe('what healthy programs have', () => {
  const many = {followed: {...followedWith(12), fromStart: 4}};

  test('is a leak when it accumulates though there is one for each object that the program makes', () => {
    expect(levelOf(signs({...many, benign: {why: 'housekeeping', isPerObject: true}}))).toBe('likely');
  });

  test('is worth a look when it accumulates where peers may make it more', () => {
    expect(levelOf(signs({...many, benign: {why: 'reads a connection'}}))).toBe('watch');
  });

  test('is nothing when only its count rises', () => {
    const few = {followed: undefined, benign: {why: 'housekeeping', isPerObject: true}} as const;
    expect(levelOf(signs(few))).toBeUndefined();
  });
});

function piled(family: 'chan send' | 'select', given: Partial<Signs>, count = 20_000) {
  const {place} = suspect(family, ['main.work'], {count}).signs;
  return levelOf(signs({place, followed: undefined, trend: undefined, ...given}));
}

describe('very many at one place', () => {
  const [low] = points;
  const fell = trendOf([low!, {atMs: 10_000, value: 20_000}], {fromMs: 0, toMs: 20_000});

  test('are senders that nobody receives from, where nobody can be followed', () => {
    expect(piled('chan send', {})).toBe('likely');
    expect(piled('chan send', {isSaved: true})).toBe('likely');
    expect(piled('chan send', {trend: fell})).toBeUndefined();
  });

  test('are worth a look when they are only thousands', () => {
    expect(piled('chan send', {}, 6_000)).toBe('watch');
    expect(piled('chan send', {}, 900)).toBeUndefined();
  });

  test('are worth a look in a single dump, whatever they wait for', () => {
    expect(piled('select', {isSaved: true})).toBe('watch');
    expect(piled('select', {isSaved: true, benign: {why: 'idle'}})).toBeUndefined();
    expect(piled('select', {})).toBeUndefined();
  });
});

test('bodies of answers are left where fewer are read than have come', () => {
  const {signs: given} = suspect('select', ['net/http.(*persistConn).readLoop']);
  const came = {
    ...given,
    trend: rising,
    followed: {...fewLooks, looks: 20, settled: 12, arrivals: 5, startLeft: 0},
  };
  expect(rising.rise).toBeGreaterThan(12);
  expect(levelOf({...came, answersRead: 3})).toBe('likely');
  expect(levelOf({...came, answersRead: rising.rise})).toBe('watch');
});
