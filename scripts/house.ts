import {markdownTable} from '../source/view/text/markdown-table.ts';

/** A folder of `source/`: what it holds, in one word and for the README. */
type Room = {readonly name: string; readonly word: string; readonly holds: string};

/** In the order in which they may import: each only from those before it. */
export const house: readonly Room[] = [
  {
    name: 'text',
    word: 'words',
    holds: 'what words mean, and what somebody may have meant by one',
  },
  {
    name: 'target',
    word: 'bytes',
    holds: 'where bytes come from: addresses, HTTP with limits, making text safe to print',
  },
  {
    name: 'profile',
    word: 'Snapshot',
    holds: 'bytes to snapshots: `debug=0`, `1` and `2`, wait reasons, stacks. The model is here',
  },
  {name: 'gosource', word: 'Go source', holds: 'what a line of Go source waits for, and who could end that'},
  {
    name: 'session',
    word: 'history',
    holds: 'one target over time: what to ask when, what it may cost, history, ages, restarts',
  },
  {
    name: 'diagnosis',
    word: 'verdicts',
    holds: 'what of it is a leak: evidence, patterns, how sure, causes and victims',
  },
  {
    name: 'saving',
    word: 'files',
    holds: 'files on the disk, complete or not at all: dumps, reports; where they go, which are kept',
  },
  {name: 'alert', word: 'thresholds', holds: 'thresholds, and what happens when one is crossed'},
  {
    name: 'recording',
    word: 'SQLite',
    holds: 'a session as a file: written while it runs, read in pieces, salvaged',
  },
  {name: 'view', word: 'lines', holds: 'pure functions from all of that to lines of text'},
  {
    name: 'report',
    word: 'incidents',
    holds: 'what is shown to others: incident reports, flame graphs, profiles',
  },
  {
    name: 'terminal',
    word: 'keys, colour',
    holds: 'what the terminal can do: colours, keys, clipboard, giving it back',
  },
  {name: 'components', word: 'Ink', holds: 'the screen, in Ink: small, and without logic of its own'},
  {name: 'commands', word: 'flags', holds: 'one file for each command; options and commands are tables'},
];

const besides: readonly (readonly [string, string])[] = [
  [
    '`demo-go-app/`',
    'a Go service with one scenario for each kind of leak, [leaky and fixed](demo-go-app/README.md)',
  ],
  ['`test/`', 'mirrors `source/`; `test/fixtures` are profiles of thirteen Go releases'],
];

const widest = 110;

/** The folders as a Markdown table, for the README. */
export function houseTable(): string {
  return markdownTable(
    ['folder', 'holds'],
    [...house.map(({name, holds}) => [`\`source/${name}/\``, holds]), ...besides],
  );
}

/** The folders as a chain, each with its word below it, for those who change gorowatch. */
export function houseChain(): string {
  const lines: string[] = [];
  let names = '';
  let words = '';
  for (const {name, word} of house) {
    const arrow = names === '' && lines.length === 0 ? '' : '→ ';
    const cell = Math.max(name.length + 1, word.length) + 1;
    if (names.length + arrow.length + cell > widest) {
      lines.push(names.trimEnd(), words.trimEnd());
      names = '';
      words = '';
    }

    names += `${arrow}${`${name}/`.padEnd(cell)}`;
    words += `${' '.repeat(arrow.length)}${word.padEnd(cell)}`;
  }

  return ['```', ...lines, names.trimEnd(), words.trimEnd(), '```', ''].join('\n');
}
