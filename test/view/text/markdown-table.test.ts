import {expect, test} from 'vitest';
import {markdownTable} from '../../../source/view/text/markdown-table.ts';

test('columns are as wide as their widest cell, and never narrower than a formatter makes them', () => {
  expect(
    markdownTable(
      ['key', 'x'],
      [
        ['`↑` `k`', 'up'],
        ['g', '界'],
      ],
    ),
  ).toBe(['| key     | x   |', '| ------- | --- |', '| `↑` `k` | up  |', '| g       | 界  |', ''].join('\n'));
});

test('a bar inside a cell does not end the cell', () => {
  expect(markdownTable(['a'], [['x|y']])).toContain('| x\\|y |');
});
