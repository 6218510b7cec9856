import {describe, expect, test} from 'vitest';
import {shown} from './leaking-shop.tsx';

describe('the list of groups', () => {
  test('says of each group in a word how sure a leak is, and nothing of the others', async () => {
    const screen = await shown();
    expect(screen.line('check.(*Runner).report')).toMatch(/ ▲ likely /);
    expect(screen.line('ledger.Withdraw')).toMatch(/ watch /);
    expect(screen.line('web.serve  web.go:5')).not.toMatch(/load|watch|likely/);
  });

  test('says it in ASCII, and without any colour', async () => {
    const screen = await shown({ascii: true, colour: 'none'});
    expect(screen.line('check.(*Runner).report')).toMatch(/ \^ likely /);
  });

  test('marks the place where there is no room for the word', async () => {
    const screen = await shown({columns: 40, rows: 10});
    expect(screen.line('Runner).report')).toMatch(/800 {2}▲ /);
    expect(screen.line('ledger.Withdraw')).not.toContain('▲');
  });

  test('tells the verdict under the cursor and the key to its evidence, however narrow', async () => {
    const screen = await shown();
    expect(screen.lines().at(-2)).toBe(
      ' 800 goroutines wait to send on a channel whose receiver has gone. enter: evidence and fix',
    );
    await screen.resize(80, 24);
    expect(screen.lines().at(-2)).toMatch(/^ 800 goroutines wait to send .*… enter: evidence and fix$/);
    await screen.press('G');
    expect(screen.lines().at(-2)).toContain('1 goroutine waits in a select in audit.flush.');
  });

  test('is sorted by verdict, surest first, the other way round, and what has none last', async () => {
    const screen = await shown({state: {order: {column: 'verdict', reversed: false}}});
    const names = () => [...screen.inspector.contents().rows].map(({name}) => name);
    expect(names()).toEqual(['check.(*Runner).report', 'ledger.Withdraw', 'web.serve', 'audit.flush']);
    await screen.press('r');
    expect(names()).toEqual(['ledger.Withdraw', 'check.(*Runner).report', 'web.serve', 'audit.flush']);
  });

  test.each([
    ['verdict:likely', ['check.(*Runner).report']],
    ['verdict:mutex', ['ledger.Withdraw']],
    ['!verdict:likely !verdict:watch', ['web.serve', 'audit.flush']],
  ])('is filtered by %s', async (filterText, expected) => {
    const screen = await shown({state: {filterText}});
    expect([...screen.inspector.contents().rows].map(({name}) => name)).toEqual(expected);
  });
});
