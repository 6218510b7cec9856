// Words around the list of differences: its title, and what is said below.

import type {DiffNow} from './diff-now.ts';
import {countsText, diffNotes} from '../output/diff-sentences.ts';
import {formatClock, formatCount} from '../text/format.ts';
import type {InspectorState} from '../inspector/inspector-state.ts';
import {line, type Paint} from '../text/paint.ts';
import {truncate} from '../text/text-width.ts';
import {wrap} from '../text/wrap.ts';

/** With at least so many lines there is room for sentences below the list. */
const roomyHeight = 10;
const linesOfNotes = 2;

/** Rows of the list of differences, without title, headings and what is said below. */
export function diffRows(height: number): number {
  return Math.max(1, height - 2 - (height >= roomyHeight ? linesOfNotes : 0));
}

/** `difference · since the mark at 14:03:10 · 850 → 938 (+88) · 3 changed`. */
export function diffTitle(state: InspectorState, now: DiffNow | undefined, ascii: boolean): string {
  if (now === undefined) return 'difference';
  const {diff, since, groups} = now;
  const {before, after} = diff;
  const from = {attach: 'the start', mark: 'the mark', restart: 'the restart'}[since];
  const filter = state.typed ?? state.filterText;
  const all = diff.groups.length;
  const listed =
    groups.length === all ? formatCount(all) : `${formatCount(groups.length)} of ${formatCount(all)}`;
  const parts = [
    'difference',
    `since ${from} at ${formatClock(before.takenAt)}`,
    countsText({before: before.total, after: after.total}, ascii),
    `${listed} changed`,
    filter === '' ? '' : `filter: ${filter}`,
    since === 'mark' ? '' : 'b marks a moment',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** What there is to say of the difference beside its groups. */
export function diffSummary({diff}: DiffNow, height: number, paint: Paint): readonly string[] {
  if (height < roomyHeight) return [];
  const {columns, theme, ascii} = paint;
  const lines = wrap(diffNotes(diff, ascii).join(' '), Math.max(1, columns - 4));
  const cut = lines.length > linesOfNotes;
  return lines
    .slice(0, linesOfNotes)
    .map((text, index) =>
      line(
        `   ${theme.muted(truncate(cut && index === linesOfNotes - 1 ? `${text} …` : text, columns - 3))}`,
      ),
    );
}
