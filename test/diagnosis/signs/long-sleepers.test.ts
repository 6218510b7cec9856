import {describe, expect, test} from 'vitest';
import {LongSleepers} from '../../../source/diagnosis/signs/long-sleepers.ts';
import type {StacksLook} from '../../../source/session/model.ts';
import {group, snapshot} from '../../helpers/session.ts';
import {alarms, judgedSession, lineOf, type Goroutine} from '../judged-session.ts';

const hourNs = 3_600_000_000_000;
const eightSecondsNs = 8_000_000_000;
const line = 'pay.retry /srv/pay/retry.go:31';
const {place} = group(1, 'sleep', line).identity;

function sleeping(ns: number): string {
  return `goroutine 7 [sleep]:\ntime.Sleep(0x${ns.toString(16)})\n\t/usr/local/go/src/runtime/time.go:363 +0x165\n`;
}

/** Which goroutines sleep at the line, and for how long, look by look. */
type Look = ReadonlyMap<number, number>;

async function lookedAt(looks: readonly Look[], cut: readonly number[] = []): Promise<LongSleepers> {
  const sleepers = new LongSleepers();
  for (const [second, look] of looks.entries()) {
    const atMs = second * 1000;
    const ids = [...look.keys()];
    const dump = {
      ...snapshot([group(ids.length, 'sleep', line, {ids})]),
      source: 'debug=2' as const,
      complete: !cut.includes(second),
    };
    const firstSeen = new Map(ids.map((id) => [id, 0]));
    const one: StacksLook = {
      atMs,
      wallMs: atMs,
      snapshot: dump,
      places: new Map(),
      firstSeen,
      firstLookMs: 0,
    };
    await sleepers.observe(one, (asked) =>
      Promise.resolve(new Map(asked.map((id) => [id, sleeping(look.get(id)!)]))),
    );
  }

  return sleepers;
}

describe('who sleeps far longer than anybody waits', () => {
  test('is known since the look at which it was first found asleep for so long', async () => {
    const sleepers = await lookedAt([
      new Map([
        [1, hourNs],
        [2, eightSecondsNs],
      ]),
      new Map([
        [1, hourNs],
        [2, hourNs * 2],
        [3, eightSecondsNs],
      ]),
    ]);
    const long = sleepers.of(place);
    expect([...(long?.since ?? [])]).toEqual([
      [1, 0],
      [2, 1000],
    ]);
    expect(long).toMatchObject({leastMs: 3_600_000, mostMs: 7_200_000, atFirstLook: 1, stillAtSecondLook: 1});
    expect([...(long?.old ?? [])]).toEqual([1]);
  });

  test('came when it was first seen, where there were too many to read them all at once', async () => {
    const stock = new Map(Array.from({length: 500}, (_, id) => [id + 1, hourNs]));
    const long = (await lookedAt([stock, stock])).of(place);
    expect(long?.since.size).toBe(500);
    expect(new Set(long?.since.values())).toEqual(new Set([0]));
  });

  test('is noted when it leaves after all', async () => {
    const one = new Map([[1, hourNs]]);
    const sleepers = await lookedAt([...Array.from({length: 6}, () => one), new Map([[2, hourNs]])]);
    expect(sleepers.of(place)?.leaves).toMatchObject([{atMs: 6000, settled: [1, 0, 0, 0]}]);
  });

  test('has not left in a dump that was cut', async () => {
    const one = new Map([[1, hourNs]]);
    expect([...((await lookedAt([one, new Map(), one], [1])).of(place)?.since ?? [])]).toEqual([[1, 0]]);
  });

  test('is nobody where all sleep for seconds, and in another process', async () => {
    const sleepers = await lookedAt([new Map([[1, eightSecondsNs]])]);
    expect(sleepers.of(place)).toBeUndefined();
    const long = await lookedAt([new Map([[1, hourNs]])]);
    long.forget();
    expect(long.of(place)).toBeUndefined();
  });
});

const main: Goroutine = {id: 1, family: 'IO wait', stack: ['main.main /srv/app/main.go:20']};

/** What is said of retries of 8 s, one a second, of which each third tries once more after so long, up to some second. */
async function saidOfRetries(againNs: number, untilSecond = 30) {
  const texts = new Map<number, string>();
  const {second, judge} = judgedSession(texts);
  for (let at = 1; at <= 30; at++) {
    const retries = Array.from({length: at}, (_, n): readonly Goroutine[] => {
      const id = 100 + n;
      const age = at - 1 - n;
      const isAgain = age >= 8;
      if (isAgain && (n % 3 !== 0 || n + 8 >= untilSecond)) return [];
      texts.set(id, sleeping(isAgain ? againNs : eightSecondsNs));
      return isAgain && age - 8 >= againNs / 1e9 ? [] : [{id, family: 'sleep', stack: [line]}];
    });
    await second([main, ...retries.flat()]);
  }

  return judge();
}

describe('a line at which most sleep for seconds', () => {
  test('is told when some sleep there for an hour, and become more', async () => {
    const diagnosis = await saidOfRetries(hourNs);
    expect(alarms(diagnosis)).toEqual(['likely sleep-flood 16 pay.retry']);
    const {evidence} = diagnosis.verdicts[0]!;
    expect(evidence).toContainEqual({
      kind: 'sleep',
      leastMs: 3_600_000,
      mostMs: 3_600_000,
      count: 8,
      of: 16,
    });
    expect(evidence.map(({kind}) => kind)).not.toContain('growth');
  });

  test('is worth a look when some sleep there for an hour, and no more have come for a while', async () => {
    const {verdicts} = await saidOfRetries(hourNs, 15);
    expect(verdicts.map((verdict) => lineOf(verdict))).toEqual(['watch sleep-flood 11 pay.retry']);
  });

  test('is not told when all of them wake up soon', async () => {
    expect(alarms(await saidOfRetries(eightSecondsNs))).toEqual([]);
  });
});
