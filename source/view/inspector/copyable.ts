// The text that the copy key takes.

import {patterns} from '../../diagnosis/patterns.ts';
import type {Frame} from '../../profile/model.ts';
import {eventKey, type Contents} from './contents.ts';
import {countsText} from '../output/diff-sentences.ts';
import {formatClock, plural} from '../text/format.ts';
import type {InspectorState} from './inspector-state.ts';
import {underCursor} from '../lists/list-cursor.ts';
import {creatorCounts, labelsText, type Row} from '../lists/rows.ts';
import {plainTheme} from '../text/style.ts';
import {verdictLines} from '../verdicts/verdict-lines.ts';
import {verdictKey, verdictOfRow, type RankedVerdict} from '../verdicts/verdicts-now.ts';

/** What is pasted is read in mails and issues. */
const copiedColumns = 100;

/** What the copy key takes: the text of what is open or under the cursor, as one would paste it into a report. */
export function copyableText(
  state: InspectorState,
  contents: Contents,
  textOf: (id: number) => {readonly lines: readonly string[]},
): string | undefined {
  if (state.goroutine !== undefined) return textOf(state.goroutine).lines.join('\n') || undefined;
  if (contents.detail !== undefined) {
    const {row} = contents.detail;
    const ranked = verdictOfRow(row, contents.verdicts);
    return ranked === undefined ? rowText(row) : `${verdictText(ranked)}\n${rowText(row)}`;
  }

  if (state.view === 'leaks') {
    const keys = contents.leaks.map(({verdict}) => verdictKey(verdict));
    const ranked =
      state.verdict === undefined ? underCursor(contents.leaks, keys, state.leaks) : contents.evidence;
    if (ranked === undefined) return undefined;
    const {status, stack, count} = ranked.verdict.group;
    return `${verdictText(ranked)}\n${stackText(`${plural(count, 'goroutine')} [${status}]`, stack)}`;
  }

  if (state.view === 'events') {
    const event = underCursor(contents.events, contents.events.map(eventKey), state.events);
    return event === undefined ? undefined : `${formatClock(event.wallMs)} ${event.kind}: ${event.text}`;
  }

  if (state.view === 'goroutines') {
    const member = underCursor(contents.goroutines, contents.goroutines.keys, state.goroutines);
    return member === undefined
      ? undefined
      : stackText(`goroutine ${member.id} [${member.group.status}]`, member.group.identity.stack);
  }

  if (state.view === 'diff') {
    const groups = contents.diff?.groups ?? [];
    const group = underCursor(
      groups,
      groups.map(({identity}) => identity.key),
      state.diff,
    );
    if (group === undefined) return undefined;
    const {status, before, after, identity} = group;
    return stackText(`${countsText({before, after}, false)} goroutines [${status}]`, identity.stack);
  }

  const row = underCursor(contents.rows, contents.rows.keys, state.list);
  return row === undefined ? undefined : rowText(row);
}

function verdictText({verdict, rank}: RankedVerdict): string {
  const paint = {columns: copiedColumns, theme: plainTheme, ascii: false};
  return `${verdictLines(verdict, rank, {patterns, proofCommand: undefined}, paint).join('\n')}\n`;
}

function rowText(row: Row): string {
  const stacks = new Map(row.groups.map((group) => [group.identity.place, group]));
  return Array.from(stacks.values(), ({identity, status}) => {
    const count = row.groups
      .filter((group) => group.identity.place === identity.place)
      .reduce((sum, g) => sum + g.count, 0);
    const labels = labelsText(identity.labels);
    return stackText(
      `${plural(count, 'goroutine')} [${status}]${labels === '' ? '' : ` {${labels}}`}`,
      identity.stack,
    );
  })
    .concat(
      row.creators.map(
        ({frame, count, alive}) =>
          `created by ${frame.function} (${creatorCounts({count, alive})})\n\t${frame.file}:${frame.line}\n`,
      ),
    )
    .join('\n');
}

function stackText(title: string, stack: readonly Frame[]): string {
  return [title, ...stack.map((frame) => `${frame.function}\n\t${frame.file}:${frame.line}`), ''].join('\n');
}
