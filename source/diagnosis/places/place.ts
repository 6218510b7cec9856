import type {Frame, Group, GroupIdentity} from '../../profile/model.ts';
import type {Family} from '../../profile/wait-reason.ts';
import {tellingFrame} from './telling-frame.ts';

/** All goroutines at one place now: the same kind of wait, the same stack, whatever their labels. */
export type Place = {
  readonly place: string;
  readonly family: Family;
  /** Innermost first, without the runtime's own frames. */
  readonly stack: readonly Frame[];
  /** Where a person looks first. */
  readonly frame: Frame | undefined;
  readonly status: string;
  /** The runtime function it parked in; only debug=0 names it. */
  readonly operation: string | undefined;
  readonly count: number;
  readonly leaked: number;
  /** Of the group with the most goroutines. */
  readonly identity: GroupIdentity;
};

/** The frames of stacks are looked through once, however often a process is judged. */
const frames = new WeakMap<readonly Frame[], Frame | undefined>();

function frameOf(stack: readonly Frame[]): Frame | undefined {
  if (!frames.has(stack)) frames.set(stack, tellingFrame(stack));
  return frames.get(stack);
}

/**
 * Adds up groups that differ in nothing but labels.
 *
 * @param before places of another moment: those that are the same are taken from there.
 */
export function placesOf(groups: Iterable<Counted>, before?: ReadonlyMap<string, Place>): Map<string, Place> {
  const places = new Map<string, Place>();
  /** Of places with several groups, how many are in the largest of them. */
  const largest = new Map<string, number>();
  for (const group of groups) {
    const {identity, status, operation, count, leaked} = group;
    const known = places.get(identity.place);
    if (known === undefined) {
      const old = before?.get(identity.place);
      places.set(identity.place, old !== undefined && isSame(old, group) ? old : placeOf(group));
      continue;
    }

    const most = largest.get(identity.place) ?? known.count;
    const isLargest = count > most;
    largest.set(identity.place, Math.max(most, count));
    places.set(identity.place, {
      ...known,
      ...(isLargest ? {identity, status} : {}),
      operation: known.operation ?? operation,
      count: known.count + count,
      leaked: known.leaked + leaked,
    });
  }

  return places;
}

type Counted = Pick<Group, 'identity' | 'status' | 'operation' | 'count' | 'leaked'>;

function placeOf({identity, status, operation, count, leaked}: Counted): Place {
  const {place, family, stack} = identity;
  return {place, family, stack, frame: frameOf(stack), status, operation, count, leaked, identity};
}

function isSame(place: Place, {identity, status, operation, count, leaked}: Counted): boolean {
  return (
    place.identity === identity &&
    place.count === count &&
    place.status === status &&
    place.leaked === leaked &&
    place.operation === operation
  );
}
