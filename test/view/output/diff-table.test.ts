import {describe, expect, test} from 'vitest';
import type {Group} from '../../../source/profile/model.ts';
import {makeTheme} from '../../../source/terminal/theme.ts';
import {diffOf} from '../../../source/session/diff.ts';
import {sideOf} from '../../../source/session/diff-side.ts';
import {diffJson, type DiffOrigins} from '../../../source/view/output/diff-json.ts';
import {diffLines} from '../../../source/view/output/diff-table.ts';
import {plainTheme} from '../../../source/view/text/style.ts';
import {cellWidth} from '../../../source/view/text/text-width.ts';
import {group, snapshot} from '../../helpers/session.ts';

const origins: DiffOrigins = {
  before: {name: 'monday.txt', url: 'file:///monday.txt', source: 'file'},
  after: {name: 'localhost:6060', url: 'http://localhost:6060/debug/pprof/', source: 'debug=0'},
};
const report = 'check.(*Runner).report /srv/shop/check.go:72';
const serve = 'net/http.(*conn).serve /usr/local/go/src/net/http/server.go:2036';
const wait = 'main.wait /srv/shop/main.go:9';

function linesOf(before: readonly Group[], after: readonly Group[], columns = 120, ascii = false): string[] {
  return [
    ...diffLines(diffOf(sideOf(snapshot(before)), sideOf(snapshot(after))), origins, {
      columns,
      theme: plainTheme,
      ascii,
    }),
  ];
}

/** So many that ask for one tenant. */
const asking = (tenant: string, ids: readonly number[]) =>
  group(ids.length, 'chan send', report, {ids, labels: {route: '/q', tenant}});

describe('as a table', () => {
  test('what tells two groups apart is not cut for a column that is hardly filled', () => {
    const lines = linesOf(
      [asking('acme', [1]), asking('initech', [2])],
      [asking('acme', [1, 3]), asking('initech', [2, 4])],
      160,
    ).filter((line) => line.includes('grown'));
    expect(lines.map((line) => line.split(/ {2,}/).slice(-2))).toEqual([
      ['1 stayed, 1 started', 'route=/q tenant=acme'],
      ['1 stayed, 1 started', 'route=/q tenant=initech'],
    ]);
  });

  test('it says what changed, by how much and where, the largest change first', () => {
    const lines = linesOf(
      [group(3, 'chan send', report), group(2, 'IO wait', serve), group(5, 'select', wait)],
      [group(52, 'chan send', report), group(1, 'IO wait', serve), group(5, 'select', wait)],
    );
    expect(lines[2]).toBe('goroutines 10 → 58 (+48)  chan send 3 → 52 (+49)  IO wait 2 → 1 (-1)');
    const rows = lines.filter((line) => /\d+ +[+-]\d+/.test(line));
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatch(/ 3 +52 +\+49 +grown +chan send +check\.\(\*Runner\)\.report +check\.go:72/);
    expect(rows[1]).toMatch(/ 2 +1 +-1 +shrunk +IO wait +http\.\(\*conn\)\.serve +server\.go:2036/);
    expect(lines.at(-1)).toBe('1 group with 5 goroutines has not changed.');
  });

  test('with stacks each group that differs has its whole stack below it', () => {
    const stack = [report, serve];
    const both = [
      [group(3, 'chan send', stack), group(5, 'select', wait)],
      [group(52, 'chan send', stack), group(5, 'select', wait)],
    ] as const;
    const paint = {columns: 120, theme: plainTheme, ascii: false};
    const diff = diffOf(sideOf(snapshot(both[0])), sideOf(snapshot(both[1])));
    const lines = diffLines(diff, origins, paint, true);
    const at = lines.findIndex((line) => line.includes('grown'));
    expect(lines.slice(at + 1, at + 4)).toEqual([
      '      check.(*Runner).report  /srv/shop/check.go:72',
      '      net/http.(*conn).serve  /usr/local/go/src/net/http/server.go:2036',
      '',
    ]);
    expect(lines.filter((line) => !lines.slice(at + 1, at + 3).includes(line))).toEqual(
      diffLines(diff, origins, paint),
    );
  });

  test('without a difference there is a sentence and no table', () => {
    const lines = linesOf([group(5, 'select', wait)], [group(5, 'select', wait)]);
    expect(lines.join('\n')).not.toContain('BEFORE');
    expect(lines.at(-1)).toBe('No difference: 1 group with 5 goroutines, as many before as after.');
  });

  test('ids say who stayed, came and went', () => {
    const lines = linesOf(
      [group(2, 'select', wait, {ids: [18, 19]})],
      [group(3, 'select', wait, {ids: [19, 40, 41]})],
    );
    expect(lines.find((line) => line.includes('main.wait'))).toContain('1 stayed, 2 started, 1 ended');
    expect(lines.at(-1)).toBe('By id, 1 goroutine of before is still there, 1 ended, and 2 started.');
  });

  test('where a process was asked for counts only, it says how to follow ids', () => {
    const dump = [group(2, 'select', wait, {ids: [18, 19]})];
    const hint = '--stacks takes the full stacks of the process, to follow goroutines by id.';
    expect(linesOf(dump, [group(3, 'select', wait)]).at(-1)).toBe(hint);
    expect(linesOf([group(3, 'select', wait)], dump).join('\n')).not.toContain('--stacks');
  });

  test('ids of another process are not compared, and it says why', () => {
    const text = linesOf(
      [group(2, 'select', wait, {ids: [18, 19], createdBy: 1})],
      [group(3, 'select', wait, {ids: [18, 19, 20], createdBy: 7})],
    ).join('\n');
    expect(text).toContain('Ids are not compared: goroutine 18 was started elsewhere');
    expect(text).not.toContain('stayed');
  });

  test('labels that more goroutines have are named; that a dump shows none is said', () => {
    const acme = (count: number) => group(count, 'select', wait, {labels: {tenant: 'acme'}});
    expect(linesOf([acme(1)], [acme(4)]).at(-1)).toBe('Labels: tenant=acme 1 → 4 (+3).');
    expect(linesOf([group(1, 'select', wait, {ids: [4]})], [acme(4)]).join(' ')).toContain(
      'compared by place, whatever their labels: before there are none',
    );
  });

  test('a side that is not whole is marked', () => {
    const cut = {...snapshot([group(5, 'select', wait)]), complete: false, missing: 7};
    const diff = diffOf(sideOf(cut), sideOf(snapshot([group(5, 'select', wait)])));
    expect(diffLines(diff, origins, {columns: 100, theme: plainTheme, ascii: false})[2]).toMatch(
      /^Incomplete before: 7 goroutines are missing/,
    );
  });

  test.each([20, 44, 56, 72, 110, 160])('at %i columns no row is wider', (columns) => {
    const lines = linesOf(
      [group(3, 'chan send', report), group(200_000, 'IO wait', serve)],
      [group(52, 'chan send', report, {labels: {tenant: 'a'.repeat(99)}})],
      columns,
    );
    const table = lines.slice(
      lines.findIndex((line) => line.includes('CHANGE')),
      lines.lastIndexOf(''),
    );
    expect(table).toHaveLength(4);
    for (const line of table) expect(cellWidth(line)).toBeLessThanOrEqual(columns);
  });

  test('in ASCII there is nothing else, and in colour nothing is lost', () => {
    const sides = [[group(3, 'chan send', report)], [group(9, 'chan send', report)]] as const;
    expect(linesOf(...sides, 120, true).join('')).toMatch(/^[\u0020-\u007E]*$/);
    const diff = diffOf(sideOf(snapshot(sides[0])), sideOf(snapshot(sides[1])));
    const painted = diffLines(diff, origins, {columns: 120, theme: makeTheme('truecolor'), ascii: false});
    // oxlint-disable-next-line eslint/no-control-regex
    const plain = painted.map((line) => line.replaceAll(/\u001B\[[\d;]*m/g, '').trimEnd());
    expect(plain).toEqual(linesOf(...sides).map((line) => line.trimEnd()));
  });
});

test('as JSON it is one object with both sides, groups, reasons, labels and goroutines', () => {
  const diff = diffOf(
    sideOf(snapshot([group(1, 'select', wait, {ids: [18]})])),
    sideOf(snapshot([group(2, 'select', wait, {ids: [18, 34]})])),
  );
  const json: unknown = JSON.parse(JSON.stringify(diffJson(diff, origins)));
  expect(json).toEqual({
    schema: 'gorowatch/diff@1',
    before: expect.objectContaining({
      target: {name: 'monday.txt', url: 'file:///monday.txt'},
      total: 1,
    }) as unknown,
    after: expect.objectContaining({source: 'debug=0', total: 2, complete: true, missing: 0}) as unknown,
    same: false,
    change: 1,
    reasons: {select: {before: 1, after: 2}},
    groups: [
      {
        key: expect.stringMatching(/^[\da-f]{16}$/) as unknown,
        kind: 'grown',
        reason: 'select',
        status: 'select',
        before: 1,
        after: 2,
        change: 1,
        function: 'main.wait',
        file: '/srv/shop/main.go',
        line: 9,
        stack: [{function: 'main.wait', file: '/srv/shop/main.go', line: 9}],
        labels: {},
        goroutines: {stayed: 1, joined: 0, left: 0, started: 1, ended: 0},
      },
    ],
    unchanged: {groups: 0, goroutines: 0},
    labels: {compared: true, changes: []},
    goroutines: {compared: true, survived: 1, started: 1, ended: 0},
  });
});
