import type {Frame, Group, GroupIdentity} from '../profile/model.ts';
import type {Family} from '../profile/wait-reason.ts';
import {tellingFrame} from './recognise.ts';

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

/** Adds up groups that differ in nothing but labels. */
export function placesOf(
  groups: Iterable<Pick<Group, 'identity' | 'status' | 'operation' | 'count' | 'leaked'>>,
): Map<string, Place> {
  const places = new Map<string, Place>();
  const largest = new Map<string, number>();
  for (const {identity, status, operation, count, leaked} of groups) {
    const known = places.get(identity.place);
    if (known === undefined) {
      const {place, family, stack} = identity;
      const frame = frameOf(stack);
      places.set(place, {place, family, stack, frame, status, operation, count, leaked, identity});
      largest.set(place, count);
      continue;
    }

    const isLargest = count > (largest.get(identity.place) ?? 0);
    if (isLargest) largest.set(identity.place, count);
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
