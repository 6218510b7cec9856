import {describe, expect, test, vi} from 'vitest';
import {scopeOf} from '../../source/view/lists/scope.ts';
import {shop, shown} from './leaking-shop.tsx';
import {onScreen} from './on-screen.tsx';

describe('the evidence of a leak', () => {
  test('says how sure, where, what was seen, the fix, what would confirm it, and what it costs', async () => {
    const screen = await shown({rows: 60});
    await screen.press('2', 'enter');
    const order = ['1. LIKELY LEAK  800', 'where    check.(*Runner).report', 'created by check.Handler']
      .concat([
        'saw      · ',
        '18 of 18 seen 40 s ago or earlier are still there by id',
        '· +42 a minute over 4 min',
      ])
      .concat(['fix      ', 'confirm  ', 'memory   ≈ 1.6 MiB of stacks, +84 KiB/min, at least'])
      .concat(['docs/leaks/send-receiver-gone.md', '── stack', 'check.run  check.go:50']);
    const places = order.map((part) => screen.text().indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('draws the trend beside the curve, and the curve of load below it', async () => {
    const screen = await shown();
    await screen.press('2', 'enter');
    expect(screen.text()).toMatch(/╌╌/);
    expect(screen.text()).toContain('load     the lower curve, those that wait for the network: 40 → 40');
    await screen.resize(80, 24);
    expect(screen.line('   count ')).toMatch(/[▁▂▃▄▅▆▇█] {2}589 → 800/);
    expect(screen.line('   IO wait ')).toMatch(/40 → 40/);
  });

  test('scrolls as far as it goes, opens the group, and goes back step by step', async () => {
    const screen = await shown({columns: 80, rows: 24});
    await screen.press('2', 'enter', 'G');
    expect(screen.text()).toContain('check.run  check.go:50');
    const top = screen.inspector.state.evidenceTop;
    await screen.press('j');
    expect(screen.inspector.state.evidenceTop).toBe(top);
    await screen.press('enter');
    expect(scopeOf(screen.inspector.state)).toBe('detail');
    expect(screen.text()).toContain('── LIKELY LEAK · send-receiver-gone');
    const steps = [];
    for (let step = 0; step < 4; step++) {
      await screen.press('esc');
      steps.push(scopeOf(screen.inspector.state));
    }

    expect(steps).toEqual(['evidence', 'leaks', 'groups', 'groups']);
  });

  test('of a verdict that does not stand any more says so', async () => {
    const {target, diagnosis} = await shop();
    let now = diagnosis;
    const screen = await onScreen(target, {diagnosis: () => now});
    await screen.press('2', 'enter');
    now = {...diagnosis, verdicts: []};
    target.session.changed();
    await screen.settle();
    expect(screen.text()).toContain('this verdict does not stand any more');
  });

  test('is copied as text, from the list, the evidence and the opened group', async () => {
    const screen = await shown();
    await screen.press('2', 'y', 'enter', 'y', 'enter', 'y');
    const copied = vi.mocked(screen.did.copy).mock.calls.map(([text]) => text);
    expect(copied).toHaveLength(3);
    for (const text of copied) {
      expect(text).toContain('1. LIKELY LEAK  800 goroutines wait to send');
      expect(text).toContain('   fix      Give the channel room');
      expect(text).toContain('check.run\n\tcheck.go:50');
      expect(text).not.toContain('\u001B');
    }
  });

  test('is one key away from the opened group', async () => {
    const screen = await shown();
    await screen.press('j', 'j', 'enter', '2');
    expect(scopeOf(screen.inspector.state)).toBe('evidence');
    expect(screen.text()).toContain('2. WATCH  7 goroutines');
  });
});

describe('an opened group', () => {
  test('has its verdict above the stack: what was seen, the fix, what would confirm it', async () => {
    const screen = await shown();
    await screen.press('enter');
    const places = [
      '── LIKELY LEAK · send-receiver-gone',
      'saw      started by',
      'fix      Give',
      'confirm  ',
      '── stack',
    ].map((part) => screen.text().indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('leaves room for its stack on a small screen, and keeps the fix longest', async () => {
    const screen = await shown({columns: 40, rows: 10});
    await screen.press('enter');
    expect(screen.text()).toContain('LIKELY LEAK');
    expect(screen.text()).toContain('fix      Give the channel');
    expect(screen.text()).toContain('── stack');
    expect(screen.cursorLine()).toContain('report');
  });

  test('of which nothing is thought is as it was', async () => {
    const screen = await shown();
    await screen.press('G', 'enter');
    expect(screen.text()).not.toMatch(/LEAK|WATCH/);
  });
});
