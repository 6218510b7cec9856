// Rows of the list: which groups belong together, and what is said of them.

import {isStandardLibrary, packageOf, shortFunction} from '../../profile/frame.ts';
import type {Creator, Frame} from '../../profile/model.ts';
import type {Family} from '../../profile/wait-reason.ts';
import {older} from '../../session/goroutine-ages.ts';
import type {OldestAge} from '../../session/model.ts';
import {addCreators} from '../../session/place-look.ts';
import {groupFactsOf} from '../panels/group-facts.ts';
import {formatCount} from '../text/format.ts';
import type {GroupNow} from '../inspector/moment.ts';
import {notStartedYet} from '../panels/not-started.ts';
import {type Bucket, type RowLayout} from '../text/row-layout.ts';

/** What makes one row of the list. */
export const groupings = ['stack', 'place', 'creator', 'package', 'label'] as const;
export type Grouping = (typeof groupings)[number];

/** One row of the list: goroutines that belong together under the grouping chosen. */
export type Row = {
  readonly key: string;
  readonly groups: readonly GroupNow[];
  readonly count: number;
  readonly change: number | undefined;
  /** Undefined where the row holds more than one kind of wait. */
  readonly family: Family | undefined;
  readonly status: string;
  readonly oldest: OldestAge | undefined;
  /** Innermost frame of the user's own code; undefined for a row that is not one place. */
  readonly frame: Frame | undefined;
  /** What the row is called: a function, a package, a label set. */
  readonly name: string;
  readonly creators: readonly Creator[];
  readonly leaked: number;
};

const noCreators: readonly Creator[] = [];
const unknownCreator = '(creator not known yet)';

/** Goroutines of the runtime itself: no frame of anybody's program is in their stack. */
export function isRuntimesOwn({identity}: Pick<GroupNow, 'identity'>): boolean {
  return groupFactsOf(identity).isRuntimesOwn;
}

/** Which row a group belongs to under a grouping. */
export function bucketOf(
  {identity, look}: Pick<GroupNow, 'identity' | 'look'>,
  grouping: Grouping,
  {frame, name: ownName} = groupFactsOf(identity),
): Bucket {
  switch (grouping) {
    case 'stack':
      return {key: identity.place, name: ownName};
    case 'place':
      return {
        key: `${identity.family} ${frame?.function ?? ''}:${frame?.line ?? 0}`,
        name: ownName,
      };
    case 'creator': {
      const name = creatorName(look);
      return {key: name, name};
    }

    case 'package': {
      const name = frame === undefined ? notStartedYet : packageOf(frame.function);
      return {key: name, name};
    }

    case 'label': {
      const name = labelsText(identity.labels) || '(no labels)';
      return {key: name, name};
    }
  }
}

/** One row of a layout, made of its groups. */
export function rowOf(
  {keys, names}: RowLayout,
  at: number,
  groups: readonly GroupNow[],
  grouping: Grouping,
): Row {
  const key = keys[at] ?? '';
  const name = names[at] ?? '';
  const [first] = groups;
  const isOnePlace = grouping === 'stack' || grouping === 'place';
  if (first !== undefined && groups.length === 1) return rowOfOne(key, name, first, groups, isOnePlace);
  const family = groups.every((group) => group.identity.family === first?.identity.family)
    ? first?.identity.family
    : undefined;
  const status = groups.every((group) => group.status === first?.status)
    ? (first?.status ?? '')
    : (family ?? 'several');
  // Groups that differ only in labels share one look: it must count once.
  const looks = [...new Map(groups.map((group) => [group.identity.place, group.look])).values()];
  return {
    key,
    groups,
    name,
    family,
    status,
    count: sum(groups.map((group) => group.count)),
    change: groups.some((group) => group.change === undefined)
      ? undefined
      : sum(groups.map((g) => g.change ?? 0)),
    oldest: looks.map((look) => look?.oldest).reduce(older, undefined),
    frame: isOnePlace && first !== undefined ? groupFactsOf(first.identity).frame : undefined,
    creators: looks.reduce<readonly Creator[]>(
      (creators, look) => addCreators(creators, look?.creators ?? []),
      [],
    ),
    leaked: sum(looks.map((look) => look?.leaked ?? 0)),
  };
}

/** The same for a single group, which most rows are, without adding anything up. */
function rowOfOne(
  key: string,
  name: string,
  group: GroupNow,
  groups: readonly GroupNow[],
  isOnePlace: boolean,
): Row {
  const {identity, look} = group;
  const creators = look?.creators ?? noCreators;
  return {
    key,
    groups,
    name,
    family: identity.family,
    status: group.status,
    count: group.count,
    change: group.change,
    oldest: look?.oldest,
    frame: isOnePlace ? groupFactsOf(identity).frame : undefined,
    creators: creators.length < 2 ? creators : addCreators(creators, noCreators),
    leaked: look?.leaked ?? 0,
  };
}

function creatorName(look: GroupNow['look']): string {
  if (look === undefined) return unknownCreator;
  const {creators} = look;
  const [first] = creators;
  if (first === undefined) return '(main, or the runtime)';
  return creators.length === 1 ? shortFunction(first.frame.function) : creatorsText(creators);
}

/** The line that started these goroutines, with how many others, as the list shows it. */
export function creatorsText(creators: readonly Creator[]): string {
  const [first] = creators;
  if (first === undefined) return '';
  const name = shortFunction(first.frame.function);
  return creators.length === 1 ? name : `${name} +${creators.length - 1}`;
}

/** How many a line started, and whether the goroutines that ran it live on, as far as the runtime says. */
export function creatorCounts({count, alive}: Pick<Creator, 'count' | 'alive'>): string {
  const started = formatCount(count);
  if (alive === undefined) return started;
  if (alive === 0) return count === 1 ? `${started}, creator gone` : `${started}, all creators gone`;
  return `${started}, creator there for ${formatCount(alive)}`;
}

/** Labels as one word each, sorted by key. */
export function labelsText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}

export function isLibraryRow(row: Row): boolean {
  return row.frame !== undefined && isStandardLibrary(row.frame);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
