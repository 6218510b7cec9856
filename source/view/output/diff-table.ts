// A comparison as a table, with what is to be said of it above and below.

import {isStandardLibrary} from '../../profile/frame.ts';
import type {Diff, GroupDiff} from '../../session/diff.ts';
import type {RowGoroutines} from '../../session/diff-goroutines.ts';
import type {DiffSide} from '../../session/diff-side.ts';
import {formatAge} from '../../text/duration.ts';
import type {DiffOrigins, SideOrigin} from './diff-json.ts';
import {countsText, diffNotes} from './diff-sentences.ts';
import {missingText} from './dump-sentence.ts';
import {formatChange, formatClock, formatCount, plural} from '../text/format.ts';
import {placeText} from '../lists/group-columns.ts';
import {groupFactsOf} from '../panels/group-facts.ts';
import {framesBelow} from '../panels/frames-below.ts';
import {line, type Paint} from '../text/paint.ts';
import {labelsText} from '../lists/rows.ts';
import {tableFor, tableHeading, tableRow, type Column} from '../text/table.ts';
import {fitMiddle} from '../text/text-width.ts';
import {wrap} from '../text/wrap.ts';

const mostWhoCells = 30;

/** A comparison as a table to read or to pipe; `withStacks`: the whole stack of each group below it. */
export function diffLines(
  diff: Diff,
  origins: DiffOrigins,
  paint: Paint,
  withStacks = false,
): readonly string[] {
  const {theme} = paint;
  const {before, after, groups} = diff;
  return [
    line(`${theme.title('before')}  ${sideText(before, origins.before)}`),
    line(
      `${theme.title('after')}   ${sideText(after, origins.after)}${theme.muted(laterText(before, after))}`,
    ),
    ...incompleteLines(diff, paint),
    line(familiesText(diff, paint)),
    '',
    ...(groups.length === 0 ? [] : [...diffTable(diff, paint, withStacks), '']),
    ...[...diffNotes(diff, paint.ascii), ...stacksNote(diff, origins)].flatMap((note) =>
      wrap(note, paint.columns).map((text) => line(text)),
    ),
  ];
}

/** The groups that differ, with a heading. */
function diffTable(diff: Diff, paint: Paint, withStacks = false): readonly string[] {
  const table = tableFor(diffColumns(diff, paint), paint.columns);
  return [
    tableHeading(table, undefined, paint).trimEnd(),
    ...diff.groups.flatMap((group) => [
      tableRow(table, group, 'none', paint).trimEnd(),
      ...(withStacks ? framesBelow(group.identity.stack, paint) : []),
    ]),
  ];
}

/** The columns of a comparison; goroutines only where ids could be compared, labels only where there are any. */
export function diffColumns({goroutines, groups}: Diff, {theme, ascii}: Paint): readonly Column<GroupDiff>[] {
  const columns: Column<GroupDiff>[] = [
    {
      id: 'before',
      title: 'BEFORE',
      width: 8,
      align: 'right',
      fromColumns: 56,
      cell: ({before}) => formatCount(before),
    },
    {
      id: 'after',
      title: 'AFTER',
      width: 8,
      align: 'right',
      fromColumns: 32,
      cell: ({after}) => formatCount(after),
    },
    {
      id: 'change',
      title: 'CHANGE',
      width: 8,
      align: 'right',
      fromColumns: 0,
      cell: ({before, after}) => formatChange(after - before, {ascii}),
      style: ({before, after}) => (after > before ? theme.up : theme.down),
    },
    {id: 'kind', title: '', width: 6, fromColumns: 44, cell: ({kind}) => kind},
    {id: 'reason', title: 'REASON', width: 15, fromColumns: 72, cell: ({status}) => status},
    {
      id: 'where',
      title: 'WHERE IT WAITS',
      width: 0,
      weight: 2,
      fromColumns: 0,
      cell: ({identity}, cells) => {
        const {frame, name} = groupFactsOf(identity);
        return frame === undefined ? fitMiddle(name, cells).trimEnd() : placeText(name, frame, cells);
      },
      style: ({identity}) => {
        const {frame} = groupFactsOf(identity);
        return frame !== undefined && isStandardLibrary(frame) ? theme.library : theme.own;
      },
    },
    {
      id: 'goroutines',
      title: 'GOROUTINES',
      width: whoWidth(groups),
      fromColumns: 110,
      cell: (group) => (group.goroutines === undefined ? '' : whoText(group.goroutines)),
      style: () => theme.muted,
    },
    {
      id: 'labels',
      title: 'LABELS',
      width: 0,
      fromColumns: 110,
      cell: ({identity}) => labelsText(identity.labels),
      style: () => theme.muted,
    },
  ];
  const hasLabels = groups.some(({identity}) => Object.keys(identity.labels).length > 0);
  return columns.filter(
    ({id}) => (id !== 'goroutines' || goroutines.kind === 'by-id') && (id !== 'labels' || hasLabels),
  );
}

/** As wide as it has to be: places and labels next to it tell groups apart, and are cut first. */
function whoWidth(groups: readonly GroupDiff[]): number {
  return groups.reduce(
    (widest, {goroutines}) =>
      goroutines === undefined
        ? widest
        : Math.min(mostWhoCells, Math.max(widest, whoText(goroutines).length)),
    'GOROUTINES'.length,
  );
}

/** `3 stayed, 2 started, 1 ended`, and those that waited elsewhere before, or do now; what of these there is. */
function whoText({stayed, joined, left, started, ended}: RowGoroutines): string {
  const parts = [
    [stayed, 'stayed'],
    [started, 'started'],
    [joined, 'moved here'],
    [ended, 'ended'],
    [left, 'moved on'],
  ] as const;
  return parts.flatMap(([count, word]) => (count === 0 ? [] : [`${formatCount(count)} ${word}`])).join(', ');
}

/** One side knows goroutines by id, the other could. */
function stacksNote({before, after}: Diff, origins: DiffOrigins): readonly string[] {
  const isMissing =
    (before.stacks !== undefined && after.stacks === undefined && origins.after.source === 'debug=0') ||
    (after.stacks !== undefined && before.stacks === undefined && origins.before.source === 'debug=0');
  return isMissing ? ['--stacks takes the full stacks of the process, to follow goroutines by id.'] : [];
}

/** Kinds of wait with their counts: those that changed, the largest change first. */
function familiesText({before, after, families}: Diff, {ascii, theme}: Paint): string {
  const total = countsText({before: before.total, after: after.total}, ascii);
  const parts = families
    .filter((counts) => counts.before !== counts.after)
    .map(({family, ...counts}) => `${family} ${countsText(counts, ascii)}`);
  return [theme.title(`goroutines ${total}`), ...parts].join('  ');
}

function sideText({takenAt, total}: DiffSide, {name, source}: SideOrigin): string {
  const how = source === 'file' ? '' : `  ${source}`;
  return `${name}  ${formatClock(takenAt)}  ${plural(total, 'goroutine')}${how}`;
}

/** `  2m 12s later`: only where both times are worth telling. */
function laterText(before: DiffSide, after: DiffSide): string {
  const apart = after.takenAt - before.takenAt;
  if (Math.abs(apart) < 1000) return '';
  return `  ${formatAge(Math.abs(apart))} ${apart > 0 ? 'later' : 'earlier'}`;
}

function incompleteLines({before, after}: Diff, {theme}: Paint): readonly string[] {
  return (['before', 'after'] as const).flatMap((name) => {
    const {complete, missing} = name === 'before' ? before : after;
    return complete
      ? []
      : [
          line(
            theme.danger(
              `Incomplete ${name}: ${missingText(missing)} missing, so what is gone may only not be shown.`,
            ),
          ),
        ];
  });
}
