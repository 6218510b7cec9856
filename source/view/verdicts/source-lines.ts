// The source around a line that waits, or why there is none.

import type {VerdictSource} from '../../diagnosis/verdict.ts';
import {noSourceSentence} from '../../gosource/source-reader.ts';
import {marksFor, type Paint} from '../text/paint.ts';
import {truncate} from '../text/text-width.ts';
import {wrap} from '../text/wrap.ts';

/** Why there is no source to show, as a sentence; undefined when there is. */
export function noSourceReason(source: VerdictSource): string | undefined {
  switch (source.kind) {
    case 'found':
      return undefined;
    case 'stale':
      return `${source.path} is not what the process was built from: ${source.why}.`;
    case 'none':
      return noSourceSentence;
  }
}

/**
 * The line that waits and those around it, with their numbers, at most `width` cells wide; else why they are missing.
 *
 * `file`: where the stack says that it is, which is told before; another place, by `--source`, is told here.
 */
export function sourceLines(
  source: VerdictSource,
  file: string,
  width: number,
  {theme, ascii}: Paint,
): readonly string[] {
  if (source.kind !== 'found') {
    return wrap(noSourceReason(source) ?? '', width).map((text) => theme.muted(text));
  }

  const {path, line, lines} = source;
  const digits = String(lines.at(-1)?.number ?? line).length;
  const from = path === file ? [] : wrap(path, width).map((text) => theme.muted(text));
  // Blank lines at the ends show nothing.
  const isShown = ({text, number}: {readonly text: string; readonly number: number}) =>
    text !== '' || number === line;
  const shownLines = lines.slice(lines.findIndex(isShown), lines.findLastIndex(isShown) + 1);
  const code = shownLines.map(({number, text}) => {
    const isIt = number === line;
    const gutter = `${isIt ? marksFor(ascii).cursor : ' '} ${String(number).padStart(digits)}  `;
    const shown = truncate(text, width - gutter.length, ascii ? '~' : '…');
    return theme.muted(gutter) + (isIt ? theme.title(shown) : theme.text(shown));
  });
  return [...from, ...code];
}
