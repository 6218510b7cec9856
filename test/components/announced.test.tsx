import {describe, expect, test} from 'vitest';
import {scopeOf} from '../../source/view/lists/scope.ts';
import type {Verdict} from '../../source/diagnosis/verdict.ts';
import {announcementOf} from '../../source/view/verdicts/announcement.ts';
import {verdictKey} from '../../source/view/verdicts/verdicts-now.ts';
import type {Watched} from '../helpers/session.ts';
import {diagnosisOf, verdictOn} from '../helpers/verdicts.ts';
import {senders, shop, shown} from './leaking-shop.tsx';
import {onScreen, type ScreenOptions} from './on-screen.tsx';

const leak = verdictOn(senders(800));

function announceOn({session}: Watched, verdict: Verdict = leak): void {
  session.addEvent('leak', announcementOf(verdict), verdictKey(verdict));
}

const announce = async (options: ScreenOptions = {}) => {
  const screen = await shown(options);
  screen.target.clock.pass(1000);
  announceOn(screen.target);
  await screen.settle();
  return screen;
};

describe('a verdict that is announced', () => {
  test.each([120, 80, 60])('is a line with the key that tells why, at %d columns', async (columns) => {
    const screen = await announce({columns});
    expect(screen.lines().at(-2)).toMatch(/^ ▲ \d\d:\d\d:\d\d LIKELY LEAK 800 gor.* · 2: see why *$/);
  });

  test('goes when its evidence has been seen, and when it is waved away', async () => {
    for (const way of [['2', '1'], ['esc']]) {
      const screen = await announce();
      await screen.press(...way);
      expect(screen.text()).not.toContain('see why');
      screen.target.clock.pass(1000);
      announceOn(screen.target, verdictOn(senders(801), {level: 'proven'}));
      await screen.settle();
      expect(screen.text()).toContain('PROVEN LEAK 801 goroutines');
    }
  });

  test('goes when the verdict does not stand any more', async () => {
    const {target, diagnosis} = await shop();
    let now = diagnosis;
    const screen = await onScreen(target, {diagnosis: () => now});
    announceOn(target);
    await screen.settle();
    expect(screen.text()).toContain('see why');
    now = diagnosisOf([]);
    target.session.changed();
    await screen.settle();
    expect(screen.text()).not.toContain('see why');
  });

  test('is not told twice where it is listed, and stands among the events', async () => {
    const screen = await announce();
    await screen.press('2');
    expect(screen.text()).not.toContain('see why');
    await screen.press('4');
    expect(screen.line('leak ')).toContain('LIKELY LEAK 800 goroutines');
  });
});

describe('asking for proof', () => {
  test('says what it costs, does it with the second key, and tells what came of it', async () => {
    const screen = await shown({
      columns: 140,
      actions: {prove: async () => 'The garbage collector proves it.'},
    });
    await screen.press('L');
    expect(screen.text()).toContain(
      'Proof takes a garbage collection in localhost:6060 and its full stacks, a stop of about 6.0 ms. L to do it',
    );
    await screen.press('L');
    await screen.settle();
    expect(screen.text()).toContain('The garbage collector proves it.');
  });

  test('is never done with the first key, nor when it is left', async () => {
    const screen = await shown();
    await screen.press('L');
    expect(screen.did.prove).not.toHaveBeenCalled();
    await screen.press('esc');
    expect(scopeOf(screen.inspector.state)).toBe('groups');
    expect(screen.did.prove).not.toHaveBeenCalled();
  });

  test.each([80, 40, 28])('the keys that answer are there at %d columns', async (columns) => {
    const screen = await shown({columns, rows: 24});
    await screen.press('L');
    expect(screen.text()).toMatch(/L (to do it|do it|yes).*esc/);
  });

  test('says plainly where it cannot be had, and asks nothing', async () => {
    const why = 'No proof to be had: localhost:6060 does not list goroutineleak.';
    const screen = await shown({actions: {proofCost: () => ({isOffered: false, why})}});
    await screen.press('L');
    expect(screen.text()).toContain(why);
    expect(scopeOf(screen.inspector.state)).toBe('groups');
  });

  test('is named by what would confirm a verdict only where the target offers it', async () => {
    const screen = await shown();
    const confirm = '`L` asks the garbage collector';
    await screen.press('2', 'enter');
    expect(screen.text()).not.toContain(confirm);
    screen.target.session.facts = {...screen.target.session.facts, hasLeakProfile: true};
    screen.target.session.changed();
    await screen.settle();
    expect(screen.text()).toContain(confirm);
  });
});
