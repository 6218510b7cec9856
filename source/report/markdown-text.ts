// Puts words and code into Markdown so that nothing in them becomes markup.

import {escapeText} from '../target/escape.ts';
import type {Rich} from './rich-text.ts';

/**
 * Words that came from elsewhere, so that nothing in them is taken for markup, HTML or a link.
 *
 * Example input:  `check.(*Runner).report <b>`
 * Example output: `check.(\*Runner).report \<b\>`
 */
export function markdownWords(text: string): string {
  return escapeText(text).replaceAll(/[\\`*_{}[\]<>#|~&!$]/g, String.raw`\$&`);
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
