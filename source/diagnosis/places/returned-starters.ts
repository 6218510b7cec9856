import {isElision} from '../../profile/frame.ts';
import type {Creator, Frame} from '../../profile/model.ts';
import type {Scene} from '../scene.ts';
import type {Place} from './place.ts';

/** For so many of the goroutines it must hold. */
const nearlyAll = 0.9;

/**
 * Whether the function that started the goroutines at a place has returned, for nearly all of them: its goroutine has
 * ended, or has gone on to something else. What it would have received is then received by nobody, unless it has started
 * others beside them that wait elsewhere.
 */
export function haveStartersReturned(place: Place, creators: readonly Creator[], scene: Scene): boolean {
  const [creator] = creators.toSorted((a, b) => b.count - a.count);
  if (creator === undefined || hasStartedOthers(place, creator.frame.function, scene)) return false;
  return areElsewhere([{place, creator}], scene)[0] === true;
}

/** Those may receive. */
function hasStartedOthers(place: Place, starting: string, {look, places}: Scene): boolean {
  for (const [name, {creators}] of look.places) {
    if (name === place.place || places.get(name)?.family === 'chan send') continue;
    if (creators.some(({frame}) => frame.function === starting)) return true;
  }

  return false;
}

type Started = {readonly place: Place; readonly creator: Creator};

/**
 * For each place, whether the goroutines that started those there have ended, or are not in the function any more that did
 * so, for nearly all of them.
 */
export function areElsewhere(started: readonly Started[], scene: Scene): readonly boolean[] {
  const starters = started.map(({place}) => scene.membersOf(place.place).createdBy.filter((id) => id !== 0));
  const stacks = stacksOf(new Set(starters.flat()), scene);
  return started.map(({creator}, index) => {
    const known = starters[index] ?? [];
    const returned = known.filter((id) => !mayBeOn(stacks.get(id), creator.frame.function));
    return known.length > 0 && returned.length >= known.length * nearlyAll;
  });
}

/** The stacks of those of these goroutines that are there. */
export function stacksOf(ids: ReadonlySet<number>, {look}: Scene): ReadonlyMap<number, readonly Frame[]> {
  const stacks = new Map<number, readonly Frame[]>();
  if (ids.size === 0) return stacks;
  for (const {identity, members} of look.snapshot.groups)
    for (const id of members?.ids ?? []) if (ids.has(id)) stacks.set(id, identity.stack);
  return stacks;
}

/** Of a stack that the runtime cut nobody knows what was further out. */
function mayBeOn(stack: readonly Frame[] | undefined, name: string): boolean {
  return stack?.some((frame) => frame.function === name || isElision(frame)) === true;
}
