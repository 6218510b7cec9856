// What is to be said of a comparison beside its groups.

import type {Diff} from '../../session/diff.ts';
import {formatChange, formatCount, plural} from '../text/format.ts';

/** Labels of which a person reads the changes; JSON has all. */
const mostLabelsShown = 10;

/** What is to be said of a comparison beside its groups, as sentences. */
export function diffNotes(diff: Diff, ascii: boolean): readonly string[] {
  const {groups, same, labelChanges} = diff;
  const unchanged = `${plural(same.groups, 'group')} with ${plural(same.goroutines, 'goroutine')}`;
  return [
    groups.length === 0
      ? same.groups === 0
        ? 'There are no goroutines on either side.'
        : `No difference: ${unchanged}, as many before as after.`
      : same.groups === 0
        ? 'No group has as many goroutines as before.'
        : `${unchanged} ${same.groups === 1 ? 'has' : 'have'} not changed.`,
    goroutinesText(diff),
    ...(labelChanges.length === 0 ? [] : [labelChangesText(diff, ascii)]),
    ...labelsNote(diff),
  ].filter((note) => note !== '');
}

function goroutinesText({goroutines}: Diff): string {
  switch (goroutines.kind) {
    case 'not-known':
      return '';
    case 'other-process':
      return `Ids are not compared: ${goroutines.why}.`;
    case 'by-id': {
      const {survived, started, ended} = goroutines;
      return `By id, ${plural(survived, 'goroutine')} of before ${survived === 1 ? 'is' : 'are'} still there, ${formatCount(ended)} ended, and ${formatCount(started)} started.`;
    }
  }
}

function labelChangesText({labelChanges}: Diff, ascii: boolean): string {
  const shown = labelChanges
    .slice(0, mostLabelsShown)
    .map(({key, value, ...counts}) => `${key}=${value} ${countsText(counts, ascii)}`);
  const more = labelChanges.length - shown.length;
  return `Labels: ${shown.join(', ')}${more === 0 ? '' : `, and ${formatCount(more)} more`}.`;
}

function labelsNote({labels}: Diff): readonly string[] {
  if (labels === 'compared') return [];
  const side = labels === 'unknown-before' ? 'before' : 'after';
  return [
    `Groups are compared by place, whatever their labels: ${side} there are none, because full stacks show no labels before Go 1.27.`,
  ];
}

/** `3 → 50 (+47)`. */
export function countsText(
  {before, after}: {readonly before: number; readonly after: number},
  ascii: boolean,
): string {
  const arrow = ascii ? '->' : '→';
  const change = before === after ? '' : ` (${formatChange(after - before, {ascii})})`;
  return `${formatCount(before)} ${arrow} ${formatCount(after)}${change}`;
}
