// A few lines of source around one of them, safe to print.

import {escapeText} from '../target/escape.ts';

/** A line of source and those around it; `text` has no tabs and nothing that could steer a terminal. */
export type Excerpt = {
  readonly lines: readonly {readonly number: number; readonly text: string; readonly isIt: boolean}[];
};

/** Go's tabs are wide enough to see, and narrow enough to leave room for the code. */
const tabCells = 4;

/** Longer lines are generated; no terminal shows more. The view cuts to its own width. */
const maxLineCharacters = 500;

/**
 * A line with up to `around` lines before and after it, without the indentation that all of them share.
 *
 * `line` counts from 1; undefined when the file has no such line.
 */
export function excerptOf(source: string, line: number, around: 1 | 2 | 3 = 3): Excerpt | undefined {
  const lines = linesFrom(source, line - around, line + around);
  if (!lines.some(({number}) => number === line)) {
    return undefined;
  }

  const expanded = lines.map(({number, text}) => ({
    number,
    text: expandTabs(text.slice(0, maxLineCharacters)),
  }));
  const shared = Math.min(
    ...expanded.filter(({text}) => text.trim() !== '').map(({text}) => text.length - text.trimStart().length),
  );
  return {
    lines: expanded.map(({number, text}) => ({
      number,
      text: escapeText(text.slice(Number.isFinite(shared) ? shared : 0).trimEnd()),
      isIt: number === line,
    })),
  };
}

/** How many lines a file has; a line feed at the end begins no line. */
export function countLines(source: string): number {
  let count = source === '' || source.endsWith('\n') ? 0 : 1;
  for (let feed = source.indexOf('\n'); feed !== -1; feed = source.indexOf('\n', feed + 1)) {
    count++;
  }

  return count;
}

function linesFrom(source: string, first: number, last: number): {number: number; text: string}[] {
  const lines: {number: number; text: string}[] = [];
  let start = 0;
  for (let number = 1; number <= last && start < source.length; number++) {
    const feed = source.indexOf('\n', start);
    const end = feed === -1 ? source.length : feed;
    if (number >= first) {
      lines.push({number, text: source.slice(start, end)});
    }

    start = end + 1;
  }

  return lines;
}

function expandTabs(text: string): string {
  let cells = '';
  for (const character of text) {
    cells += character === '\t' ? ' '.repeat(tabCells - (cells.length % tabCells)) : character;
  }

  return cells;
}
