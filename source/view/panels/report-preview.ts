// What goes from a redacted report, shown before it is written.

import {line, marksFor, rule, type Paint} from '../text/paint.ts';
import type {PreviewRow, ReportDraft} from '../inspector/report-draft.ts';
import {fit, truncate} from '../text/text-width.ts';
import {wrap} from '../text/wrap.ts';

/** Cells before a label, and between it and its text. */
const indent = 3;
const gap = 2;
/** Text is not squeezed beside the labels where less would be left for it. */
const leastText = 30;

type Row = {readonly label: string; readonly text: string};

/** What goes from a report, in lines of a width. */
export function previewRows(preview: readonly PreviewRow[], columns: number): readonly Row[] {
  const labelCells = Math.max(0, ...preview.map(({label}) => label.length)) + gap;
  const isBeside = columns - indent - labelCells >= leastText;
  return preview.flatMap(({label, text}) => {
    if (label === '') return ['', ...wrap(text, columns - indent - 1)].map((one) => ({label: '', text: one}));
    const texts = wrap(text, columns - indent - 1 - (isBeside ? labelCells : gap));
    return isBeside
      ? texts.map((one, index) => ({label: fit(index === 0 ? label : '', labelCells), text: one}))
      : [{label, text: ''}, ...texts.map((one) => ({label: ' '.repeat(gap), text: one}))];
  });
}

/** What goes from a report, before it is written: in place of the view. */
export function previewLines(
  {preview = [], top}: Pick<ReportDraft, 'preview' | 'top'>,
  height: number,
  paint: Paint,
): readonly string[] {
  const {theme, columns, ascii} = paint;
  const rows = previewRows(preview, columns);
  const more = rows.length > height - 1 ? ` ${marksFor(ascii).dot} j k scroll` : '';
  return [
    rule(`left out of the report${more}`, paint),
    ...rows.slice(top, top + height - 1).map((row) => {
      const label = truncate(row.label, Math.max(0, columns - indent));
      const text = truncate(row.text, Math.max(0, columns - indent - label.length));
      return line(`${' '.repeat(indent)}${theme.muted(label)}${text}`);
    }),
  ];
}
