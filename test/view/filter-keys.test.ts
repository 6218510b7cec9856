import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {makeTheme} from '../../source/terminal/theme.ts';
import {knownKeys} from '../../source/view/filter/filter.ts';
import {helpLines} from '../../source/view/inspector/key-help.ts';
import {stackSearch} from '../../source/view/filter/stack-search.ts';

const key = {keys: ['q'], footerKey: 'q', help: 'quit', footer: 'quit'};
const help = helpLines([key], {columns: 120, theme: makeTheme('none'), ascii: false}).join('\n');
const [, readme = ''] = readFileSync('README.md', 'utf8').split('\n## Filter\n');

test.each(knownKeys)('%s stands in the README and on the help screen', (name) => {
  expect(help).toMatch(new RegExp(`${name}[:<>]`));
  expect(readme.split('\n## ')[0]).toMatch(new RegExp(`\\| \`${name}[:<>]`));
});

test.each(knownKeys)('a term with %s finds in a stack what it keeps by it, and not itself', (name) => {
  expect(stackSearch(`${name}:pool`)(`main.wait ${name}:pool`)).toBe(name === 'fn' || name === 'file');
});
