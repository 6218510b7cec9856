import type {OldestAge} from '../session/goroutine-ages.ts';
import type {Group} from '../profile/model.ts';
import type {Session, StacksLook} from '../session/session.ts';
import {matches, type Filter} from './filter.ts';
import type {GroupNow} from './moment.ts';
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

const noLabels = {};

/**
 * The goroutines of the last full stacks at places that `isListed` takes, by id. `counted` are the groups of the last
 * counts: they know labels where the full stacks give none.
 */
export function membersOf(
  look: StacksLook | undefined,
  counted: readonly GroupNow[],
  session: Session,
  isListed: (group: Group) => boolean,
): Member[] {
  const byPlace = Map.groupBy(counted, ({identity}) => identity.place);
  const all: Member[] = [];
  for (const group of look?.snapshot.groups ?? []) {
    if (look === undefined || group.members === undefined || !isListed(group)) continue;
    const {ids, createdBy, waitMinutes, lockedToThread} = group.members;
    const labels = labelsOf(group, byPlace.get(group.identity.place) ?? []);
    for (let index = 0; index < ids.length; index++) {
      const id = ids[index] ?? 0;
      const creator = createdBy[index] ?? 0;
      const firstSeenMs = look.firstSeen.get(id) ?? look.atMs;
      all.push({
        key: `goroutine ${id}`,
        id,
        createdBy: creator,
        isCreatorAlive: look.firstSeen.has(creator),
        age: {
          firstSeenMs,
          orOlder: session.ages.isFromFirstLook(firstSeenMs),
          waitMinutes: waitMinutes[index] ?? 0,
        },
        lockedToThread: lockedToThread[index] === 1,
        group,
        labels,
      });
    }
  }

  return all.toSorted((a, b) => a.id - b.id);
}

/** Full stacks without labels do not tell which goroutine has which of several sets of labels. */
function labelsOf({identity}: Group, counted: readonly GroupNow[]): Member['labels'] {
  if (Object.keys(identity.labels).length > 0) return identity.labels;
  return counted.length === 1 ? (counted[0]?.identity.labels ?? noLabels) : noLabels;
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
