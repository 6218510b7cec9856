import {describe, expect, test} from 'vitest';
import {momentOf} from '../../../source/view/inspector/moment.ts';
import {
  creatorsText,
  groupings,
  isLibraryRow,
  isRuntimesOwn,
  labelsText,
  type Grouping,
} from '../../../source/view/lists/rows.ts';
import {decode, fixture, releases} from '../../profile/fixtures.ts';
import {creator, group, watched, type Watched} from '../../helpers/session.ts';
import {rowsOf} from '../all-rows.ts';

function rows({session, clock}: Watched, grouping: Grouping) {
  return rowsOf(momentOf(session, clock.monotonicMs(), session.look).groups, grouping);
}

const named = (target: Watched, grouping: Grouping) =>
  Object.fromEntries(rows(target, grouping).map(({name, count}) => [name, count]));

function shop() {
  const target = watched();
  target.sees(
    group(8, 'chan send', ['shop/check.report check.go:72', 'shop/check.run check.go:50'], {
      labels: {tenant: 'acme'},
    }),
    group(2, 'chan send', ['shop/check.report check.go:72', 'shop/check.run check.go:50'], {
      labels: {tenant: 'zeta'},
    }),
    group(3, 'chan send', ['shop/check.report check.go:72', 'shop/check.other check.go:90']),
    group(4, 'sleep', 'shop/retry.loop retry.go:5'),
    group(1, 'runnable', []),
  );
  return target;
}

describe('grouping', () => {
  test('by stack puts labels together, and names the place', () => {
    expect(rows(shop(), 'stack').map(({name, count}) => [name, count])).toEqual([
      ['check.report', 10],
      ['check.report', 3],
      ['retry.loop', 4],
      ['(not started yet)', 1],
    ]);
  });

  test('by blocking place puts stacks together that wait at the same line', () => {
    expect(named(shop(), 'place')).toEqual({'check.report': 13, 'retry.loop': 4, '(not started yet)': 1});
  });

  test('by package', () => {
    expect(named(shop(), 'package')).toEqual({'shop/check': 13, 'shop/retry': 4, '(not started yet)': 1});
  });

  test('by label', () => {
    expect(named(shop(), 'label')).toEqual({'tenant=acme': 8, 'tenant=zeta': 2, '(no labels)': 8});
  });

  test('by label does not care in which order the labels came', () => {
    const target = watched();
    target.sees(
      group(1, 'sleep', 'main.a a.go:1', {labels: {tenant: 'acme', route: '/'}}),
      group(2, 'sleep', 'main.b b.go:1', {labels: {route: '/', tenant: 'acme'}}),
    );
    expect(named(target, 'label')).toEqual({'route=/ tenant=acme': 3});
  });

  test('by creator says so when that is not known yet', async () => {
    const target = shop();
    expect(named(target, 'creator')).toEqual({'(creator not known yet)': 18});
    await target.looks(
      group(4, 'sleep', 'shop/retry.loop retry.go:5', {
        ids: [1, 2, 3, 4],
        creators: [creator('shop/retry.Start retry.go:2', 4)],
      }),
    );
    expect(named(target, 'creator')).toEqual({'(creator not known yet)': 14, 'retry.Start': 4});
  });

  test.each(groupings)(
    'by %s loses and invents no goroutine, in real profiles of every release',
    async (grouping) => {
      for (const release of releases) {
        const target = watched();
        target.receives(await decode(fixture(`${release}/g0.pb.gz`)));
        await target.session.addLook(await decode(fixture(`${release}/g2.txt`)));
        const all = rows(target, grouping);
        expect(all.reduce((sum, {count}) => sum + count, 0)).toBe(target.session.latest!.snapshot.total);
        expect(new Set(all.map(({key}) => key)).size).toBe(all.length);
      }
    },
  );
});

describe('a row', () => {
  test('adds up the changes of its groups', () => {
    const target = shop();
    target.sees(
      group(9, 'chan send', ['shop/check.report check.go:72', 'shop/check.run check.go:50'], {
        labels: {tenant: 'acme'},
      }),
      group(7, 'chan send', ['shop/check.report check.go:72', 'shop/check.run check.go:50'], {
        labels: {tenant: 'zeta'},
      }),
    );
    expect(rows(target, 'stack')).toMatchObject([{count: 16, change: 6}]);
  });

  test('has a reason only where all of it waits for the same', () => {
    const target = watched();
    target.sees(
      group(1, 'sleep', 'shop/a.one a.go:1'),
      group(1, 'mutex', 'shop/a.two a.go:2', {status: 'sync.Mutex.Lock'}),
      group(1, 'mutex', 'shop/b.two b.go:2', {status: 'sync.Mutex.Lock'}),
      group(1, 'mutex', 'shop/b.three b.go:3', {status: 'sync.RWMutex.Lock'}),
    );
    expect(rows(target, 'package')).toMatchObject([
      {name: 'shop/a', family: undefined, status: 'several'},
      {name: 'shop/b', family: 'mutex', status: 'mutex'},
    ]);
  });

  test('counts what groups of the same place share once: creators, marks of the collector', async () => {
    const target = shop();
    await target.looks(
      group(10, 'chan send', ['shop/check.report check.go:72', 'shop/check.run check.go:50'], {
        ids: [21, 22],
        leaked: 5,
        creators: [creator('shop/check.Handler check.go:41', 10, 4)],
      }),
    );
    expect(rows(target, 'stack')[0]).toMatchObject({
      leaked: 5,
      creators: [{count: 10, alive: 4}],
      oldest: {orOlder: true},
    });
  });
});

test('labels are written in the order of their keys', () => {
  expect(labelsText({tenant: 'acme', route: '/'})).toBe('route=/ tenant=acme');
});

test('of several creators the first stands for the others', () => {
  expect(creatorsText([])).toBe('');
  expect(creatorsText([creator('shop/check.Handler check.go:41', 3)])).toBe('check.Handler');
  expect(creatorsText([creator('a.b x.go:1', 3), creator('c.d x.go:1', 2), creator('e.f x.go:1', 1)])).toBe(
    'a.b +2',
  );
});

test("the runtime's own goroutines are told from a program that only stands in the standard library", () => {
  const target = watched();
  target.sees(
    group(1, 'GC', 'runtime.bgsweep /usr/local/go/src/runtime/mgcsweep.go:2'),
    group(1, 'syscall', [
      'os/signal.signal_recv /usr/local/go/src/runtime/sigqueue.go:1',
      'os/signal.loop x.go:1',
    ]),
    group(1, 'IO wait', ['internal/poll.runtime_pollWait x.go:1', 'net/http.(*conn).serve x.go:1']),
    group(1, 'runnable', []),
  );
  expect(rows(target, 'stack').map(({groups: [first]}) => isRuntimesOwn(first!))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('a row of library code alone is known as such', () => {
  const target = watched();
  target.sees(
    group(1, 'IO wait', ['net.(*conn).Read /usr/local/go/src/net/net.go:1']),
    group(1, 'sleep', 'main.poll main.go:3'),
  );
  expect(rows(target, 'stack').map(isLibraryRow)).toEqual([true, false]);
});
