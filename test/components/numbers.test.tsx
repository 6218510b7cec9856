import {describe, expect, test} from 'vitest';
import {formatClock} from '../../source/view/text/format.ts';
import {decode, fixture} from '../profile/fixtures.ts';
import {creator, group, randomNumbers, shuffled, watched, type Watched} from '../helpers/session.ts';
import {onScreen} from './on-screen.tsx';

const report = [
  'shop/check.(*Runner).report /srv/shop/check/check.go:72',
  'shop/check.run /srv/shop/check/check.go:50',
];
const senders = (count: number, more = {}) => group(count, 'chan send', report, more);
const sleepers = (count: number) => group(count, 'sleep', 'shop/retry.loop /srv/shop/retry/retry.go:5');
const collectors = (count: number) =>
  group(count, 'GC', 'runtime.bgsweep /usr/local/go/src/runtime/mgcsweep.go:2');

function shop(): Watched {
  const target = watched();
  target.session.addPulse(20, 14);
  target.sees(senders(1072), sleepers(40), collectors(4));
  target.sees(senders(1284), sleepers(38), collectors(4));
  return target;
}

describe('the header', () => {
  test('says how many goroutines there are, since when they changed how much, and how many threads', async () => {
    const screen = await onScreen(shop());
    const [, below = ''] = screen.lines();
    expect(below).toContain('goroutines 1,326');
    expect(below).toContain('▲ 210 in 1s');
    expect(below).toContain('min 20 max 1,326');
    expect(below).toContain('threads 14');
  });

  test('says what was watched, what it is, and what watching costs', async () => {
    const target = shop();
    target.session.facts = {...target.session.facts, commandLine: '/srv/shop/server -v', goAtLeast: '1.24'};
    target.session.ledger.charge({
      atMs: target.clock.monotonicMs(),
      busyMs: 1,
      pauseMs: 0.3,
      bytes: 10,
      asked: false,
    });
    const screen = await onScreen(target, {
      thresholds: () => ({text: 'alert at 1,500', marks: {threshold: 1500, baseline: undefined}}),
    });
    const [top = '', below = ''] = screen.lines();
    expect(top).toContain('localhost:6060');
    expect(top).toContain('/srv/shop/server -v');
    expect(top).toContain('LIVE');
    expect(top).toContain('counts 0.0 s ago');
    expect(top).toContain('cost 0.05 %, ≤ 0.3 ms');
    expect(below).toContain('go 1.24+');
    expect(below).toContain('alert at 1,500');
  });

  test('tells the age of counts and of full stacks apart', async () => {
    const target = shop();
    await target.looks(senders(1284, {ids: [1, 2]}));
    target.clock.pass(10_000);
    target.sees(senders(1284));
    target.passes(400);
    const screen = await onScreen(target);
    expect(screen.lines()[0]).toContain('counts 0.4 s ago · stacks 11s');
  });

  test('says nothing of a change in the moment from which it is counted', async () => {
    const screen = await onScreen(shop());
    expect(screen.lines()[1]).not.toContain('change');
  });

  test('counts the change from the mark, and from the restart, and says so', async () => {
    const target = shop();
    const screen = await onScreen(target);
    await screen.press('b');
    expect(screen.lines()[1]).toContain('no change since the mark');
    target.sees(senders(1280), sleepers(38), collectors(4));
    await screen.settle();
    expect(screen.lines()[1]).toContain('▼ 4 in 1s since the mark');

    target.session.restarted('a smaller goroutine id');
    target.sees(senders(10));
    target.sees(senders(13));
    await screen.settle();
    expect(screen.lines()[1]).toContain('goroutines 13  ▲ 3 in 1s since the restart');
    expect(screen.text()).toContain('⟲');
  });
});

test('each reason has its count and its change, and they add up to the total', async () => {
  const screen = await onScreen(shop());
  const text = screen.text();
  expect(text).toMatch(/chan send +1,284 +\+212 /);
  expect(text).toMatch(/sleep +38 +-2 /);
  expect(text).toMatch(/GC +4 +0 /);
});

test('each group has its count, change, reason and place', async () => {
  const screen = await onScreen(shop());
  expect(screen.line('check.(*Runner).report  check.go:72')).toMatch(/1,284 +\+212 .* chan send /);
  expect(screen.line('retry.loop  retry.go:5')).toMatch(/ 38 +-2 .* sleep /);
});

test("the runtime's own are hidden, counted, and shown when asked for", async () => {
  const screen = await onScreen(shop());
  expect(screen.line('groups ·')).toContain('groups · 2 · 4 of the runtime hidden (a)');
  expect(screen.text()).not.toContain('bgsweep');
  await screen.press('a');
  expect(screen.line('groups ·')).toMatch(/groups · 3 ─/);
  expect(screen.line('bgsweep')).toMatch(/ 4 +0 /);
});

test('the filter says how many of how many it found', async () => {
  const screen = await onScreen(shop());
  await screen.press('/');
  await screen.type('retry');
  expect(screen.line('/ retry')).toContain('1 of 2');
  await screen.press('enter');
  expect(screen.line('groups ·')).toContain('1 of 2 · filter: retry');
});

test('ages: seen to begin, older than gorowatch, and as the runtime says', async () => {
  const target = watched();
  const old = group(1, 'sleep', 'main.old old.go:1', {ids: [1]});
  const oldest = group(1, 'select', 'main.oldest oldest.go:1', {ids: [2], waitMinutes: 42});
  const young = group(1, 'mutex', 'main.young young.go:1', {ids: [3]});
  target.sees(old, oldest);
  await target.looks(old, oldest);
  target.clock.pass(60_000);
  target.sees(old, oldest, young);
  await target.looks(old, oldest, young);
  target.clock.pass(65_000);
  target.sees(old, oldest, young);
  const screen = await onScreen(target);
  expect(screen.line('main.old ')).toContain('>2m 07s');
  expect(screen.line('main.oldest')).toContain(' ≈42m ');
  expect(screen.line('main.young')).toMatch(/ 1m 06s /);
});

describe('an opened group', () => {
  test('has its count, its creators with how many still live, and its members', async () => {
    const target = shop();
    const creators = [
      creator('shop/check.Handler /srv/shop/check/check.go:41', 1200, 3),
      creator('shop.main /srv/shop/main.go:9', 84),
    ];
    await target.looks(senders(1284, {ids: [18_402, 18_403], creators, createdBy: 812, waitMinutes: 5}));
    const screen = await onScreen(target);
    await screen.press('enter');
    expect(screen.lines()[2]).toContain('1,284 goroutines · chan send · check.(*Runner).report check.go:72');
    expect(screen.line('shop/check.Handler')).toContain('1,200, creator there for 3');
    expect(screen.line('shop.main')).toContain('84, all creators gone');
    expect(screen.text()).toContain('min 1,072 max 1,284');
    expect(screen.line('members 2')).toContain(`as of ${formatClock(target.clock.wallMs())}`);
    expect(screen.line('18402')).toMatch(/18402 +≈5m +812 \(gone\)/);
  });

  test('by package counts stacks, not groups', async () => {
    const target = watched();
    target.sees(
      senders(2, {labels: {tenant: 'acme'}}),
      senders(3, {labels: {tenant: 'zeta'}}),
      group(1, 'sleep', 'shop/check.idle /srv/shop/check/idle.go:1'),
    );
    const screen = await onScreen(target, {state: {grouping: 'package'}});
    await screen.press('enter');
    expect(screen.text()).toContain('2 stacks, the innermost own frame of each');
    expect(screen.lines()[2]).toContain('6 goroutines · several');
  });

  test('says no labels of members where full stacks do not tell whose they are', async () => {
    const target = watched();
    target.sees(senders(2, {labels: {tenant: 'acme'}}), senders(3, {labels: {tenant: 'zeta'}}));
    await target.looks(senders(5, {ids: [1, 2, 3, 4, 5]}));
    const screen = await onScreen(target);
    await screen.press('3');
    expect(screen.text()).toContain('goroutines · 5 of 5');
    expect(screen.text()).not.toContain('tenant=');
  });
});

test('the cursor stays on its group over 100 refreshes, wherever that goes', async () => {
  const random = randomNumbers(11);
  const names = Array.from({length: 30}, (_, index) => `main.worker${index}`);
  const target = watched();
  const sees = () => {
    target.sees(
      ...shuffled(names, random)
        .filter((name) => name === 'main.worker7' || random(4) > 0)
        .map((name) => group(1 + random(500), 'select', `${name} /srv/main.go:1`)),
    );
  };
  sees();
  const screen = await onScreen(target, {rows: 30});
  while (!screen.cursorLine().includes('main.worker7 ')) await screen.press('j');
  for (let refresh = 0; refresh < 100; refresh++) {
    sees();
    await screen.settle();
    expect(screen.cursorLine()).toContain('main.worker7 ');
  }
});

test('a real process: every family of the profile is on the screen with its count', async () => {
  const target = watched();
  const real = await decode(fixture('go1.26/g0.pb.gz'));
  target.receives(real);
  const screen = await onScreen(target, {state: {showAll: true}});
  expect(screen.lines()[1]).toContain(`goroutines ${real.total}`);
  const counts = new Map<string, number>();
  for (const {identity, count} of real.groups) {
    counts.set(identity.family, (counts.get(identity.family) ?? 0) + count);
  }

  const words = screen.text();
  const shown = [...counts].filter(([family, count]) => new RegExp(` ${family} +${count} `).test(words));
  // Eight have room; the rest come into view with the cursor.
  expect(shown).toHaveLength(Math.min(8, counts.size));
  await screen.press('tab', 'G');
  const [last] = screen.inspector.contents().families.toReversed();
  expect(screen.text()).toMatch(new RegExp(` ${last!.family} +${last!.count} `));
});
