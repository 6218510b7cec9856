import {describe, expect, test, vi} from 'vitest';
import {group, watched} from '../helpers/session.ts';
import {onScreen} from './on-screen.tsx';

const senders = (ids: readonly number[]) => group(ids.length, 'chan send', 'shop.report shop.go:9', {ids});
const idle = (ids: readonly number[]) => group(ids.length, 'select', 'shop.idle shop.go:20', {ids});
const sleepers = (ids: readonly number[]) => group(ids.length, 'sleep', 'shop.nap shop.go:30', {ids});
const pool = (ids: readonly number[]) => group(ids.length, 'IO wait', 'shop.pool shop.go:40', {ids});

/** Marked, then: senders grew, sleepers shrank, idle ones went, the pool came. */
async function changed() {
  const target = watched();
  const before = [senders([1, 2]), sleepers([3, 4, 5]), idle([6])];
  target.sees(...before);
  await target.looks(...before);
  const screen = await onScreen(target);
  await screen.press('b');
  target.clock.pass(60_000);
  const after = [senders([1, 2, 7, 8]), sleepers([4]), pool([9, 10])];
  target.sees(...after);
  await target.looks(...after);
  await screen.settle();
  await screen.press('D');
  return {target, screen};
}

describe('the view of differences', () => {
  test('lists what is new, grown, shrunk and gone since the mark, the largest change first', async () => {
    const {screen} = await changed();
    expect(screen.line('difference ·')).toMatch(
      /since the mark at \d\d:\d\d:\d\d · 6 → 7 \(\+1\) · 4 changed/,
    );
    const rows = screen.lines().filter((line) => line.includes('shop.go:'));
    expect(rows.map((row) => row.replace('▸', '').trim().split(/ {2,}/).slice(0, 4))).toEqual([
      ['2', '4', '+2', 'grown'],
      ['0', '2', '+2', 'new'],
      ['3', '1', '-2', 'shrunk'],
      ['1', '0', '-1', 'gone'],
    ]);
    expect(screen.line('shop.report')).toContain('2 stayed, 2 started');
    expect(screen.text()).toContain('By id, 3 goroutines of before are still there, 3 ended, and 4 started.');
  });

  test('opens the group under the cursor, and esc comes back', async () => {
    const {screen} = await changed();
    await screen.press('j', 'enter');
    expect(screen.text()).toContain('2 goroutines · IO wait · shop.pool');
    await screen.press('esc');
    expect(screen.text()).toContain('difference ·');
    await screen.press('esc');
    expect(screen.text()).toContain('groups · ');
  });

  test('is filtered, and copied, as the groups are', async () => {
    const {screen} = await changed();
    await screen.press('/');
    await screen.type('nap');
    await screen.press('enter');
    expect(screen.line('difference ·')).toContain('1 of 4 changed · filter: nap');
    await screen.press('y');
    await screen.settle();
    expect(vi.mocked(screen.did.copy).mock.calls[0]?.[0]).toBe(
      '3 → 1 (-2) goroutines [sleep]\nshop.nap\n\tshop.go:30\n',
    );
  });

  test('names what is gone for longer than the history lasts', async () => {
    const {target, screen} = await changed();
    const hour = 3_600_000;
    for (let round = 0; round < 3; round++) {
      target.clock.pass(hour);
      target.sees(senders([1, 2, 7, 8]), sleepers([4]), pool([9, 10]));
    }

    await screen.settle();
    expect([...target.session.history.groups.values()].map(({identity}) => identity.family)).not.toContain(
      'select',
    );
    expect(screen.line('shop.go:20')).toMatch(/ 1 +0 +-1 +gone +select +shop\.idle/);
  });

  test('is of the moment on the screen', async () => {
    const {screen} = await changed();
    await screen.press('left');
    expect(screen.line('difference ·')).toContain('6 → 6 · 0 changed');
    expect(screen.text()).toContain('No difference: 3 groups with 6 goroutines, as many before as after.');
  });

  test('counts what the groups add up to, where the total is newer than they are', async () => {
    const {target, screen} = await changed();
    target.clock.pass(200);
    target.session.addPulse(90, 12);
    target.session.changed();
    await screen.settle();
    expect(screen.lines()[1]).toContain('goroutines 90 ');
    expect(screen.line('difference ·')).toContain('6 → 7 (+1) · 4 changed');
  });

  test('counts from the start where nothing was marked, and says which key marks', async () => {
    const target = watched();
    target.sees(senders([1]));
    target.sees(senders([1, 2]));
    const screen = await onScreen(target);
    await screen.press('D');
    expect(screen.line('difference ·')).toMatch(/since the start at .* · b marks a moment/);
  });

  test('says so when there is nothing to compare yet', async () => {
    const screen = await onScreen(watched());
    await screen.press('D');
    expect(screen.text()).toContain('nothing has been counted yet that could be compared');
  });
});
