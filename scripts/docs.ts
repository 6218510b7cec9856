// Writes the tables of keys, commands and options into the README; with --check only says whether they are current.
import {readFileSync, writeFileSync} from 'node:fs';
import {withTables} from './generated-tables.ts';

const file = 'README.md';
const before = readFileSync(file, 'utf8');
const after = withTables(before);

if (before === after) {
  console.log(`${file} is current.`);
} else if (process.argv.includes('--check')) {
  console.error(`${file} is not current: npm run docs writes its tables anew.`);
  process.exitCode = 1;
} else {
  writeFileSync(file, after);
  console.log(`${file}: tables written.`);
}
