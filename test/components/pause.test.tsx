import {describe, expect, test} from 'vitest';
import {formatClock} from '../../source/view/text/format.ts';
import {creator, group, watched, type Watched} from '../helpers/session.ts';
import {onScreen} from './on-screen.tsx';

const senders = (count: number, more = {}) => group(count, 'chan send', 'check.report check.go:72', more);
const sleepers = (count: number) => group(count, 'sleep', 'retry.loop retry.go:5');

async function running(): Promise<Watched> {
  const target = watched();
  target.session.addPulse(10, 14);
  target.sees(senders(800), sleepers(40));
  await target.looks(senders(800, {ids: [1, 2], creators: [creator('check.Handler check.go:41', 2, 1)]}));
  target.session.ledger.charge({
    atMs: target.clock.monotonicMs(),
    busyMs: 1,
    pauseMs: 0.2,
    bytes: 1,
    asked: false,
  });
  target.sees(senders(812), sleepers(38));
  return target;
}

/** Everything goes on: counts, threads, looks, cost, events, even a restart. */
async function goesOn(target: Watched): Promise<void> {
  const {session, clock} = target;
  for (let second = 1; second <= 90; second++) {
    target.sees(senders(1000 + second), group(second, 'mutex', 'new.lock new.go:1'));
  }

  session.addPulse(5000, 99);
  await target.looks(
    senders(1090, {ids: [1, 7, 8, 9], leaked: 3, creators: [creator('other.Maker o.go:1', 4)]}),
  );
  session.ledger.charge({atMs: clock.monotonicMs(), busyMs: 600, pauseMs: 300, bytes: 1, asked: true});
  session.addEvent('problem', 'something happened');
  session.restarted('a smaller goroutine id');
  target.sees(senders(3));
  target.passes(3000);
}

describe('a paused screen', () => {
  test.each([
    ['groups', []],
    ['reasons', ['tab', 'j']],
    ['an opened group', ['enter']],
    ['goroutines', ['3']],
    ['events', ['4']],
  ])('holds every number of %s, while collection goes on', async (_view, way) => {
    const target = await running();
    const screen = await onScreen(target);
    await screen.press('space', ...way);
    const before = screen.lines();
    await goesOn(target);
    await screen.settle();
    // A key that moves nothing makes the screen anew.
    await screen.press('?', 'esc');
    expect(screen.lines()).toEqual(before);
  });

  test('says so, with the moment that it shows, and that collection goes on', async () => {
    const target = await running();
    const screen = await onScreen(target);
    const then = formatClock(target.clock.wallMs());
    await screen.press('space');
    await goesOn(target);
    await screen.settle();
    expect(screen.lines()[0]).toContain(`PAUSED ${then}  still collecting`);
    expect(screen.lines()[0]).not.toContain('LIVE');
  });

  test('says when the target is lost meanwhile', async () => {
    const target = await running();
    const screen = await onScreen(target);
    await screen.press('space');
    target.loses('connection refused');
    await screen.settle();
    expect(screen.lines()[0]).toMatch(/PAUSED .*RECONNECTING IN 2s/);
  });

  test('shows now when it is resumed', async () => {
    const target = await running();
    const screen = await onScreen(target);
    await screen.press('space');
    await goesOn(target);
    await screen.press('space');
    expect(screen.lines()[0]).toContain('LIVE');
    expect(screen.lines()[1]).toContain('goroutines 3 ');
    expect(screen.text()).not.toContain('retry.loop');
  });

  test('can be moved over, filtered and sorted', async () => {
    const target = await running();
    const screen = await onScreen(target);
    await screen.press('space');
    await goesOn(target);
    await screen.press('/');
    await screen.type('retry');
    await screen.press('enter');
    expect(screen.cursorLine()).toMatch(/ 38 +-2 .*retry\.loop/);
  });

  test('takes a mark at the moment it shows', async () => {
    const target = await running();
    const screen = await onScreen(target);
    await screen.press('space');
    target.sees(senders(900), sleepers(38));
    await screen.press('b');
    expect(screen.lines()[1]).toContain('goroutines 850  no change since the mark');
    expect(screen.line('check.report  check.go:72')).toMatch(/ 812 +0 /);
    await screen.press('space');
    expect(screen.lines()[1]).toContain('goroutines 938  ▲ 88 in 1s since the mark');
    expect(screen.line('check.report  check.go:72')).toMatch(/ 900 +\+88 /);
  });
});
