// Remembers where in the program itself those were who started goroutines of libraries.

import type {Group} from '../../profile/model.ts';
import type {StacksLook} from '../../session/model.ts';
import {groupsOf} from '../places/look-groups.ts';
import type {Suspect} from '../suspect.ts';
import type {Evidence} from '../verdict.ts';
import {kindOf} from './stack-kind.ts';

/** More functions than these are not read. */
const mostFunctions = 8;

/** Follows who starts goroutines on whose own stacks nothing of the program is. */
export class OwnStarters {
  /** The program's functions, by the place of those that were started. */
  #functions = new Map<string, Set<string>>();

  forget(): void {
    this.#functions.clear();
  }

  /** Takes in one look: a starter that answers one request is there for no more than this. */
  observe({atMs, snapshot, firstSeen}: StacksLook): void {
    const started = newcomersOf(groupsOf(snapshot).ofLibraries, (id) => firstSeen.get(id) === atMs);
    const here = new Map<string, Set<string>>();
    for (const place of started.places) here.set(place, this.#functions.get(place) ?? new Set());
    this.#functions = here;
    if (started.byStarter.size === 0) return;
    for (const {identity, members} of snapshot.groups) {
      const own = members === undefined ? undefined : kindOf(identity).ownFrame;
      if (own === undefined) continue;
      for (const id of members!.ids)
        for (const place of started.byStarter.get(id) ?? []) add(here.get(place), own.function);
    }
  }

  /** The functions of the program, of those who started the goroutines at a place. */
  of(place: string): ReadonlySet<string> | undefined {
    return this.#functions.get(place);
  }
}

/** Where in the program to look first, for goroutines that a library has started and that show nothing of the program. */
export function startedWithin(
  {signs: {place}}: Pick<Suspect, 'signs'>,
  starters: Pick<OwnStarters, 'of'>,
): Evidence | undefined {
  const functions = starters.of(place.place);
  if (functions === undefined || functions.size === 0) return undefined;
  return {kind: 'started-within', functions: [...functions].toSorted()};
}

type Started = {
  /** All places with nothing of the program on their stacks. */
  readonly places: readonly string[];
  /** Those that newcomers there have been started by. */
  readonly byStarter: ReadonlyMap<number, ReadonlySet<string>>;
};

function newcomersOf(ofLibraries: readonly Group[], isNew: (id: number) => boolean): Started {
  const places: string[] = [];
  const byStarter = new Map<number, Set<string>>();
  for (const {identity, members} of ofLibraries) {
    if (members === undefined) continue;
    const {place} = identity;
    places.push(place);
    const {ids, createdBy} = members;
    for (let row = 0; row < ids.length; row++) {
      const starter = createdBy[row] ?? 0;
      if (starter === 0 || !isNew(ids[row]!)) continue;
      const known = byStarter.get(starter);
      if (known === undefined) byStarter.set(starter, new Set([place]));
      else known.add(place);
    }
  }

  return {places, byStarter};
}

function add(functions: Set<string> | undefined, name: string): void {
  if (functions !== undefined && functions.size < mostFunctions) functions.add(name);
}
