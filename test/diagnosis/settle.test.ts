import {expect, test} from 'vitest';
import {settle, type Settled} from '../../source/diagnosis/settle.ts';
import type {Level, Verdict} from '../../source/diagnosis/verdict.ts';
import {verdictOf} from '../../source/diagnosis/verdict-of.ts';
import {suspect} from './suspects.ts';

function verdict(level: Level): Verdict {
  return verdictOf(suspect('chan send', ['main.report'], {level, count: 5}));
}

/** What is shown after each judgement; `none`: it was not judged anything then. */
function shownAfter(...judged: readonly (Level | 'none')[]): readonly (Level | 'none')[] {
  let settled: Settled = new Map();
  return judged.map((level) => {
    const next = settle(settled, level === 'none' ? [] : [verdict(level)]);
    settled = next.settled;
    return next.verdicts[0]?.level ?? 'none';
  });
}

test('what seems likely once is watched; what seems so again is likely', () => {
  expect(shownAfter('likely', 'likely', 'likely')).toEqual(['watch', 'likely', 'likely']);
});

test('one judgement that says otherwise changes nothing', () => {
  expect(shownAfter('likely', 'likely', 'watch', 'likely', 'none', 'likely').slice(1)).toEqual([
    'likely',
    'likely',
    'likely',
    'likely',
    'likely',
  ]);
});

test('a level that comes and goes is never shown', () => {
  expect(shownAfter('watch', 'likely', 'watch', 'likely', 'watch')).not.toContain('likely');
});

test('what is missing again and again is taken back', () => {
  expect(shownAfter('likely', 'likely', 'none', 'none', 'none')).toEqual([
    'watch',
    'likely',
    'likely',
    'likely',
    'none',
  ]);
});

test('what is less sure again and again is shown as less sure', () => {
  expect(shownAfter('likely', 'likely', 'watch', 'watch', 'watch').at(-1)).toBe('watch');
});

test('proof is shown at once, and stays while the goroutines do', () => {
  expect(shownAfter('proven', 'watch', 'watch', 'watch', 'watch')).toEqual(Array(5).fill('proven'));
  expect(shownAfter('proven', 'none', 'none', 'none').at(-1)).toBe('none');
});
