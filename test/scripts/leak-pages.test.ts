import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {leakPages, leakPagesFolder} from '../../scripts/leak-pages.ts';
import {patternNames} from '../../source/diagnosis/pattern-name.ts';
import {patterns} from '../../source/diagnosis/patterns.ts';

const pages = await leakPages();

test('there is one page for each pattern and a list of them, and nothing else', () => {
  expect(readdirSync(leakPagesFolder).toSorted()).toEqual([...pages.keys()].toSorted());
  expect(pages.size).toBe(patternNames.length + 1);
});

test.each([...pages])('%s is what the table of patterns and demo-go-app say', (name, text) => {
  expect(readFileSync(path.join(leakPagesFolder, name), 'utf8'), 'npm run docs writes it anew').toBe(text);
});

test.each([...pages])('the links of %s lead somewhere', (_, text) => {
  const links = Array.from(text.matchAll(/\]\(([^)]+)\)/g), ([, target = '']) => target);
  expect(links.filter((target) => !existsSync(path.join(leakPagesFolder, target)))).toEqual([]);
});

test.each(patternNames.filter((name) => patterns[name].scenario !== undefined))(
  'the page of %s has a leaky and a fixed example',
  (name) => {
    const text = pages.get(`${name}.md`) ?? '';
    const blocks = Array.from(
      text.matchAll(/```go\n(?<code>[^]*?)```/g),
      ({groups}) => groups?.['code'] ?? '',
    );
    expect(blocks.length).toBeGreaterThanOrEqual(2);
    for (const code of blocks) expect(code).toMatch(/^func /m);
  },
);
