import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {noteTables, withTables} from '../../scripts/generated-tables.ts';

const readme = readFileSync('README.md', 'utf8');

test('the tables in the README are those of the program', () => {
  expect(readme, 'npm run docs writes them anew').toBe(withTables(readme));
});

test('the folders in the design notes are those that the imports are held against', () => {
  const notes = readFileSync('docs/design-notes.md', 'utf8');
  expect(notes, 'npm run docs writes them anew').toBe(withTables(notes, noteTables));
});

test('a table that is out of date is written anew, and nothing around it changes', () => {
  const stale = readme.replace(/(<!-- keys -->)[^]*(<!-- \/keys -->)/, '$1\n\nold\n\n$2');
  expect(stale).toContain('old\n\n<!-- /keys -->');
  expect(withTables(stale)).toBe(readme);
});

test.each(['keys', 'commands', 'options', 'exit status', 'folders'])(
  'a text without the markers of %s is refused',
  (name) => {
    expect(() => withTables(readme.replace(`<!-- /${name} -->`, ''))).toThrow(name);
  },
);
