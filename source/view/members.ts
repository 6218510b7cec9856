import type {OldestAge} from '../session/goroutine-ages.ts';
import type {Session} from '../session/session.ts';
import {matches, type Filter} from './filter.ts';
import type {GroupNow, Moment} from './moment.ts';
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
  readonly group: GroupNow;
  /** Empty where nobody can tell: several sets of labels share the place, and the full stacks give none. */
  readonly labels: Readonly<Record<string, string>>;
};

const noLabels = {};

/** The goroutines of some groups, as the last full stacks had them, by id. */
export function membersOf({look}: Moment, groups: readonly GroupNow[], session: Session): Member[] {
  if (look === undefined) return [];
  const all: Member[] = [];
  // Groups that differ only in labels share one look: each goroutine is listed once.
  const byPlace = Map.groupBy(groups, ({identity}) => identity.place);
  for (const [group, ...others] of byPlace.values()) {
    if (group === undefined) continue;
    // Full stacks without labels do not tell which goroutine has which of several sets of labels.
    const only = others.length === 0 ? group.identity.labels : noLabels;
    for (const {columns, labels: own} of group.look?.members ?? []) {
      const labels = Object.keys(own).length > 0 ? own : only;
      for (let index = 0; index < columns.ids.length; index++) {
        const id = columns.ids[index] ?? 0;
        const createdBy = columns.createdBy[index] ?? 0;
        const firstSeenMs = look.firstSeen.get(id) ?? look.atMs;
        all.push({
          key: `goroutine ${id}`,
          id,
          createdBy,
          isCreatorAlive: look.firstSeen.has(createdBy),
          age: {
            firstSeenMs,
            orOlder: session.ages.isFromFirstLook(firstSeenMs),
            waitMinutes: columns.waitMinutes[index] ?? 0,
          },
          lockedToThread: columns.lockedToThread[index] === 1,
          group,
          labels,
        });
      }
    }
  }

  return all.toSorted((a, b) => a.id - b.id);
}

/** Those that a filter keeps; each counts as one. */
export function filterMembers(all: readonly Member[], filter: Filter, atMs: number): readonly Member[] {
  if (filter.terms.length === 0) return all;
  return all.filter(({age, labels, group: {identity, status}}) =>
    matches(filter, {
      family: identity.family,
      status,
      functions: identity.stack.map((frame) => frame.function),
      files: identity.stack.map((frame) => `${frame.file}:${frame.line}`),
      labels,
      ageMs: ageMs(age, atMs),
      count: 1,
    }),
  );
}
