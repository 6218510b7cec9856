import {describe, expect, test} from 'vitest';
import type {Diagnosis, Level, Verdict} from '../../../source/diagnosis/verdict.ts';
import {patternNames} from '../../../source/diagnosis/pattern-name.ts';
import {patterns} from '../../../source/diagnosis/patterns.ts';
import {makeTheme} from '../../../source/terminal/theme.ts';
import {diagnosisLines, type Judged} from '../../../source/view/verdicts/diagnosis-lines.ts';
import {cellWidth} from '../../../source/view/text/text-width.ts';
import {creator, frame} from '../../helpers/session.ts';

const judged: Judged = {
  target: {name: 'localhost:6060', url: 'http://localhost:6060/debug/pprof/'},
  cost: {requests: 44, bytes: 93_000, requestMs: 10, stoppedMs: 6.2},
  moments: undefined,
};

function diagnosis(given: Partial<Diagnosis> = {}): Diagnosis {
  return {
    fromWallMs: 0,
    toWallMs: 20_000,
    samples: {pulse: 20, groups: 18, stacks: 6},
    total: {first: 1072, last: 1284, max: 1284},
    verdicts: [],
    others: {constant: 38, load: 3, moving: 0},
    limits: [],
    ...given,
  };
}

function verdict(given: Partial<Verdict> = {}): Verdict {
  return {
    level: 'likely',
    pattern: 'send-receiver-gone',
    group: {
      key: 'a',
      place: 'a',
      family: 'chan send',
      status: 'chan send',
      count: 800,
      frame: frame('acme.dev/shop/check.(*Runner).report /srv/shop/check/check.go:72'),
      stack: [],
      labels: {route: '/checkout'},
      creators: [creator('acme.dev/shop/check.Handler /srv/shop/check/check.go:41', 800)],
    },
    places: ['a'],
    evidence: [
      {kind: 'orphan-sender', gone: 800, known: 800, creator: 'acme.dev/shop/check.Handler', starters: 70},
      {kind: 'growth', first: 588, last: 800, perMinute: 42, overMs: 300_000, neverFell: true},
    ],
    ...given,
  };
}

function lines(
  verdicts: readonly Verdict[],
  given: Partial<Diagnosis> = {},
  {
    columns = 80,
    ascii = false,
    known = 0,
    leftOut = undefined as readonly Verdict[] | undefined,
    proofCommand = undefined as string | undefined,
  } = {},
): readonly string[] {
  const paint = {columns, ascii, theme: makeTheme('none')};
  return diagnosisLines(
    {diagnosis: diagnosis(given), verdicts, known, leftOut},
    judged,
    {patterns, proofCommand},
    paint,
  );
}

function titleOf(text: readonly string[]): string | undefined {
  return text.find((line) => line.startsWith('1.'));
}

describe('verdicts', () => {
  test('say what, how sure, where, since when and what to do, in this order', () => {
    const text = lines([verdict()]).join('\n');
    const flat = text.replaceAll(/\s+/g, ' ');
    expect(flat).toMatch(
      /^watched localhost:6060 for 20 s: 1,072 → 1,284 goroutines, cost 0\.05 % of one core/,
    );
    expect(text).toContain(
      '1. LIKELY LEAK  800 goroutines wait to send on a channel whose receiver has gone',
    );
    const places = ['send-receiver-gone', '   where    check.(*Runner).report', 'created by check.Handler']
      .concat([
        '   labels   route=/checkout',
        '   saw      · started by',
        '· +42 a minute',
        '   fix      ',
        '   confirm',
      ])
      .map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(text).toMatch(/41 other groups: 38 constant, 3 follow load\. Nothing else to report\.$/);
  });

  test('that are only to be watched begin with that no leak was found, and ask before they advise', () => {
    const text = lines([verdict({level: 'watch'})]).join('\n');
    expect(text).toMatch(/^No leak found, 1 to watch: watched localhost:6060 for 20 s, 1,072/);
    expect(text).not.toContain('   fix   ');
    expect(text.indexOf('   confirm')).toBeLessThan(text.indexOf('   if so'));
    expect(lines([verdict({level: 'watch'}), verdict()]).join('\n')).not.toContain('No leak found');
  });

  test.each(['proven', 'likely', 'watch', 'load', 'benign'] as const)(
    '%s is a word, not only a colour',
    (level: Level) => {
      expect(titleOf(lines([verdict({level})]))).toContain(level.toUpperCase());
    },
  );

  test('never call a loop that runs a leak', () => {
    expect(titleOf(lines([verdict({pattern: 'busy-loop'})]))).toMatch(/^1\. LIKELY {2}/);
  });

  test('name the command that asks for proof only where that can be had', () => {
    const command = 'gorowatch check --proof :6060';
    expect(lines([verdict()]).join(' ')).not.toContain('--proof');
    expect(lines([verdict()], {}, {proofCommand: command}).join(' ').replaceAll(/\s+/g, ' ')).toContain(
      command,
    );
    expect(lines([verdict({level: 'proven'})], {}, {proofCommand: command}).join(' ')).not.toContain(
      '--proof',
    );
  });

  test.each([80, 60, 120])('of every pattern fit into %d columns', (columns) => {
    const all = patternNames.map((pattern) => verdict({pattern}));
    for (const line of lines(all, {}, {columns})) expect(cellWidth(line)).toBeLessThanOrEqual(columns);
  });
});

describe('without a verdict', () => {
  test('one sentence says what was watched, that nothing was found, and what it cost', () => {
    expect(lines([], {}, {columns: 400})).toEqual([
      'No leak found: watched localhost:6060 for 20 s, 1,072 → 1,284 goroutines in 41 groups (38 constant, 3 follow load), cost 0.05 % of one core and 6.2 ms of stops.',
    ]);
  });

  test('where the number rose is told, for nobody believes that nothing is there', () => {
    const place = {function: 'example.com/mail.(*Relay).take', file: '/src/mail/relay.go', line: 44};
    const grown = {family: 'cond', frame: place, first: 12, last: 110} as const;
    expect(lines([], {grown, total: {first: 72, last: 176, max: 176}}, {columns: 400})[1]).toBe(
      'There are 104 goroutines more, most of them at mail.(*Relay).take (cond), from 12 to 110: whether they stay shows when it is watched for longer.',
    );
  });

  test('what weakens that, and what was left out, follows', () => {
    const text = lines([], {limits: [{kind: 'one-sample'}]}, {known: 2}).join('\n');
    expect(text).toContain('2 known cases left out.');
    expect(text).toContain('one moment only');
    expect(text).not.toContain('38 constant');
  });

  test('known cases are named, the first of them', () => {
    const leftOut = Array.from({length: 7}, () => verdict());
    const text = lines([], {}, {known: 7, leftOut, columns: 1000}).at(-1);
    const one = 'send-receiver-gone in check.(*Runner).report (800)';
    expect(text).toBe(`7 known cases left out: ${Array.from({length: 5}, () => one).join(', ')}, 2 more.`);
  });

  test('a peak in between is told', () => {
    expect(lines([], {total: {first: 17, last: 17, max: 273}}, {columns: 200, ascii: true})[0]).toContain(
      '17 -> 17 goroutines, 273 at most',
    );
  });
});
