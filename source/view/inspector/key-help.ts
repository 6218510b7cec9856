// Keys in words: the footer of a view, and the help.

import {line, type Paint} from '../text/paint.ts';
import {cellWidth, fit, truncate} from '../text/text-width.ts';

/** A binding as the footer and the help show it: the footer has room for one name of it only. */
export type KeyHelp = {
  readonly keys: readonly string[];
  readonly footerKey: string;
  readonly help: string;
  readonly footer: string | undefined;
};

/** The keys of a view in one line; those further back in the table leave first, the last one (quit) stays. */
export function footerLine(keys: readonly KeyHelp[], {theme, columns}: Paint): string {
  const shown = keys.filter(({footer}) => footer !== undefined);
  const widthOf = ({footerKey, footer = ''}: KeyHelp) => cellWidth(footerKey) + 1 + cellWidth(footer) + 2;
  const always = shown.slice(-2);
  let room = columns - 1 - always.reduce((sum, key) => sum + widthOf(key), 0);
  const fitting: KeyHelp[] = [];
  for (const key of shown.slice(0, -2)) {
    room -= widthOf(key);
    if (room < 0) break;
    fitting.push(key);
  }

  const words = [...fitting, ...always].map(
    ({footerKey, footer = ''}) => `${theme.key(footerKey)} ${theme.muted(footer)}`,
  );
  return line(` ${words.join('  ')}`);
}

const about: readonly string[] = [
  '',
  'Filter: terms separated by blanks, all of them must hold; ! before a term inverts it',
  '  worker                  anywhere: function, file, reason, label (text, or a regular expression)',
  '  state:"chan send"       the blocking reason          fn:main.handle    a function of the stack',
  '  file:pool.go:118        a file and line              label:tenant=acme a label',
  '  age>5m  age<30s         how long the oldest has been seen     count>10  how many there are',
  '  verdict:likely          how sure a leak is, or its kind: verdict:send-receiver-gone',
  '',
  'COUNT and CHANGE come about each second from the counts (debug=0), which hardly stop the process.',
  'Ids, ages, creators and arguments come with the full stacks (debug=2), which stop it: more rarely,',
  'and never unasked above 10,000 goroutines. ">" before an age: it was there when gorowatch first looked.',
  'VERDICT: proven by the garbage collector or by its own state; likely: several signs agree over time;',
  'watch: one sign. Blank: nothing speaks for a leak. The view of leaks (2) says what was seen, and the fix.',
  'The cost in the header: the share of the last minute that requests kept the process busy, and the',
  'longest stop that any of them may have caused.',
];

/** Every key of a view, then what the filter and the columns mean. */
export function helpLines(keys: readonly KeyHelp[], {theme, columns}: Paint): readonly string[] {
  const width = Math.max(...keys.map(({keys: names}) => cellWidth(names.join(' ')))) + 2;
  const indent = 3;
  const keyCells = Math.min(width, Math.max(0, columns - indent));
  return [
    ...keys.map(({keys: names, help}) =>
      line(`   ${theme.key(fit(names.join(' '), keyCells))}${truncate(help, columns - indent - keyCells)}`),
    ),
    ...about.map((text) => line(`   ${theme.muted(truncate(text, columns - indent))}`.trimEnd())),
  ];
}
