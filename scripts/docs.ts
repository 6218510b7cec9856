// Writes the tables of the README, the folders in the design notes, the pages on leaks, and the report of the worked
// incident; with --check only says whether they are current.
import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {noteTables, withTables} from './generated-tables.ts';
import {incidentPages, incidentPagesFolder} from './incident-pages.ts';
import {leakPages, leakPagesFolder} from './leak-pages.ts';

// Wherever it is written, it says the same times.
process.env['TZ'] = 'UTC';
const notes = 'docs/design-notes.md';
mkdirSync(incidentPagesFolder, {recursive: true});
mkdirSync(leakPagesFolder, {recursive: true});
const texts = new Map<string, string | undefined>([
  ['README.md', withTables(readFileSync('README.md', 'utf8'))],
  [notes, withTables(readFileSync(notes, 'utf8'), noteTables)],
  ...readdirSync(leakPagesFolder).map((name): [string, undefined] => [
    path.join(leakPagesFolder, name),
    undefined,
  ]),
]);
for (const [name, text] of await incidentPages()) texts.set(path.join(incidentPagesFolder, name), text);
for (const [name, text] of await leakPages()) texts.set(path.join(leakPagesFolder, name), text);

const stale = [...texts].filter(([file, text]) => text !== textOf(file));
if (stale.length === 0) {
  console.log(`README.md, ${notes}, ${leakPagesFolder} and ${incidentPagesFolder} are current.`);
} else if (process.argv.includes('--check')) {
  console.error(`Not current: ${stale.map(([file]) => file).join(', ')}. npm run docs writes them anew.`);
  process.exitCode = 1;
} else {
  for (const [file, text] of stale) {
    if (text === undefined) rmSync(file);
    else writeFileSync(file, text);
    console.log(`${file}: ${text === undefined ? 'removed' : 'written'}.`);
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
