import {describe, expect, test} from 'vitest';
import type {VerdictSource} from '../../../source/diagnosis/verdict.ts';
import {makeTheme} from '../../../source/terminal/theme.ts';
import {noSourceReason, sourceLines} from '../../../source/view/verdicts/source-lines.ts';

const found: VerdictSource = {
  kind: 'found',
  path: '/srv/shop/pool.go',
  line: 100,
  lines: [
    {number: 97, text: ''},
    {number: 98, text: 'func work() {'},
    {number: 99, text: ''},
    {number: 100, text: '    <-ctx.Done()'},
    {number: 101, text: '}'},
  ],
};

const paint = {columns: 80, theme: makeTheme('none'), ascii: false};

describe('the line that waits', () => {
  test('is marked among those around it, without blank lines at the ends', () => {
    expect(sourceLines(found, '/srv/shop/pool.go', 60, paint)).toEqual([
      '   98  func work() {',
      '   99  ',
      '▸ 100      <-ctx.Done()',
      '  101  }',
    ]);
  });

  test('is cut to the width, and marked where only ASCII can be shown', () => {
    const lines = sourceLines(found, '/srv/shop/pool.go', 15, {...paint, ascii: true});
    expect(lines).toContain('> 100      <-c~');
    expect(lines.every((line) => line.length <= 15)).toBe(true);
  });

  test('is said to be in another file than the stack says, if it is', () => {
    expect(sourceLines(found, 'shop/pool.go', 60, paint)[0]).toBe('/srv/shop/pool.go');
  });

  test('is styled apart from its number and from the lines around it', () => {
    const colours = {...paint, theme: makeTheme('truecolor')};
    const [before = '', , it = ''] = sourceLines(found, '/srv/shop/pool.go', 60, colours);
    const [gutterBefore, textBefore] = before.split('func');
    expect(gutterBefore).not.toBe(textBefore);
    expect(it.slice(0, it.indexOf('▸'))).toBe(before.slice(0, before.indexOf(' ')));
    expect(it).toContain(colours.theme.title('    <-ctx.Done()'));
  });
});

describe('source that is not shown', () => {
  test.each<[string, VerdictSource, RegExp]>([
    ['is not there', {kind: 'none'}, /not on this machine; --source DIR maps it\.$/],
    [
      'is another version',
      {kind: 'stale', path: '/srv/pool.go', why: 'the file has only 3 lines'},
      /^\/srv\/pool\.go is not what the process was built from: the file has only 3 lines\.$/,
    ],
  ])('because it %s is said to be', (_why, source, sentence) => {
    expect(noSourceReason(source)).toMatch(sentence);
    expect(sourceLines(source, '/srv/pool.go', 200, paint)).toEqual([noSourceReason(source)]);
  });
});
