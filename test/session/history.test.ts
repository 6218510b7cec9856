import {randomNumbers} from '../helpers/session.ts';
import {describe, expect, test} from 'vitest';
import {maxGoneGroups, maxPoints} from '../../source/session/group-log.ts';
import {defaultHistoryMs, History} from '../../source/session/history.ts';
import {groupOf, identityOf, snapshotOf, type Described} from '../helpers/snapshots.ts';
import {seeded} from '../helpers/seeded.ts';

const families = ['chan send', 'chan receive', 'select'] as const;

/** Any few of twelve groups, each with any count. */
function randomGroups(random: ReturnType<typeof seeded>): readonly Described[] {
  return Array.from({length: 12}, (_, at) => ({
    name: `group${at}`,
    family: families[at % 3]!,
    count: random.below(3),
  })).filter(({count}) => count > 0);
}

test('any moment is read back as it was put in', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const random = seeded(seed);
    const history = new History();
    const moments: {readonly atMs: number; readonly groups: readonly Described[]}[] = [];
    let atMs = 0;
    for (let sample = 0; sample < 40; sample++) {
      atMs += 500 + 500 * random.below(4);
      const groups = randomGroups(random);
      history.addSnapshot(atMs, snapshotOf(groups));
      moments.push({atMs, groups});
    }

    for (const {atMs: thenMs, groups} of moments) {
      const read = [...history.groups.values()]
        .map(({identity, counts}) => ({key: identity.key, count: counts.at(thenMs) ?? 0}))
        .filter(({count}) => count > 0);
      const put = groups.map(({name, family, count}) => ({key: identityOf(name, family).key, count}));
      expect(new Map(read.map((one) => [one.key, one.count])), `seed ${seed}`).toEqual(
        new Map(put.map((one) => [one.key, one.count])),
      );
      const total = groups.reduce((sum, {count}) => sum + count, 0);
      expect(history.total.at(thenMs)).toBe(total);
      for (const family of families) {
        const sum = groups.reduce((sofar, one) => sofar + (one.family === family ? one.count : 0), 0);
        expect(history.families.get(family)?.at(thenMs)).toBe(sum);
      }
    }
  }
});

const churn = Array.from({length: 100_000}, (_, at) => groupOf({name: `churn${at}`, count: 1}));

describe('memory', () => {
  test('is not taken by groups that do not change', () => {
    const history = new History();
    const groups = Array.from({length: 1_000}, (_, at) => ({name: `constant${at}`, count: at + 1}));
    const snapshot = snapshotOf(groups);
    for (let second = 0; second < 3_600; second++) history.addSnapshot(second * 1_000, snapshot);
    expect(history.points).toBe(1_000);
    expect(history.total.points).toBe(1);
  });

  test('is bounded while 100,000 groups come and go each second; only the total is remembered longer', () => {
    const history = new History();
    const seconds = 12;
    for (let second = 0; second < seconds; second++) {
      const groups = churn.map((group) => {
        const key = `${second}.${group.identity.key}`;
        return {...group, identity: {...group.identity, key, place: key}};
      });
      history.addSnapshot(second * 1_000, {...snapshotOf([]), total: 100_000 + second, groups});
      expect(history.points).toBeLessThanOrEqual(maxPoints);
    }

    const tracked = [...history.groups.values()];
    expect(history.points).toBe(tracked.reduce((sum, {counts}) => sum + counts.points, 0));
    // No two samples share a group: the first ones had to go, the newest is there as a whole.
    expect(tracked.length).toBeLessThan(seconds * churn.length);
    expect(tracked.filter(({counts}) => counts.last === 1)).toHaveLength(churn.length);
    expect(history.total.at(0)).toBe(100_000);
    expect(history.total.at(5_000)).toBe(100_005);
  }, 60_000);

  test('is bounded while each request has a label of its own; what is there and what was last there stays', () => {
    const history = new History();
    const each = 500;
    const seconds = 200;
    const lasting = groupOf({name: 'lasting', count: 3});
    const template = groupOf({name: 'handler', count: 1});
    for (let second = 0; second < seconds; second++) {
      const groups = Array.from({length: each}, (_, at) => ({
        ...template,
        identity: {...template.identity, key: `request ${second * each + at}`},
      }));
      history.addSnapshot(second * 1_000, {...snapshotOf([]), groups: [lasting, ...groups]});
      expect(history.groups.size).toBeLessThanOrEqual(maxGoneGroups + each + 1);
    }

    const newest = [1, 2].map((ago) => history.groups.get(`request ${(seconds - ago) * each}`)?.counts.last);
    expect(newest).toEqual([1, 0]);
    expect(history.groups.get(lasting.identity.key)?.counts.at(0)).toBe(3);
  });

  test('of what is older than the history is given back', () => {
    const history = new History(60_000);
    for (let second = 0; second < 600; second++) {
      history.addSnapshot(
        second * 1_000,
        snapshotOf([
          {name: `short${second}`, count: 1},
          {name: 'lasting', count: 1 + (second % 2)},
        ]),
      );
    }

    expect(history.groups.size).toBeLessThan(80);
    expect(history.points).toBeLessThan(300);
    expect(history.total.points).toBeLessThan(80);
    expect(history.groups.get(identityOf('lasting').key)?.counts.at(560_000)).toBe(1);
  });

  test('keeps a group that is there, however long it has not changed', () => {
    const history = new History(60_000);
    for (let second = 0; second < 600; second++)
      history.addSnapshot(second * 1_000, snapshotOf([{name: 'old', count: 3}]));
    expect(history.groups.get(identityOf('old').key)?.counts.at(599_000)).toBe(3);
  });
});

describe('a group', () => {
  test('that is gone goes to 0, and comes back as the same group', () => {
    const history = new History();
    history.addSnapshot(0, snapshotOf([{name: 'worker', count: 3}]));
    history.addSnapshot(1_000, snapshotOf([]));
    history.addSnapshot(2_000, snapshotOf([{name: 'worker', count: 2}]));
    const {counts} = history.groups.get(identityOf('worker').key)!;
    expect([500, 1_500, 2_500].map((atMs) => counts.at(atMs))).toEqual([3, 0, 2]);
  });

  test('that comes later is known not to have been there before, and nothing is known of it before the first counts', () => {
    const history = new History();
    history.addSnapshot(1000, snapshotOf([{name: 'old', count: 1}]));
    history.addSnapshot(
      2000,
      snapshotOf([
        {name: 'old', count: 1},
        {name: 'new', count: 5},
      ]),
    );
    const counts = history.groups.get(identityOf('new').key)?.counts;
    expect(counts?.at(999)).toBeUndefined();
    expect(counts?.at(1000)).toBe(0);
    expect(counts?.at(2000)).toBe(5);
    expect(counts?.firstAbove0Ms).toBe(2000);
    expect(history.groups.get(identityOf('old').key)?.counts.at(999)).toBeUndefined();
  });
});

describe('a gap', () => {
  test('is open until the next total, and then has an end', () => {
    const history = new History();
    history.addTotal(1_000, 5, undefined);
    history.beginGap(1_000);
    history.beginGap(2_000);
    expect(history.gaps(9_000)).toEqual([{fromMs: 1_000, toMs: 9_000}]);
    history.addTotal(9_500, 5, undefined);
    expect(history.gaps(20_000)).toEqual([{fromMs: 1_000, toMs: 9_500}]);
  });

  test('is forgotten when it is older than the history', () => {
    const history = new History();
    history.addTotal(1_000, 5, undefined);
    history.beginGap(1_000);
    history.addSnapshot(5_000, snapshotOf([]));
    history.addSnapshot(defaultHistoryMs + 20_000, snapshotOf([]));
    expect(history.gaps(defaultHistoryMs + 20_000)).toEqual([]);
  });
});

test('counts as columns leave the same history as groups do, whatever comes, goes and is forgotten', () => {
  const random = randomNumbers(11);
  const histories = [new History(20_000), new History(20_000)] as const;
  const names = Array.from({length: 12}, (_, at) => `name${at}`);
  let identities = names.map((name) => identityOf(name));
  const words = ['chan send', 'runtime.chansend', 'other'];
  for (let second = 0; second < 200; second++) {
    // Another worker, another table.
    if (second === 120) identities = identities.toReversed();
    const there = names.map((_name, at) => at).filter(() => random(second % 60 < 30 ? 2 : 30) === 0);
    const counts = there.map(() => 1 + random(3));
    const statuses = there.map(() => random(3));
    const groups = there.map((at, index) => ({
      identity: identities[at]!,
      status: words[statuses[index]!]!,
      count: counts[index]!,
      leaked: 0,
      operation: words[1],
      creators: [],
      members: undefined,
    }));
    const columns = {
      identities,
      words,
      groups: Uint32Array.from(there),
      counts: Float64Array.from(counts),
      leaked: new Float64Array(there.length),
      statuses: Uint32Array.from(statuses),
      operations: new Uint32Array(there.length).fill(2),
    };
    const empty = snapshotOf([]);
    const total = counts.reduce((sum, count) => sum + count, 0);
    histories[0].addSnapshot(second * 1000, {...empty, total, groups});
    histories[1].addSnapshot(second * 1000, {...empty, total, groups: [], columns});
    const [one, other] = histories.map(({groups: tracked, present, points}) => ({
      points,
      present: present.map(({identity}) => identity.key),
      tracked: Array.from(tracked.values(), ({identity, latest, counts: series}) => [
        identity.key,
        latest,
        series.last,
        series.at((second - 7) * 1000),
      ]),
    }));
    expect(other).toEqual(one);
    expect(new Set(one!.present)).toEqual(new Set(groups.map(({identity}) => identity.key)));
  }
});

test('a history without an end forgets groups when there are too many of them all the same', () => {
  const history = new History(Number.POSITIVE_INFINITY);
  const perSample = 10_000;
  const samples = maxGoneGroups / perSample + 3;
  for (let sample = 0; sample < samples; sample++) {
    const groups = Array.from({length: perSample}, (_, at) => ({name: `group ${sample} ${at}`, count: 1}));
    history.addSnapshot(sample * 60_000, snapshotOf(groups));
  }

  expect(history.groups.size).toBeLessThan(maxGoneGroups + perSample);
  expect(history.fromMs).toBeGreaterThan(0);
});
