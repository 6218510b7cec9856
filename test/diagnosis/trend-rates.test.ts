import {describe, expect, test} from 'vitest';
import type {Point} from '../../source/diagnosis/trends/point.ts';
import {trendOf, type TrendWindow} from '../../source/diagnosis/trends/trend.ts';
import {births, normal, passed, population, randomOf, sampled, type Random} from './populations.ts';

const always: TrendWindow = {fromMs: -Infinity, toMs: Infinity};
const windowMs = 20_000;
const runs = 1000;

function shareRising(make: (random: Random) => readonly Point[], times = runs): number {
  let rising = 0;
  for (let run = 0; run < times; run++) {
    if (trendOf(make(randomOf(run * 7919 + 13)), always).shape === 'rising') rising++;
  }

  return rising / times;
}

function leakInPopulation(spanMs: number): (random: Random) => readonly Point[] {
  return (random) => {
    const leak = passed(births(random, 1, spanMs, false));
    const moving = population(random, {load: 30, stayMs: 1000, spanMs});
    return sampled(random, spanMs, (sinceMs) => leak(sinceMs) + moving(sinceMs));
  };
}

describe('a leak and nothing else, watched for 20 s', () => {
  for (const perSecond of [0.2, 0.25, 0.3, 0.5, 1, 2, 5, 20]) {
    test(`${perSecond} per second at a steady pace is found in 99 % of windows`, () => {
      const share = shareRising((random) =>
        sampled(random, windowMs, passed(births(random, perSecond, windowMs, true))),
      );
      expect(share).toBeGreaterThanOrEqual(0.99);
    });
  }

  // At a random pace there may be too few to see, or none.
  for (const [perSecond, least] of [
    [0.2, 0.12],
    [0.5, 0.7],
    [1, 0.96],
    [2, 0.99],
    [5, 0.99],
    [20, 0.99],
  ] as const) {
    test(`${perSecond} per second at random is found in ${least * 100} %`, () => {
      const share = shareRising((random) =>
        sampled(random, windowMs, passed(births(random, perSecond, windowMs, false))),
      );
      expect(share).toBeGreaterThanOrEqual(least);
    });
  }
});

describe('a leak of one per second in a population of 30 that moves', () => {
  test('is found within five minutes', () => {
    expect(shareRising(leakInPopulation(300_000), 200)).toBeGreaterThanOrEqual(0.99);
  });

  test('is not guessed at within 20 s', () => {
    expect(shareRising(leakInPopulation(windowMs))).toBeLessThan(0.01);
  });
});

describe('fewer than 1 % of windows of a healthy population are taken for a rise', () => {
  for (const load of [2, 5, 30]) {
    for (const staySeconds of [1, 5, 20, 60, 200]) {
      // Those that change slowly come closest to 1 %, and need the more runs.
      const times = staySeconds < 20 ? 300 : 4000;
      for (const batch of load === 30 ? [1, 5] : [1]) {
        test(`${load} on average, in ${batch}s, each for ${staySeconds} s`, () => {
          const options = {load, stayMs: staySeconds * 1000, spanMs: windowMs, batch};
          const share = shareRising(
            (random) => sampled(random, windowMs, population(random, options)),
            times,
          );
          expect(share).toBeLessThan(0.01);
        });
      }
    }
  }

  for (const staySeconds of [5, 60, 300]) {
    test(`300 on average, each for ${staySeconds} s`, () => {
      const options = {load: 300, stayMs: staySeconds * 1000, spanMs: windowMs};
      const share = shareRising((random) => sampled(random, windowMs, population(random, options)), 600);
      expect(share).toBeLessThan(0.01);
    });
  }

  for (const staySeconds of [5, 60, 300, 3000]) {
    test(`30 on average, each for ${staySeconds} s, watched for 10 minutes`, () => {
      const options = {load: 30, stayMs: staySeconds * 1000, spanMs: 600_000};
      const share = shareRising((random) => sampled(random, 600_000, population(random, options), 2000), 300);
      expect(share).toBeLessThan(0.01);
    });
  }

  const healthy: Record<string, (random: Random) => (sinceMs: number) => number> = {
    'noise around a level': (random) => () => Math.round(100 + 5 * normal(random)),
    'a random walk': (random) => {
      let value = 1000;
      return () => (value += Math.round(5 * normal(random)));
    },
    'a sawtooth at a random phase': (random) => {
      const periodMs = 3000 + random() * 15_000;
      const phaseMs = random() * periodMs;
      return (sinceMs) => Math.floor((sinceMs + phaseMs) % periodMs);
    },
    'a step at any moment': (random) => {
      const stepMs = random() * windowMs;
      return (sinceMs) => (sinceMs > stepMs ? 100 : 20);
    },
    'two steps at any moments': (random) => {
      const [oneMs, otherMs] = [random() * windowMs, random() * windowMs];
      return (sinceMs) => (sinceMs > oneMs ? 80 : 20) + (sinceMs > otherMs ? 40 : 0);
    },
    'a ramp of 8 s to a plateau, that ended before the window did': (random) => {
      const startMs = random() * 13_000 - 4000;
      return (sinceMs) => Math.max(0, Math.min(128, Math.floor((sinceMs - startMs) / 500) * 8));
    },
    bursts: (random) => {
      const periodMs = 4000 + random() * 6000;
      const phaseMs = random() * periodMs;
      return (sinceMs) => ((sinceMs + phaseMs) % periodMs < 1500 ? 40 : 4);
    },
  };
  test.each(Object.entries(healthy))('%s', (_, make) => {
    expect(shareRising((random) => sampled(random, windowMs, make(random)))).toBeLessThan(0.01);
  });
});

test('a service that fills up within a third of the window is hardly ever taken for a leak', () => {
  for (const load of [10, 30, 300]) {
    const options = {load, stayMs: 6000, spanMs: windowMs, isEmptyAtFirst: true};
    expect(shareRising((random) => sampled(random, windowMs, population(random, options)))).toBeLessThan(
      0.04,
    );
  }
});

describe('whatever the series', () => {
  const series: readonly (readonly Point[])[] = Array.from({length: 300}, (_, run) => {
    const random = randomOf(run);
    const spanMs = [windowMs, 60_000, 300_000][run % 3]!;
    const leak = passed(births(random, 0.2 + random() * 2, spanMs, run % 2 === 0));
    const moving = population(random, {load: 1 + random() * 40, stayMs: 1000 * 10 ** (2 * random()), spanMs});
    return sampled(
      random,
      spanMs,
      (sinceMs) => (run % 4 < 2 ? leak(sinceMs) : 0) + (run % 4 > 0 ? moving(sinceMs) : 0),
    );
  });

  test('it has the same trend at another time', () => {
    for (const points of series) {
      const later = points.map(({atMs, value}) => ({atMs: atMs + 2 ** 40, value}));
      expect(trendOf(later, always).shape).toBe(trendOf(points, always).shape);
    }
  });

  test('it has the same trend, slower, when time is longer', () => {
    for (const points of series) {
      const slower = points.map(({atMs, value}) => ({atMs: atMs * 16, value}));
      const trend = trendOf(points, always);
      expect(trendOf(slower, always)).toEqual({
        ...trend,
        spanMs: trend.spanMs * 16,
        slopePerMinute: trend.slopePerMinute / 16,
      });
    }
  });

  test('it has the same trend, steeper, when there are more of all', () => {
    for (const points of series) {
      const more = points.map(({atMs, value}) => ({atMs, value: value * 16}));
      const trend = trendOf(points, always);
      const {shape, chance, tau} = trendOf(more, {...always, leastRise: 48});
      expect({shape, chance, tau}).toEqual({shape: trend.shape, chance: trend.chance, tau: trend.tau});
    }
  });

  test('it does not fall when it only rises, nor rise when it only falls', () => {
    for (const points of series) {
      let height = 0;
      const up = points.map(({atMs, value}) => ({atMs, value: (height += value % 7)}));
      const down = up.map(({atMs, value}) => ({atMs, value: -value}));
      expect(trendOf(up, always).shape).not.toBe('falling');
      expect(trendOf(down, always).shape).not.toBe('rising');
    }
  });
});
