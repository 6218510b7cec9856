// Goroutines one by one, in the order of their ids, out of the full stacks.

import type {OldestAge, StacksLook} from '../../session/model.ts';
import type {Group} from '../../profile/model.ts';
import {lastIndexWhere} from '../../session/search-sorted.ts';
import type {TrackedGroup} from '../../session/tracked-group.ts';
import {matches, type Filter} from '../filter/filter.ts';
import {filterTexts} from '../filter/filter-texts.ts';
import {listed, type Listed} from './listed.ts';
import {remembered} from '../inspector/remembered.ts';
import {ageMs} from './sentences.ts';

/** One goroutine of the goroutines view or of an opened group. */
export type Member = {
  readonly key: string;
  readonly id: number;
  /** Id of the goroutine that started it; 0 where the release does not say. */
  readonly createdBy: number;
  readonly isCreatorAlive: boolean;
  readonly age: OldestAge;
  readonly lockedToThread: boolean;
  /** As of the full stacks. */
  readonly group: Pick<Group, 'identity' | 'status'>;
  /** Empty where nobody can tell: several sets of labels share the place, and the full stacks give none. */
  readonly labels: Readonly<Record<string, string>>;
};

type MembersParts = {
  readonly look: StacksLook | undefined;
  /** The groups of the last counts: they know labels where the full stacks give none. */
  readonly counted: readonly Pick<TrackedGroup, 'identity'>[];
  readonly isListed: (group: Group) => boolean;
  /** Keeps those that it matches at this moment; each counts as one. */
  readonly filter?: Filter;
  readonly atMs: number;
};

type GroupWithMembers = Group & {readonly members: NonNullable<Group['members']>};

const noLabels = {};
const keyStart = 'goroutine ';

/** The goroutines of the last full stacks, by id. One of 100,000 becomes an object when it is looked at. */
export function membersOf({look, counted, isListed, filter, atMs}: MembersParts): Listed<Member> {
  const groups = (look?.snapshot.groups ?? []).filter(
    (group): group is GroupWithMembers => group.members !== undefined && isListed(group),
  );
  const labels = groups.map((group) => labelsOf(group, counted));
  const memberAt = (at: number, position: number): Member => {
    const group = groups[at]!;
    const {ids, createdBy, waitMinutes, lockedToThread} = group.members;
    const id = ids[position]!;
    const firstSeenMs = look?.firstSeen.get(id) ?? look?.atMs ?? atMs;
    return {
      key: `${keyStart}${id}`,
      id,
      createdBy: createdBy[position] ?? 0,
      isCreatorAlive: look?.firstSeen.has(createdBy[position] ?? 0) === true,
      age: {
        firstSeenMs,
        orOlder: firstSeenMs === look?.firstLookMs,
        waitMinutes: waitMinutes[position] ?? 0,
      },
      lockedToThread: lockedToThread[position] === 1,
      group,
      labels: labels[at]!,
    };
  };
  const isKept = (at: number) => {
    if (filter === undefined || filter.terms.length === 0) return () => true;
    const {identity, status} = groups[at]!;
    let asked = 0;
    let askedForAge = false;
    const subject = {
      family: identity.family,
      status,
      ...filterTexts(identity),
      labels: labels[at]!,
      count: 1,
      get ageMs() {
        askedForAge = true;
        return ageMs(memberAt(at, asked).age, atMs);
      },
    };
    let answer: boolean | undefined;
    return (position: number) => {
      // Goroutines of one group differ in nothing but their age.
      if (answer !== undefined && !askedForAge) return answer;
      asked = position;
      answer = matches(filter, subject);
      return answer;
    };
  };
  const {ids, ranks, places} = sortById(groups, isKept);
  return listed({
    length: ids.length,
    keyAt: (index) => `${keyStart}${ids[index]}`,
    indexOf: (key) => (key.startsWith(keyStart) ? indexOfId(ids, Number(idText(key))) : -1),
    make: (index) => {
      const [at, position] = places(ranks[index]!);
      return memberAt(at, position);
    },
  });
}

/** The id in the key of a member. */
export function idText(key: string): string {
  return key.slice(keyStart.length);
}

export function isMemberKey(key: string): boolean {
  return key.startsWith(keyStart);
}

/** Full stacks without labels do not tell which goroutine has which of several sets of labels. */
function labelsOf({identity}: Group, counted: MembersParts['counted']): Member['labels'] {
  if (Object.keys(identity.labels).length > 0) return identity.labels;
  const alike = byPlace(counted).get(identity.place);
  return alike?.length === 1 ? (alike[0]?.identity.labels ?? noLabels) : noLabels;
}

const byPlace = remembered((counted: MembersParts['counted']) =>
  Map.groupBy(counted, ({identity}) => identity.place),
);

type Sorted = {
  /** From the smallest. */
  readonly ids: Float64Array;
  /** Where each of them was before they were sorted. */
  readonly ranks: Float64Array;
  /** Which group that is in, and where in it. */
  readonly places: (rank: number) => readonly [number, number];
};

/** Sorts the ids of all members that are kept, without an object for each. */
function sortById(
  groups: readonly GroupWithMembers[],
  isKept: (group: number) => (position: number) => boolean,
): Sorted {
  const starts = new Float64Array(groups.length + 1);
  for (const [at, {members}] of groups.entries()) starts[at + 1] = starts[at]! + members.ids.length;
  const total = starts[groups.length]!;
  const all = new Float64Array(total);
  const kept = new Float64Array(total);
  let length = 0;
  for (const [at, {members}] of groups.entries()) {
    const keeps = isKept(at);
    all.set(members.ids, starts[at]);
    for (let position = 0; position < members.ids.length; position++) {
      if (keeps(position)) kept[length++] = starts[at]! + position;
    }
  }

  const places = (rank: number) => {
    const at = lastAtOrBefore(starts, rank);
    return [at, rank - starts[at]!] as const;
  };
  const ranks = sortedRanks(all, kept.subarray(0, length));
  return {ids: ranks.map((rank) => all[rank]!), ranks, places};
}

/** Ranks ordered by the id that each has. Id and rank as one number sort ten times as fast as with a comparison. */
function sortedRanks(ids: Float64Array, ranks: Float64Array): Float64Array {
  const largest = ids.reduce((most, id) => Math.max(most, id), 0);
  if (largest * ids.length > Number.MAX_SAFE_INTEGER)
    return ranks.toSorted((a, b) => ids[a]! - ids[b]! || a - b);
  const both = ranks.map((rank) => ids[rank]! * ids.length + rank).toSorted();
  return both.map((value) => value % ids.length);
}

/** Of ascending numbers, the last that is not larger; of equal ones the last. */
function lastAtOrBefore(ascending: Float64Array, wanted: number): number {
  return lastIndexWhere(0, ascending.length, (index) => ascending[index]! <= wanted);
}

function indexOfId(ids: Float64Array, wanted: number): number {
  const index = lastAtOrBefore(ids, wanted);
  return index >= 0 && ids[index] === wanted ? index : -1;
}
