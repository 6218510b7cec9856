// A report as it is being asked for, and the line in which that is typed.

import {line, type Paint} from '../text/paint.ts';
import {cellWidth, truncate, truncateStart} from '../text/text-width.ts';

const fields = ['file', 'from', 'redact'] as const;

/** A row of what goes from a report before it is written; a sentence of its own where the label is empty. */
export type PreviewRow = {readonly label: string; readonly text: string};

/** A report as it is being asked for. */
export type ReportDraft = {
  /** Where keys go. */
  readonly field: (typeof fields)[number];
  /** Empty: a new file in the folder for reports. */
  readonly file: string;
  /** Empty: from the beginning. */
  readonly from: string;
  readonly isRedacted: boolean;
  /** What would go, while that is shown; undefined before. */
  readonly preview: readonly PreviewRow[] | undefined;
  /** The first line of that on the screen. */
  readonly top: number;
};

export const newDraft: ReportDraft = {
  field: 'file',
  file: '',
  from: '',
  isRedacted: false,
  preview: undefined,
  top: 0,
};

/** The next thing that can be said of it; after the last the first. */
export function nextField(draft: ReportDraft): ReportDraft {
  return {...draft, field: fields[(fields.indexOf(draft.field) + 1) % fields.length] ?? 'file'};
}

/** What typing makes of it. */
export function typedInDraft(draft: ReportDraft, change: (typed: string) => string): ReportDraft {
  if (draft.field !== 'redact') return {...draft, [draft.field]: change(draft[draft.field])};
  const answer = change('').toLowerCase();
  if (answer === ' ') return {...draft, isRedacted: !draft.isRedacted};
  return answer === 'y' || answer === 'n' ? {...draft, isRedacted: answer === 'y'} : draft;
}

const labels = {file: 'report to', from: 'from', redact: 'redact'} as const;
const ifEmpty = {file: 'a new .html file', from: 'the beginning', redact: ''} as const;
/** How each is written, the longest first. */
const hints = {
  file: ['or a name that ends in .html .md .json .pb.gz .folded .svg', 'or name a .html or .md', ''],
  from: ['like 14:05 or 3m ago', ''],
  redact: ['y or n: leave out labels, arguments, hosts, command line', 'y or n', ''],
} as const;
/** Where there is room for one thing at a time: that there are others. */
const moreHints = ['tab: more', 'tab', ''] as const;
/** What has the cursor is cut to no less than this for the others. */
const leastTyped = 12;

/** The line in which a report is asked for, and what is wrong with it. */
export function draftLine(
  draft: ReportDraft,
  problem: readonly string[] | undefined,
  {columns, theme}: Paint,
): string {
  const {field} = draft;
  const ofAll = problem ?? hints[field];
  const shortest = ofAll.reduce((least, text) => Math.min(least, cellWidth(text)), Infinity);
  const all = columns - widthOf(draft, fields) - shortest - 1 >= 0;
  const shown = all ? fields : ([field] as const);
  const texts = all ? ofAll : (problem ?? moreHints);
  const spare = columns - widthOf(draft, shown) - 1;
  const text =
    texts.find((one) => cellWidth(one) <= spare) ?? truncate(texts.at(-1) ?? '', Math.max(0, spare));
  // The end of a name says what is written.
  const typed = truncateStart(
    valueOf(draft, field),
    Math.max(leastTyped, columns - labels[field].length - 6),
  );
  const parts = shown.map((one) =>
    one === field
      ? `${theme.text(`${labels[one]} ${typed}`)}${theme.selected(' ')}${theme.muted(typed === '' ? ifEmpty[one] : '')}`
      : theme.muted(`${labels[one]} ${valueOf(draft, one) || ifEmpty[one]}`),
  );
  const style = problem === undefined ? theme.muted : theme.danger;
  return line(` ${parts.join('  ')}${text === '' ? '' : `  ${style(text)}`}`);
}

function valueOf(draft: ReportDraft, field: ReportDraft['field']): string {
  return field === 'redact' ? (draft.isRedacted ? 'yes' : 'no') : draft[field];
}

/** The cells of some of its parts, with the cursor and the gap behind each. */
function widthOf(draft: ReportDraft, shown: readonly ReportDraft['field'][]): number {
  return shown.reduce((sum, field) => {
    const value = valueOf(draft, field) || ifEmpty[field];
    return sum + cellWidth(`${labels[field]} ${value}`) + 2 + (field === draft.field ? 1 : 0);
  }, 1);
}
