import {innermostUserFrame} from '../profile/frame.ts';
import type {Creator, Frame} from '../profile/model.ts';
import type {Member} from './members.ts';
import type {Row} from './rows.ts';
import {stackSearch} from './stack-search.ts';

/** One line of an opened group: a frame of its stack, a line that started it, or a goroutine. */
export type DetailItem =
  | {readonly kind: 'frame'; readonly key: string; readonly frame: Frame}
  | {readonly kind: 'creator'; readonly key: string; readonly creator: Creator}
  | {readonly kind: 'member'; readonly key: string; readonly member: Member};

export type Detail = {
  readonly row: Row;
  readonly items: readonly DetailItem[];
  readonly members: readonly Member[];
};

/** Opens a row: its stack, the lines that started it, its members. */
export function detailOf(
  row: Row | undefined,
  listMembers: (row: Row) => readonly Member[],
): Detail | undefined {
  if (row === undefined) return undefined;
  const [first] = row.groups;
  const isOneStack = row.groups.every((group) => group.identity.place === first?.identity.place);
  const frames = isOneStack ? (first?.identity.stack ?? []) : stacksOf(row);
  const members = listMembers(row);
  return {
    row,
    members,
    items: [
      ...frames.map((frame, index) => ({kind: 'frame' as const, key: `frame ${index}`, frame})),
      ...row.creators.map((creator, index) => ({kind: 'creator' as const, key: `creator ${index}`, creator})),
      ...members.map((member) => ({kind: 'member' as const, key: member.key, member})),
    ],
  };
}

/** A row of several stacks is shown as the innermost own frame of each. */
function stacksOf(row: Row): Frame[] {
  const frames = new Map<string, Frame>();
  for (const {identity} of row.groups) {
    const frame = innermostUserFrame(identity.stack);
    if (frame !== undefined) frames.set(`${frame.function} ${frame.file}:${frame.line}`, frame);
  }

  return [...frames.values()];
}

/** The positions in an opened group that a filter's text finds. */
export function matchesIn(detail: Detail, filterText: string): readonly number[] {
  const isFound = stackSearch(filterText);
  return detail.items.flatMap((item, index) => (isFound(itemText(item)) ? [index] : []));
}

function itemText(item: DetailItem): string {
  if (item.kind === 'member') return String(item.member.id);
  const frame = item.kind === 'frame' ? item.frame : item.creator.frame;
  return `${frame.function} ${frame.file}:${frame.line}`;
}
