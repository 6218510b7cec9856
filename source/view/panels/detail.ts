// What an opened group consists of: frames, creators, members, as one list.

import {innermostUserFrame} from '../../profile/frame.ts';
import type {Creator, Frame} from '../../profile/model.ts';
import type {StepSeries} from '../../session/step-series.ts';
import {listed, type Listed} from '../lists/listed.ts';
import {idText, type Member} from '../lists/members.ts';
import type {Row} from '../lists/rows.ts';
import {functionTexts, placeOf} from '../filter/filter-texts.ts';
import {stackSearch} from '../filter/stack-search.ts';

/** One line of an opened group: a frame of its stack, a line that started it, or a goroutine. */
export type DetailItem =
  | {readonly kind: 'frame'; readonly key: string; readonly frame: Frame}
  | {readonly kind: 'creator'; readonly key: string; readonly creator: Creator}
  | {readonly kind: 'member'; readonly key: string; readonly member: Member};

export type Detail = {
  readonly row: Row;
  /** The lines above the members. */
  readonly lines: readonly DetailItem[];
  readonly members: Listed<Member>;
  /** Both, one after the other. */
  readonly items: Listed<DetailItem>;
};

/** Opens a row: its stack, the lines that started it, its members. */
export function detailOf(
  row: Row | undefined,
  listMembers: (row: Row) => Listed<Member>,
): Detail | undefined {
  if (row === undefined) return undefined;
  const [first] = row.groups;
  const isOneStack = row.groups.every((group) => group.identity.place === first?.identity.place);
  const frames = isOneStack ? (first?.identity.stack ?? []) : stacksOf(row);
  const members = listMembers(row);
  const lines: readonly DetailItem[] = [
    ...frames.map((frame, index) => ({kind: 'frame' as const, key: `frame ${index}`, frame})),
    ...row.creators.map((creator, index) => ({kind: 'creator' as const, key: `creator ${index}`, creator})),
  ];
  const above = lines.length;
  return {
    row,
    members,
    lines,
    items: listed({
      length: above + members.length,
      keyAt: (index) => lines[index]?.key ?? members.keys.at(index - above)!,
      indexOf(key) {
        const line = lines.findIndex((item) => item.key === key);
        const member = line === -1 ? members.keys.indexOf(key) : -1;
        return member === -1 ? line : above + member;
      },
      make: (index) => lines[index] ?? memberItem(members.at(index - above)!),
    }),
  };
}

/** When any of its groups was first seen to have goroutines; undefined where nobody knows. */
export function firstSeenMs({
  groups,
}: {
  readonly groups: readonly {readonly counts: Pick<StepSeries, 'firstAbove0Ms'>}[];
}): number | undefined {
  // One by one: a row of all without labels may have more groups than a call takes arguments.
  let firstMs: number | undefined;
  for (const {counts} of groups) {
    const atMs = counts.firstAbove0Ms;
    if (atMs !== undefined && (firstMs === undefined || atMs < firstMs)) firstMs = atMs;
  }

  return firstMs;
}

function memberItem(member: Member): DetailItem {
  return {kind: 'member', key: member.key, member};
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
export function matchesIn(
  {lines, members}: Pick<Detail, 'lines' | 'members'>,
  filterText: string,
): readonly number[] {
  if (filterText === '') return [];
  const isFound = stackSearch(filterText);
  const found = lines.flatMap((item, index) => (isFound(lineText(item)) ? [index] : []));
  for (let index = 0; index < members.length; index++) {
    if (isFound(idText(members.keys.at(index)!))) found.push(lines.length + index);
  }

  return found;
}

function lineText(item: DetailItem): string {
  if (item.kind === 'member') return String(item.member.id);
  const frame = item.kind === 'frame' ? item.frame : item.creator.frame;
  return [...functionTexts([frame]), placeOf(frame)].join(' ');
}
