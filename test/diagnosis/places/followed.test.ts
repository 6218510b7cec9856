import {describe, expect, test} from 'vitest';
import {
  followedOf,
  isAccumulation,
  leavingPart,
  type Followed,
} from '../../../source/diagnosis/places/followed.ts';
import {PlaceCohorts, type PlaceCohort} from '../../../source/diagnosis/places/place-cohorts.ts';
import type {Slices} from '../../../source/diagnosis/slices.ts';
import type {StacksLook} from '../../../source/session/model.ts';
import {group, snapshot} from '../../helpers/session.ts';

/** A goroutine at the place that is followed, unless it is said to be elsewhere. */
type Present = {
  readonly id: number;
  readonly by?: number;
  readonly isElsewhere?: boolean;
  /** Ready to run, at the line of the place that is followed. */
  readonly isAwake?: boolean;
};

const here = 'main.wait /srv/app/wait.go:4';
const slices: Slices = {isOver: () => false, isOverInLoop: () => false, breathe: () => Promise.resolve()};

/** Looks so many seconds apart, each at exactly these goroutines; `cut`: the dumps that are not whole. */
async function lookedAt(
  looks: readonly (readonly Present[])[],
  cut: readonly number[] = [],
  secondsApart: number = 1,
) {
  const cohorts = new PlaceCohorts();
  const firstSeen = new Map<number, number>();
  for (const [second, present] of looks.entries()) {
    const atMs = second * secondsApart * 1000;
    const groups = present.map(({id, by = 0, isElsewhere = false, isAwake = false}) =>
      group(1, isAwake ? 'runnable' : 'select', isElsewhere ? 'main.work' : here, {ids: [id], createdBy: by}),
    );
    for (const {id} of present) if (!firstSeen.has(id)) firstSeen.set(id, atMs);
    const dump = {...snapshot(groups), complete: !cut.includes(second)};
    const look: StacksLook = {
      atMs,
      wallMs: atMs,
      snapshot: dump,
      places: new Map(),
      firstSeen: new Map(present.map(({id}) => [id, firstSeen.get(id)!])),
      firstLookMs: 0,
    };
    await cohorts.observe(look, slices);
  }

  return cohorts;
}

const {place} = group(1, 'select', here).identity;
const cohortOf = (cohorts: PlaceCohorts): PlaceCohort => cohorts.of(place)!;

async function followed(...looks: readonly (readonly Present[])[]): Promise<Followed> {
  return followedThere(await lookedAt(looks));
}

function followedThere(cohorts: PlaceCohorts): Followed {
  return followedOf(cohortOf(cohorts), {
    lookTimes: cohorts.lookTimes,
    largestIds: cohorts.largestIds,
    nowMs: cohorts.lookTimes.at(-1)!,
    isWorking: (id, sinceMs) => cohorts.hasStartedSince(id, sinceMs),
  })!;
}

/** Ids from one to the other, both included. */
function ids(from: number, to: number): readonly Present[] {
  return Array.from({length: Math.max(0, to - from + 1)}, (_, index) => ({id: from + index}));
}

function seconds(count: number, at: (second: number) => readonly Present[]): readonly (readonly Present[])[] {
  return Array.from({length: count}, (_, second) => at(second));
}

/** One each other second, until one. */
const evenly =
  (lastSecond: number) =>
  (second: number): readonly Present[] =>
    ids(1, 1 + Math.floor(Math.min(second, lastSecond) / 2));

describe('what is known of a place', () => {
  test('since when each goroutine has been there, and who was there at the first look', async () => {
    const cohort = cohortOf(await lookedAt([ids(1, 2), ids(1, 2), ids(2, 3)]));
    expect([...cohort.since]).toEqual([
      [2, 0],
      [3, 2000],
    ]);
    expect({atFirstLook: cohort.atFirstLook, old: [...cohort.old]}).toEqual({atFirstLook: 2, old: [2]});
  });

  test('who went away and came back has not stayed', async () => {
    const cohort = cohortOf(await lookedAt([ids(1, 1), [{id: 1, isElsewhere: true}], ids(1, 1)]));
    expect([...cohort.since]).toEqual([[1, 2000]]);
  });

  test('who was met ready to run where it waits has not left, as one that ticks often is', async () => {
    const awake = {id: 1, isAwake: true};
    const cohort = cohortOf(await lookedAt([[], ids(1, 2), [awake, {id: 2}], ids(1, 2)]));
    expect([...cohort.since]).toEqual([
      [1, 1000],
      [2, 1000],
    ]);
    const elsewhere = {...awake, isElsewhere: true};
    const left = cohortOf(await lookedAt([[], ids(1, 2), [elsewhere, {id: 2}], ids(1, 2)]));
    expect([...left.since]).toEqual([
      [1, 3000],
      [2, 1000],
    ]);
  });

  test('who is only ready to run there has not come yet', async () => {
    const cohort = cohortOf(await lookedAt([[], ids(1, 1), [{id: 1}, {id: 2, isAwake: true}]]));
    expect([...cohort.since.keys()]).toEqual([1]);
  });

  test('leaving counts once one had stayed for a while', async () => {
    const early = cohortOf(await lookedAt([[], ids(1, 2), ids(1, 2), ids(2, 2)]));
    expect(early.leaves).toEqual([]);
    const late = cohortOf(await lookedAt([[], ...seconds(6, () => ids(1, 2)), ids(2, 2)]));
    expect(late.leaves).toMatchObject([{atMs: 7000, settled: [1, 0, 0, 0]}]);
  });

  test('a dump that was cut tells nothing of who has left', async () => {
    const cohorts = await lookedAt([ids(1, 9), ids(1, 2), ids(1, 9)], [1]);
    expect([...cohortOf(cohorts).since.values()]).toEqual(Array(9).fill(0));
    expect(cohorts.lookTimes).toEqual([0, 2000]);
  });

  test('whether those who started them still live', async () => {
    const cohort = cohortOf(await lookedAt([[{id: 1}, {id: 2, by: 1}, {id: 3, by: 99}]]));
    expect([...cohort.starters]).toEqual([
      [1, true],
      [99, false],
    ]);
  });

  test('who has started another since has not waited all the while', async () => {
    const cohorts = await lookedAt([ids(1, 1), ids(1, 1), [{id: 1}, {id: 2, by: 1}]]);
    expect(cohorts.hasStartedSince(1, 0)).toBe(true);
    expect(cohorts.hasStartedSince(1, 2000)).toBe(false);
    expect(cohorts.hasStartedSince(2, 0)).toBe(false);
  });

  test('nothing, in another process', async () => {
    const cohorts = await lookedAt([ids(1, 1), ids(1, 1)]);
    cohorts.forget();
    expect(cohorts.of(place)).toBeUndefined();
    expect(cohorts.lookTimes).toEqual([]);
  });
});

/** One comes each second with its starter; most leave with it after a while, one in three stays. */
function comesAndGoes(second: number): readonly Present[] {
  return Array.from({length: second + 1}, (_, index): readonly Present[] => {
    const isOver = second - index >= 4 + (index ** 2 % 7);
    const starter = {id: 1000 + index, isElsewhere: true};
    const one = {id: 1 + index, by: 1000 + index};
    if (!isOver) return [starter, one];
    return index % 3 === 0 ? [one] : [];
  }).flat();
}

function staysForLonger(second: number): readonly Present[] {
  return comesAndGoes(second).filter(({id}) => id > 1000 || second - id < 15);
}

describe('those who have outlived who started them, where others come and go', () => {
  test('accumulate by themselves', async () => {
    const leak = await followed(...seconds(30, comesAndGoes));
    expect(isAccumulation(leak)).toBe(true);
    expect(leak).toMatchObject({areOrphans: true, settledLeft: 0});
  });

  test('do not while they leave as well, later', async () => {
    const healthy = await followed(...seconds(30, staysForLonger));
    expect(isAccumulation(healthy)).toBe(false);
    expect(healthy.areOrphans).toBe(false);
  });
});

const isLeaked = (nth: number) => nth % 20 === 0;

describe('where looks are five seconds apart', () => {
  const apart = 5;
  /** What is there each five seconds, of goroutines that come and go as given, twenty of them in each second. */
  const rarely = async (isHere: (born: number, second: number, nth: number) => boolean) => {
    const at = (second: number): readonly Present[] =>
      Array.from({length: 25 * 20}, (_, index) => ({id: 100 + index, born: index / 20 - 3, nth: index}))
        .filter(({born, nth}) => born <= second && isHere(born, second, nth))
        .map(({id}) => ({id}));
    const looks = [0, 5, 10, 15, 20].map((second): readonly Present[] => [
      ...at(second),
      {id: 99 + (second + 3) * 20, isElsewhere: true},
    ]);
    return followedThere(await lookedAt(looks, [], apart));
  };

  test('who is met once says nothing of those who stay', async () => {
    const leak = await rarely((born, second, nth) => isLeaked(nth) || second - born < 0.3);
    expect(leak).toMatchObject({looks: 5, startLeft: 0, settledLeft: 0, keepsComing: true});
    expect(leak.startBrief).toBeGreaterThan(0);
    expect(isAccumulation(leak)).toBe(true);
  });

  test('ids tell that they came one after another', async () => {
    const leak = await rarely((_born, _second, nth) => isLeaked(nth));
    expect(leak.arrivalLooks).toBe(3);
    expect(leak.arrivals).toBeGreaterThan(12);
    expect(isAccumulation(leak)).toBe(true);
  });

  test('ids tell that all came at once', async () => {
    const started = await rarely(
      (born, _second, nth) => isLeaked(nth) && (born < 0 || (born > 7 && born < 8.5)),
    );
    expect(started).toMatchObject({arrivalLooks: 1, keepsComing: false});
    expect(isAccumulation(started)).toBe(false);
  });

  test.each([3, 6, 9, 12, 16])('work that takes %i seconds is none', async (takes) => {
    const work = await rarely((born, second, nth) => isLeaked(nth) && second - born < takes);
    expect(isAccumulation(work)).toBe(false);
  });

  test('one that leaves after having stayed is enough to doubt', async () => {
    const leak = await rarely((_born, second, nth) => isLeaked(nth) && (nth !== 80 || second < 20));
    expect(leak).toMatchObject({settledLeft: 1});
    expect(isAccumulation(leak)).toBe(false);
  });
});

describe('accumulation', () => {
  test('is that goroutines come one after another and never leave', async () => {
    const leak = await followed(...seconds(20, (second) => ids(1, 5 + second)));
    expect(isAccumulation(leak)).toBe(true);
    expect(leak).toMatchObject({fromStart: 5, startLeft: 0, settledLeft: 0, stayed: 19, keepsComing: true});
    expect(leavingPart(leak)).toBe(0);
  });

  test('is not one look, nor a short time', async () => {
    const cohorts = await lookedAt([ids(1, 50)]);
    const until = {
      lookTimes: cohorts.lookTimes,
      largestIds: cohorts.largestIds,
      nowMs: 0,
      isWorking: () => false,
    };
    expect(followedOf(cohortOf(cohorts), until)).toBeUndefined();
    expect(isAccumulation(await followed(...seconds(6, (second) => ids(1, 5 + second))))).toBe(false);
  });

  test('is not that the same goroutines stay', async () => {
    const same = await followed(...seconds(20, () => ids(1, 50)));
    expect(isAccumulation(same)).toBe(false);
    expect(same).toMatchObject({fromStart: 50, stayed: 0, settled: 0});
  });

  test('is not that each stays for ten seconds and goes', async () => {
    const queue = await followed(...seconds(40, (second) => ids(second, second + 10)));
    expect(isAccumulation(queue)).toBe(false);
    expect(leavingPart(queue)).toBeGreaterThan(0.05);
  });

  test('is not that all came at once', async () => {
    expect(isAccumulation(await followed(...seconds(20, (second) => ids(1, second < 8 ? 5 : 50))))).toBe(
      false,
    );
  });

  test('is not that of many fewer and fewer come, as long as there are some that have none yet', async () => {
    const filling = await followed(
      ...seconds(21, (second) => ids(1, Math.round(10 + 80 * (1 - 0.93 ** second)))),
    );
    expect(filling.slowsDown).toBe(true);
    expect(isAccumulation(filling)).toBe(false);
    const steady = await followed(...seconds(21, (second) => ids(1, 10 + 3 * second)));
    expect(isAccumulation(steady)).toBe(true);
  });

  test('is not that they came until there were enough', async () => {
    const pool = await followed(...seconds(30, (second) => ids(1, 5 + Math.min(8, second))));
    expect(isAccumulation(pool)).toBe(false);
  });

  test('is not that they came evenly, and then no more for longer than between any two', async () => {
    expect(isAccumulation(await followed(...seconds(21, evenly(20))))).toBe(true);
    expect(isAccumulation(await followed(...seconds(21, evenly(17))))).toBe(true);
    expect(isAccumulation(await followed(...seconds(21, evenly(14))))).toBe(false);
  });

  test('is not of those who wait here between two pieces of work', async () => {
    const workers = await followed(
      ...seconds(30, (second) =>
        ids(1, 2 + second).map((one) => ({...one, isElsewhere: (one.id + second) % 3 === 0})),
      ),
    );
    expect(isAccumulation(workers)).toBe(false);
  });

  test('is seen below many that come and go', async () => {
    const mixed = await followed(
      ...seconds(30, (second) => [...ids(1, second), ...ids(1000 + second * 20, 1019 + second * 20)]),
    );
    expect(isAccumulation(mixed)).toBe(true);
  });
});
