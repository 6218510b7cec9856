// Cases that a project knows and does not want to be told: read, and matched.

import {readFileSync} from 'node:fs';
import {patternNames, type PatternName} from '../../diagnosis/pattern-name.ts';
import type {Verdict} from '../../diagnosis/verdict.ts';
import {shortFunction} from '../../profile/frame.ts';
import {escapeText} from '../../target/escape.ts';
import {suggest} from '../../text/suggest.ts';
import {UsageError} from '../arguments/usage-error.ts';

/** A case that the user knows and does not want to be told. */
export type KnownCase = {
  /** Undefined: any. */
  readonly pattern: PatternName | undefined;
  /** A function, where `*` stands for any characters. */
  readonly functions: string;
};

/** A file of known cases is written by hand. */
const maxFileCharacters = 1024 * 1024;

/**
 * Reads one known case: a function, or a pattern's name and a function.
 *
 * Example input:  `send-blocked check.(*Runner).*`
 * Example output: `{pattern: 'send-blocked', functions: 'check.(*Runner).*'}`
 * @throws {UsageError} for a pattern that does not exist, and for more than two words.
 */
export function parseKnownCase(text: string, from: string): KnownCase {
  const [first = '', second, ...more] = text.trim().split(/\s+/);
  if (first === '' || more.length > 0) {
    throw new UsageError(
      `${from} ${escapeText(text)} is not a known case.`,
      "Write a function, such as 'check.(*Runner).*', or a pattern and a function.",
    );
  }

  if (second === undefined) return {pattern: undefined, functions: first};
  const pattern = patternNames.find((name) => name === first);
  if (pattern !== undefined) return {pattern, functions: second};
  const meant = suggest(first, patternNames);
  throw new UsageError(
    `${from}: there is no pattern ${escapeText(first)}.`,
    meant === undefined ? `The patterns are ${patternNames.join(', ')}.` : `Did you mean ${meant}?`,
  );
}

/**
 * Reads a file of known cases: one a line, `#` begins a comment.
 *
 * @throws {UsageError} when it cannot be read, or a line is none.
 */
export function readKnownCases(path: string): readonly KnownCase[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`--allow ${escapeText(path)} cannot be read.`, 'Check the path.');
  }

  if (text.length > maxFileCharacters) {
    throw new UsageError(`--allow ${escapeText(path)} is too large for a list of known cases.`);
  }

  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => line !== '')
    .map((line) => parseKnownCase(line, '--allow'));
}

/** Whether a verdict is one of the known cases, by the function where a person looks first. */
export function isKnown(
  {pattern, group}: Pick<Verdict, 'pattern' | 'group'>,
  cases: readonly KnownCase[],
): boolean {
  const name = group.frame?.function ?? '';
  return cases.some(
    (known) =>
      (known.pattern === undefined || known.pattern === pattern) &&
      (fits(name, known.functions) || fits(shortFunction(name), known.functions)),
  );
}

/** Whether a name fits a glob; takes time in proportion to both at the most. */
function fits(name: string, glob: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let index = 0;
  while (at < name.length) {
    if (glob[index] === '*') {
      star = index++;
      resume = at;
    } else if (glob[index] === name[at]) {
      index++;
      at++;
    } else if (star !== -1) {
      index = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }

  while (glob[index] === '*') index++;
  return index === glob.length;
}
