import {describe, expect, test} from 'vitest';
import {groupKey, placeKey} from '../../source/profile/group-key.ts';
import {unknownDirection} from '../../source/profile/hidden-frames.ts';
import type {Creator, Group, Snapshot} from '../../source/profile/model.ts';
import type {Family} from '../../source/profile/wait-reason.ts';
import {diffOf} from '../../source/session/diff.ts';
import {sideOf} from '../../source/session/diff-side.ts';
import {seeded} from '../helpers/seeded.ts';
import {membersOf} from '../helpers/snapshots.ts';
import {decode, finalizerReleases, fixture, releases} from '../profile/fixtures.ts';

type Described = {
  readonly name: string;
  readonly count: number;
  readonly family?: Family;
  readonly status?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly ids?: readonly number[];
  readonly createdBy?: number;
  readonly creators?: readonly Creator[];
};

function group({name, count, family = 'select', status = family, labels = {}, ...rest}: Described): Group {
  const stack = [{function: `main.${name}`, file: '/srv/app/main.go', line: 30}];
  const place = placeKey(family, stack);
  const {ids, createdBy = 0, creators = []} = rest;
  return {
    identity: {key: groupKey(place, labels), place, family, stack, labels},
    status,
    count,
    leaked: 0,
    operation: undefined,
    creators,
    members:
      ids === undefined ? undefined : {...membersOf(ids), createdBy: Float64Array.from(ids, () => createdBy)},
  };
}

function side(described: readonly Described[], {takenAt = 0, complete = true, address = ''} = {}) {
  const groups = described.map(group);
  const total = groups.reduce((sum, {count}) => sum + count, 0);
  const snapshot: Snapshot = {takenAt, source: 'file', total, complete, missing: 0, observer: 0, groups};
  return sideOf(snapshot, address === '' ? undefined : address);
}

const named = ({identity, kind, before, after}: ReturnType<typeof diffOf>['groups'][number]) => [
  identity.stack[0]?.function.replace('main.', ''),
  kind,
  before,
  after,
];

describe('groups', () => {
  test('are new, grown, shrunk or gone; those that are the same are only counted', () => {
    const {groups, same} = diffOf(
      side([
        {name: 'grows', count: 3},
        {name: 'shrinks', count: 9},
        {name: 'ends', count: 1},
        {name: 'stays', count: 7},
      ]),
      side([
        {name: 'stays', count: 7},
        {name: 'grows', count: 40},
        {name: 'shrinks', count: 2},
        {name: 'comes', count: 1},
      ]),
    );

    expect(groups.map(named)).toEqual([
      ['grows', 'grown', 3, 40],
      ['shrinks', 'shrunk', 9, 2],
      ['comes', 'new', 0, 1],
      ['ends', 'gone', 1, 0],
    ]);
    expect(same).toEqual({groups: 1, goroutines: 7});
  });

  test('of which there are none on either side are no difference', () => {
    expect(diffOf(side([{name: 'a', count: 0}]), side([])).groups).toEqual([]);
  });

  test('take the status that they have afterwards', () => {
    const {groups} = diffOf(
      side([{name: 'a', count: 1, status: 'semacquire', family: 'mutex'}]),
      side([{name: 'a', count: 2, status: 'sync.Mutex.Lock', family: 'mutex'}]),
    );
    expect(groups.map(({status}) => status)).toEqual(['sync.Mutex.Lock']);
  });

  test('kinds of wait are added up over all groups', () => {
    const {families} = diffOf(
      side([
        {name: 'a', count: 2},
        {name: 'b', count: 5, family: 'sleep'},
      ]),
      side([
        {name: 'a', count: 3},
        {name: 'c', count: 9},
        {name: 'b', count: 5, family: 'sleep'},
      ]),
    );
    expect(families).toEqual([
      {family: 'select', before: 2, after: 12},
      {family: 'sleep', before: 5, after: 5},
    ]);
  });
});

describe('labels', () => {
  const acme = {labels: {tenant: 'acme'}};

  test('make two groups of one place, and are compared one by one', () => {
    const {groups, labels, labelChanges} = diffOf(
      side([{name: 'a', count: 4, ...acme}]),
      side([
        {name: 'a', count: 9, ...acme},
        {name: 'a', count: 2, labels: {tenant: 'globex'}},
      ]),
    );
    expect(labels).toBe('compared');
    expect(groups.map((one) => [one.identity.labels['tenant'], one.before, one.after])).toEqual([
      ['acme', 4, 9],
      ['globex', 0, 2],
    ]);
    expect(labelChanges).toEqual([
      {key: 'tenant', value: 'acme', before: 4, after: 9},
      {key: 'tenant', value: 'globex', before: 0, after: 2},
    ]);
  });

  test('that one format cannot show are no difference, and it is said which side lacks them', () => {
    const stacks = side([{name: 'a', count: 3, ids: [1, 2, 3]}]);
    const counts = side([
      {name: 'a', count: 2, ...acme},
      {name: 'a', count: 1},
    ]);

    expect(diffOf(stacks, counts)).toMatchObject({labels: 'unknown-before', groups: [], labelChanges: []});
    expect(diffOf(counts, stacks)).toMatchObject({labels: 'unknown-after', groups: [], labelChanges: []});
  });

  test('that came with the time between two profiles that both show labels are a difference', () => {
    const {labels, groups} = diffOf(side([{name: 'a', count: 3}]), side([{name: 'a', count: 3, ...acme}]));
    expect(labels).toBe('compared');
    expect(groups.map(({kind}) => kind)).toEqual(['new', 'gone']);
  });

  test('left out of the comparison, they are left out of its groups too', () => {
    const {groups} = diffOf(side([{name: 'a', count: 1, ids: [9]}]), side([{name: 'b', count: 4, ...acme}]));
    for (const {identity} of groups) {
      expect(identity.labels).toEqual({});
      expect(identity.key).toBe(identity.place);
    }
  });
});

describe('what debug=1 leaves open', () => {
  const open: Described = {name: 'a', count: 3, family: 'other', status: unknownDirection};

  test('is no difference where the other side knows the kind of wait', () => {
    const known = side([{name: 'a', count: 3, family: 'chan send'}]);
    expect(diffOf(side([open]), known).groups).toEqual([]);
    expect(diffOf(known, side([{...open, count: 4}])).groups).toMatchObject([
      {kind: 'grown', status: 'chan send', identity: {family: 'chan send'}},
    ]);
  });

  test('stays open where the other side has two kinds', () => {
    const known = side([
      {name: 'a', count: 1, family: 'chan send'},
      {name: 'a', count: 2, family: 'select'},
    ]);
    expect(diffOf(side([open]), known).groups).toHaveLength(3);
  });
});

const both = (some: readonly number[], others: readonly number[]) =>
  some.filter((id) => others.includes(id)).length;
const only = (some: readonly number[], others: readonly number[]) =>
  some.filter((id) => !others.includes(id));

describe('goroutines by id', () => {
  test('tell who stayed, who moved, who started and who ended', () => {
    const {groups, goroutines} = diffOf(
      side([
        {name: 'a', count: 4, ids: [1, 2, 3, 4]},
        {name: 'b', count: 1, ids: [9]},
      ]),
      side([
        {name: 'a', count: 3, ids: [1, 9, 20]},
        {name: 'b', count: 2, ids: [2, 21]},
      ]),
    );
    expect(goroutines).toEqual({kind: 'by-id', survived: 3, started: 2, ended: 2});
    expect(groups.map((one) => [one.before, one.after, one.goroutines])).toEqual([
      [1, 2, {stayed: 0, joined: 1, left: 1, started: 1, ended: 0}],
      [4, 3, {stayed: 1, joined: 1, left: 1, started: 1, ended: 2}],
    ]);
  });

  test('are not known unless both sides have ids', () => {
    const counts = side([{name: 'a', count: 4}]);
    const stacks = side([{name: 'a', count: 1, ids: [1]}]);
    expect(diffOf(counts, stacks)).toMatchObject({
      goroutines: {kind: 'not-known'},
      groups: [{goroutines: undefined}],
    });
  });

  test('account for everybody, however they moved', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const random = seeded(seed);
      const sides = [0, 1].map((takenAt) => {
        const ids = Array.from({length: 6}, (): number[] => []);
        for (let id = 2; id < 120; id++) {
          if (random.below(3) > 0) ids[random.below(6)]!.push(id);
        }

        return side(
          ids.map((of, at) => ({name: `f${at}`, count: of.length, ids: of})),
          {takenAt},
        );
      });
      const [before, after] = [sides[0]!, sides[1]!];
      const idsOf = ({stacks}: typeof before, name?: string): number[] =>
        stacks!.groups
          .filter(({identity}) => name === undefined || identity.stack[0]!.function === name)
          .flatMap(({members}) => [...members!.ids]);
      const diff = diffOf(before, after);
      for (const {identity, goroutines} of diff.groups) {
        const name = identity.stack[0]!.function;
        const [was, is] = [idsOf(before, name), idsOf(after, name)];
        expect(goroutines).toEqual({
          stayed: both(was, is),
          joined: both(only(is, was), idsOf(before)),
          left: both(only(was, is), idsOf(after)),
          started: only(is, idsOf(before)).length,
          ended: only(was, idsOf(after)).length,
        });
      }

      expect(diff.goroutines).toEqual({
        kind: 'by-id',
        survived: both(idsOf(before), idsOf(after)),
        started: only(idsOf(after), idsOf(before)).length,
        ended: only(idsOf(before), idsOf(after)).length,
      });
    }
  });

  test('of one look in force at both moments say nothing of what happened in between', () => {
    const {stacks} = side([{name: 'a', count: 1, ids: [1]}]);
    const before = {...side([{name: 'a', count: 1}]), stacks};
    const after = {...side([{name: 'a', count: 5}]), stacks};
    expect(diffOf(before, after).goroutines).toEqual({kind: 'not-known'});
  });

  test.each([
    [
      'their creators differ',
      {creators: [{frame: {function: 'main.run', file: 'm.go', line: 3}, count: 2, alive: 0}]},
      {creators: [{frame: {function: 'main.other', file: 'm.go', line: 9}, count: 1, alive: 0}]},
      {},
    ],
    ['the goroutines that started them differ', {createdBy: 1}, {createdBy: 8}, {}],
    ['they come from two addresses', {}, {}, {address: 'b:6060'}],
  ])('mean nothing when %s', (_why, was, is, after) => {
    const diff = diffOf(
      side([{name: 'a', count: 2, ids: [18, 19], ...was}], {address: 'a:6060'}),
      side([{name: 'a', count: 1, ids: [18], ...is}], {address: 'a:6060', takenAt: 5, ...after}),
    );
    expect(diff.goroutines.kind).toBe('other-process');
    expect(diff.groups[0]?.goroutines).toBeUndefined();
  });

  test('that begin anew belong to another process, whichever side is given first', () => {
    const old = side([{name: 'a', count: 2, ids: [1, 90_000]}], {takenAt: 1});
    const young = side([{name: 'a', count: 4, ids: [1, 18, 19, 20]}], {takenAt: 2});
    expect(diffOf(old, young).goroutines.kind).toBe('other-process');
    expect(diffOf(young, old).goroutines.kind).toBe('other-process');
    const before = side([{name: 'a', count: 4, ids: [1, 18, 19, 20]}], {takenAt: 0});
    expect(diffOf(before, old).goroutines).toEqual({kind: 'by-id', survived: 1, started: 1, ended: 3});
  });

  test('of a place whose groups they cannot tell apart are left out for those groups only', () => {
    const look = side([
      {name: 'a', count: 3, ids: [1, 2, 3]},
      {name: 'b', count: 1, ids: [4]},
    ]).stacks;
    const labelled = (count: number) => ({
      ...side([
        {name: 'a', count, labels: {tenant: 'acme'}},
        {name: 'a', count: 1},
        {name: 'b', count},
      ]),
      stacks: look && {...look},
    });
    const {groups, goroutines} = diffOf(labelled(1), labelled(2));
    expect(goroutines).toMatchObject({kind: 'by-id', survived: 4});
    const stayed = groups.map((one) => [named(one)[0], one.goroutines?.stayed]);
    expect(Object.fromEntries(stayed)).toEqual({a: undefined, b: 1});
  });
});

/** The program's main goroutine fetches each profile from another line, and another goroutine of it may follow. */
const isFetching = (functions: readonly string[]) => functions.at(-1) === 'main.main';

describe.each([...releases, ...finalizerReleases])('%s in three formats', (release) => {
  test('is the same process, whichever two are compared', async () => {
    const sides = await Promise.all(
      ['g0.pb.gz', 'g1.txt', 'g2.txt'].map(async (name) =>
        sideOf(await decode(fixture(`${release}/${name}`))),
      ),
    );
    for (const before of sides) {
      for (const after of sides) {
        const different = diffOf(before, after).groups.filter(
          ({identity}) => !isFetching(identity.stack.map((frame) => frame.function)),
        );
        expect(different.map(named)).toEqual([]);
      }
    }
  });
});
