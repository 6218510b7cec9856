import {describe, expect, test} from 'vitest';
import type {Diagnosis} from '../../source/diagnosis/verdict.ts';
import {watched} from '../helpers/session.ts';
import {diagnosisOf, verdictOn} from '../helpers/verdicts.ts';
import {audit, lock, senders, shop, shown} from './leaking-shop.tsx';
import {onScreen} from './on-screen.tsx';

const quiet = async (watchedMs: number, given: Diagnosis | undefined) => {
  const target = watched();
  target.sees(audit);
  target.clock.pass(watchedMs - 2000);
  target.sees(audit);
  const screen = await onScreen(target, given === undefined ? {} : {diagnosis: given});
  await screen.press('2');
  return screen;
};

describe('the view of leaks', () => {
  test('ranks what is worth watching and says from what it was judged', async () => {
    const screen = await shown();
    await screen.press('2');
    expect(screen.line('leaks ·')).toContain(
      'leaks · 1 likely, 1 to watch · judged from 4 min: 240 counts, 38 looks at the stacks',
    );
    expect(screen.cursorLine()).toMatch(
      / 1 {2}▲ likely +800 {2}senders whose receiver has go… +check\.\(\*Runner\)\.report .*check\.Handler/,
    );
    expect(screen.line('ledger.Withdraw')).toMatch(/ 2 {4}watch +7 /);
    expect(screen.text()).not.toContain('web.serve');
  });

  test('shows below the list what speaks for the one under the cursor', async () => {
    const screen = await shown();
    await screen.press('2');
    expect(screen.text()).toContain('1. LIKELY LEAK  800 goroutines wait to send');
    await screen.press('j');
    expect(screen.text()).toContain('2. WATCH  7 goroutines');
    expect(screen.text()).toContain('none of the 7 has moved on in all 12 looks over 90 s');
  });

  test('shows what follows load when asked for', async () => {
    const screen = await shown();
    await screen.press('2', 'a');
    expect(screen.line('web.serve')).toMatch(/ 3 {4}load +40 /);
  });

  test('is filtered as the groups are', async () => {
    const screen = await shown({state: {filterText: 'ledger'}});
    await screen.press('2');
    expect(screen.inspector.contents().leaks.map(({rank}) => rank)).toEqual([2]);
    expect(screen.line('leaks ·')).toContain('1 of 3 · filter: ledger');
  });

  test('names what weakens the judgement', async () => {
    const screen = await shown({}, {limits: [{kind: 'no-stacks', goroutines: 48_000}]});
    await screen.press('2');
    expect(screen.text()).toContain('Full stacks were not seen (48,000 goroutines)');
    expect(screen.text()).toContain('3 takes them.');
  });

  test('keeps its cursor on the verdict when another comes before it', async () => {
    const {target, diagnosis} = await shop();
    let now = diagnosis;
    const screen = await onScreen(target, {diagnosis: () => now});
    await screen.press('2', 'j');
    const first = verdictOn(audit, {level: 'proven', pattern: 'select-no-cases', evidence: []});
    now = {...diagnosis, verdicts: [first, ...diagnosis.verdicts]};
    target.session.changed();
    await screen.settle();
    expect(screen.cursorLine()).toMatch(/ 3 .*watch/);
  });
});

test('the count of a verdict is that of now, as its curve is, not that of when it was judged', async () => {
  const screen = await shown();
  await screen.press('2');
  screen.target.sees(senders(803), lock, audit);
  await screen.settle();
  expect(screen.cursorLine()).toMatch(/▲ likely +803 /);
  expect(screen.text()).toContain('1. LIKELY LEAK  803 goroutines wait to send');
  screen.target.sees(lock, audit);
  await screen.settle();
  expect(screen.cursorLine()).toMatch(/▲ likely +0 /);
});

describe('without a leak', () => {
  test('one calm sentence says what was watched, since when, and how it behaves', async () => {
    const screen = await quiet(240_000, diagnosisOf([]));
    expect(screen.line('leaks ·')).toContain('leaks · none · judged from 4 min');
    const flat = screen.text().replaceAll(/\s+/g, ' ');
    expect(flat).toMatch(
      /Nothing grows without an end, and nothing is stuck: watched since \d\d:\d\d:\d\d, 41 groups \(38 constant, 3 follow load\)\./,
    );
  });

  test('the first seconds are too early to say', async () => {
    for (const given of [undefined, diagnosisOf([], {toWallMs: 0})]) {
      const screen = await quiet(8000, given);
      expect(screen.text()).toContain('Watching for 8 s: too early to say.');
      expect(screen.text()).not.toContain('Nothing grows');
    }
  });

  test('before the first answer nothing is said of the target', async () => {
    const screen = await onScreen(watched());
    await screen.press('2');
    expect(screen.text()).toContain('waiting for the first answer');
  });
});

test('a paused screen keeps the verdicts of then, whatever is judged meanwhile', async () => {
  const {target, diagnosis} = await shop();
  let now = diagnosis;
  const screen = await onScreen(target, {diagnosis: () => now});
  await screen.press('2', 'space');
  now = diagnosisOf([], {toWallMs: 0});
  target.session.changed();
  await screen.settle();
  expect(screen.cursorLine()).toContain('▲ likely');
  await screen.press('space');
  expect(screen.text()).not.toContain('▲ likely');
});

test('the header tells heap and stacks in use and whether they grow, as long as there is room', async () => {
  const {target, diagnosis} = await shop();
  const mebibyte = 2 ** 20;
  for (let index = 0; index < 12; index++) {
    target.clock.pass(10_000);
    target.session.memory.add({
      atMs: target.clock.monotonicMs(),
      heapInUse: (400 + index) * mebibyte,
      stacksInUse: (8 + index * 2) * mebibyte,
      heapAllocated: 300 * mebibyte,
      system: 600 * mebibyte,
      collections: index,
    });
  }

  target.session.changed();
  const screen = await onScreen(target, {diagnosis});
  expect(screen.lines()[1]).toContain('heap 411 MiB  stacks 30 MiB ▲');
  await screen.press('2', 'enter');
  // A share of the stacks in use, not the least that a stack takes.
  expect(screen.text()).toMatch(/memory {3}≈ 28 MiB of stacks, \+1\.5 MiB\/min\n/);
  await screen.resize(60, 18);
  expect(screen.lines()[1]).not.toContain('heap');
});
