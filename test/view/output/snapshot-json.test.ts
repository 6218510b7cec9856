import {describe, expect, test} from 'vitest';
import type {Snapshot} from '../../../source/profile/model.ts';
import {families} from '../../../source/profile/wait-reason.ts';
import {makeTheme} from '../../../source/terminal/theme.ts';
import {reasonsOf, snapshotJson, type SnapshotOrigin} from '../../../source/view/output/snapshot-json.ts';
import {snapshotLines} from '../../../source/view/output/snapshot-table.ts';
import {cellWidth} from '../../../source/view/text/text-width.ts';
import {creator, group, snapshot} from '../../helpers/session.ts';
import {decode, finalizerReleases, fixture, releases} from '../../profile/fixtures.ts';

const origin: SnapshotOrigin = {
  target: {name: 'localhost:6060', url: 'http://localhost:6060/debug/pprof/'},
  cost: {requestMs: 4.123, bytes: 1834},
};

type Json = {
  readonly total: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly groups: readonly (Readonly<Record<string, unknown>> & {
    readonly count: number;
    readonly key: string;
    readonly goroutines?: readonly unknown[];
  })[];
};

function json(of: Snapshot, members = false): Json {
  return JSON.parse(JSON.stringify(snapshotJson(of, origin, members))) as Json;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const draw = (of: Snapshot, members = false) =>
  snapshotLines(of, origin, members, {columns: 120, theme: makeTheme('none'), ascii: false}).join('\n');

const frameShape = {function: expect.any(String), file: expect.any(String), line: expect.any(Number)};
const groupShape = {
  ...frameShape,
  key: expect.stringMatching(/^[\da-f]{16}(?:\.[\da-f]{8})?$/),
  reason: expect.toBeOneOf([...families]),
  status: expect.stringMatching(/./),
  count: expect.any(Number),
  stack: expect.any(Array),
  labels: expect.any(Object),
  creators: expect.any(Array),
  leaked: expect.any(Number),
};

describe.each([...releases, ...finalizerReleases])('%s', (release) => {
  test.each(['g0.pb.gz', 'g1.txt', 'g2.txt'])(
    '%s becomes what the contract says, and its sums agree',
    async (name) => {
      const real = await decode(fixture(`${release}/${name}`), {takenAt: Date.UTC(2026, 10, 21, 5)});
      const made = json(real);
      expect(made).toEqual({
        schema: 'gorowatch/snapshot@1',
        target: origin.target,
        takenAt: '2026-11-21T05:00:00.000Z',
        source: 'file',
        total: expect.any(Number),
        complete: true,
        missing: 0,
        reasons: expect.any(Object),
        cost: {requestMs: 4.1, bytes: 1834},
        groups: made.groups.map(() => groupShape),
      });
      for (const {stack} of real.groups.map(({identity}) => identity)) {
        expect(stack).toEqual(stack.map(() => frameShape));
      }

      expect(sum(made.groups.map(({count}) => count))).toBe(made.total);
      expect(sum(Object.values(made.reasons))).toBe(made.total);
      expect(new Set(made.groups.map(({key}) => key)).size).toBe(made.groups.length);
      const counts = made.groups.map(({count}) => count);
      expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    },
  );

  test('with stacks lists every goroutine once, and without none', async () => {
    const real = await decode(fixture(`${release}/g2.txt`));
    expect(json(real).groups.every(({goroutines}) => goroutines === undefined)).toBe(true);
    const all = json(real, true).groups.flatMap(({goroutines = []}) => goroutines);
    expect(all).toHaveLength(real.total);
    expect(all).toEqual(
      all.map(() => ({
        id: expect.any(Number),
        waitMinutes: expect.any(Number),
        createdBy: expect.any(Number),
        lockedToThread: expect.any(Boolean),
      })),
    );
  });

  test('as a table no line is wider than asked for, and the counts are there', async () => {
    const real = await decode(fixture(`${release}/g2.txt`));
    for (const columns of [40, 80, 120]) {
      const lines = snapshotLines(real, origin, false, {columns, theme: makeTheme('none'), ascii: false});
      const [heading, ...rows] = lines.slice(lines.findIndex((one) => one.includes('COUNT')));
      expect(heading).toContain('WHERE IT WAITS');
      expect(rows).toHaveLength(real.groups.length);
      expect(Math.max(...rows.map(cellWidth))).toBeLessThanOrEqual(columns);
      expect(
        rows.reduce((total, one) => total + Number(one.trim().split(/\s/)[0]!.replace(',', '')), 0),
      ).toBe(real.total);
    }
  });
});

test('a table names the line of a place where there is no room for the file, and ends where its words do', () => {
  const one = group(
    3,
    'chan send',
    'github.com/acme/shop.(*Runner).report /srv/app/a_long_name_of_a_file.go:72',
    {
      labels: {route: '/orders'},
      creators: [creator('main.run /srv/app/main.go:15', 3)],
    },
  );
  const paint = {columns: 100, theme: makeTheme('none'), ascii: false};
  const lines = snapshotLines(snapshot([one]), origin, false, paint);
  expect(lines.at(-1)).toContain('shop.(*Runner).report  :72  ');
  expect(lines.filter((line) => line.endsWith(' '))).toEqual([]);
});

const sending = group(
  100,
  'chan send',
  ['main.worker /srv/app/main.go:30', 'main.loop /srv/app/main.go:20'],
  {
    status: 'chan send (nil chan)',
    labels: {tenant: 'acme'},
    creators: [creator('main.run /srv/app/main.go:15', 100)],
    leaked: 7,
    ids: [18],
    waitMinutes: 5,
    createdBy: 1,
  },
);

test('a group says its family, the runtime’s word, the place, who started it and what is leaked', () => {
  expect(json(snapshot([sending]), true).groups[0]).toEqual({
    key: sending.identity.key,
    reason: 'chan send',
    status: 'chan send (nil chan)',
    count: 100,
    function: 'main.worker',
    file: '/srv/app/main.go',
    line: 30,
    stack: [
      {function: 'main.worker', file: '/srv/app/main.go', line: 30},
      {function: 'main.loop', file: '/srv/app/main.go', line: 20},
    ],
    labels: {tenant: 'acme'},
    creators: [{function: 'main.run', file: '/srv/app/main.go', line: 15, count: 100, alive: 0}],
    leaked: 7,
    goroutines: [{id: 18, waitMinutes: 5, createdBy: 1, lockedToThread: false}],
  });
});

test('a goroutine that has not started has no place, which is not an error', () => {
  expect(json(snapshot([group(1, 'runnable', [])])).groups[0]).toMatchObject({
    function: '',
    file: '',
    line: 0,
    stack: [],
  });
});

test('reasons come with the largest first', () => {
  const of = snapshot([
    group(1, 'sleep', 'a.b'),
    sending,
    group(4, 'select', 'c.d'),
    group(2, 'sleep', 'e.f'),
  ]);
  expect(reasonsOf(of)).toEqual([
    ['chan send', 100],
    ['select', 4],
    ['sleep', 3],
  ]);
});

describe('a table', () => {
  test('says how many, from where, at what cost', () => {
    expect(draw(snapshot([sending]))).toMatch(
      /^localhost:6060 {2}100 goroutines {2}\d\d:\d\d:00 {2}debug=0, 4\.1 ms, 1\.8 KiB\n/,
    );
  });

  test('says what is missing', () => {
    expect(draw({...snapshot([sending]), complete: false, missing: 1234})).toContain(
      'Incomplete: 1,234 goroutines are missing from it.',
    );
    expect(draw({...snapshot([sending]), complete: false})).toContain('an unknown number of goroutines');
  });

  test('with stacks shows frames, creators and ids below each group', () => {
    const text = draw(snapshot([sending]), true);
    expect(text).toContain('\n      main.loop  /srv/app/main.go:20\n');
    expect(text).toContain('created by main.run  /srv/app/main.go:15  (100, all creators gone)');
    expect(text).toContain('goroutines 18');
  });
});
