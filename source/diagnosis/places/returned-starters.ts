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
  const starting = creators.toSorted((a, b) => b.count - a.count)[0]?.frame.function;
  if (starting === undefined || hasStartedOthers(place, starting, scene)) return false;
  const {createdBy} = scene.membersOf(place.place);
  const known = createdBy.filter((id) => id !== 0);
  if (known.length === 0) return false;
  const stacks = stacksOf(new Set(known), scene);
  const returned = known.filter((id) => !isOn(stacks.get(id), starting));
  return returned.length >= known.length * nearlyAll;
}

/** Those may receive. */
function hasStartedOthers(place: Place, starting: string, {look, places}: Scene): boolean {
  for (const [name, {creators}] of look.places) {
    if (name === place.place || places.get(name)?.family === 'chan send') continue;
    if (creators.some(({frame}) => frame.function === starting)) return true;
  }

  return false;
}

function stacksOf(ids: ReadonlySet<number>, {look}: Scene): ReadonlyMap<number, readonly Frame[]> {
  const stacks = new Map<number, readonly Frame[]>();
  for (const {identity, members} of look.snapshot.groups)
    for (const id of members?.ids ?? []) if (ids.has(id)) stacks.set(id, identity.stack);
  return stacks;
}

function isOn(stack: readonly Frame[] | undefined, name: string): boolean {
  return stack?.some((frame) => frame.function === name) === true;
}
