// Puts words and code into Markdown so that nothing in them becomes markup.

import {escapeText} from '../target/escape.ts';
import type {Rich} from './rich-text.ts';

/** What GitHub makes a link, or tells somebody of, although nothing marks it; only code keeps it from that. */
const linked = /:\/\/|@|^\W*www\./i;

/**
 * Words that came from elsewhere, so that nothing in them is taken for markup, HTML, a link or somebody's name.
 *
 * Example input:  `check.(*Runner).report <b> http://shop:6060`
 * Example output: ``check.(\*Runner).report \<b\> `http://shop:6060` ``
 */
export function markdownWords(text: string): string {
  return escapeText(text)
    .split(' ')
    .map((word) =>
      linked.test(word) ? codeSpan(word) : word.replaceAll(/[\\`*_{}[\]<>#|~&!$]/g, String.raw`\$&`),
    )
    .join(' ');
}

/** Code in a line: between more backticks than it holds. */
export function codeSpan(text: string): string {
  const safe = escapeText(text);
  if (safe.trim() === '') return '` `';
  const fence = '`'.repeat(longestRun(safe) + 1);
  const pad = safe.startsWith('`') || safe.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${safe}${pad}${fence}`;
}

/** Lines of code: between fences longer than any run of backticks in them. */
export function codeBlock(lines: readonly string[], language = ''): readonly string[] {
  const safe = lines.map((line) => line.split('\t').map(escapeText).join('\t'));
  const fence = '`'.repeat(Math.max(3, longestRun(safe.join('\n')) + 1));
  return [`${fence}${language}`, ...safe, fence];
}

export function markdownRich(pieces: Rich): string {
  return pieces
    .map((piece) => (typeof piece === 'string' ? markdownWords(piece) : codeSpan(piece.code)))
    .join('');
}

function longestRun(text: string): number {
  // Full stacks can hold more runs than a call takes arguments.
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
