// Brings suspects together: victims, causes, those that came together.

import {isBlockedReceiver, possibleReceivers, raiseReceivers} from './causes/blocked-receivers.ts';
import {findSilentCauses, findVictims, possibleCauses} from './causes/causes.ts';
import {isSeenToHold, lockersOf} from './causes/lock-holders.ts';
import {asSureAsWaiting, findLocksTaken, withLockAgain} from './causes/locks-taken.ts';
import {lowerBehindSleepers} from './causes/sleeping-holders.ts';
import {lowerParents, raiseCompanions} from './signs/companions.ts';
import {joinSame, ranked} from './join.ts';
import type {PatternName} from './pattern-name.ts';
import {mostTextsOfPlace, type PlaceSigns, type ReadTexts} from './places/place-signs.ts';
import {haveStartersReturned} from './places/returned-starters.ts';
import {indexOf, pointersOf, type GoroutinePointers, type PointerIndex} from './places/pointer-index.ts';
import {lowerCountedStarts} from './sources/counted-starts.ts';
import {readSources} from './sources/read-sources.ts';
import type {ReadSource} from './sources/read-source.ts';
import type {Scene} from './scene.ts';
import {withSeenHolders} from './causes/seen-holders.ts';
import type {Signs} from './signs/signs.ts';
import type {Slices} from './slices.ts';
import type {Suspect} from './suspect.ts';
import type {Level} from './verdict.ts';
import {isWaitingForGroup} from './causes/wait-groups.ts';

/** Texts of goroutines that are read for all suspects together. */
const mostTexts = 1_000;

type Relatives = {
  readonly suspects: readonly Suspect[];
  /** Places for which nothing speaks but that they have not moved. */
  readonly silent: readonly Signs[];
  readonly scene: Scene | undefined;
  readonly signs: PlaceSigns;
};

/** Finds who waits for whom, which are the same, and in which order a person should hear of them. */
export class Relations {
  readonly #texts: ReadTexts;
  readonly #readSource: ReadSource | undefined;
  /** Of goroutines, and where they were: while they wait there, their arguments are as they were. */
  #pointers = new Map<number, {readonly place: string; readonly pointers: GoroutinePointers}>();
  #scene: Scene | undefined;

  constructor(texts: ReadTexts, readSource: ReadSource | undefined) {
    this.#texts = texts;
    this.#readSource = readSource;
  }

  async relate({suspects, silent, scene, signs}: Relatives, slices: Slices): Promise<readonly Suspect[]> {
    if (scene === undefined) {
      const places = suspects.map((suspect) => suspect.signs.place);
      return ranked(joinSame(withSeenHolders(await readSources(suspects, this.#readSource), places)));
    }

    const candidates: Suspect[] = [];
    for (const one of possibleCauses(silent, suspects))
      candidates.push(suspectOf(await signs.withSleep(one), 'watch', scene));
    const pointers = await this.#indexOf([...suspects, ...candidates], scene, slices);
    const {taken, again} = await findLocksTaken(suspects, candidates, pointers, this.#readSource);
    const circumstances = {kin: scene.kin, lockers: lockersOf(suspects), pointers, taken};
    const shown = asSureAsWaiting(suspects, taken).map((one) => withLockAgain(one, again));
    const all = ranked([...shown, ...findSilentCauses(shown, candidates, circumstances)]);
    const places = [...scene.places.values()];
    const read = await lowerCountedStarts(await readSources(all, this.#readSource), scene, this.#readSource);
    const sourced = withSeenHolders(lowerParents(read), places);
    if (slices.isOver()) await slices.breathe();
    const receivers = possibleReceivers(silent, sourced).map((one) => suspectOf(one, 'watch', scene));
    const holders = [...candidates, ...receivers].flatMap((candidate, index, both) => {
      const {place} = candidate.signs.place;
      if (both.findIndex(({signs: known}) => known.place.place === place) !== index) return [];
      if (all.some(({signs: known}) => known.place.place === candidate.signs.place.place)) return [];
      const victim = sourced.find(
        (suspect) => isSeenToHold(suspect, candidate) || isBlockedReceiver(suspect, candidate),
      );
      return victim === undefined ? [] : [{...candidate, level: victim.level}];
    });
    const told =
      holders.length === 0
        ? sourced
        : ranked([...sourced, ...withSeenHolders(await readSources(holders, this.#readSource), places)]);
    // What its source lets doubt, such as that a sender comes back, a lock that is kept meanwhile shows.
    const sure = raiseReceivers(asSureAsWaiting(told, taken));
    const awaited = lowerBehindSleepers(sure, candidates, circumstances);
    const caused = findVictims(awaited, circumstances);
    if (slices.isOver()) await slices.breathe();
    return ranked(joinSame(raiseCompanions(caused, scene.kin)));
  }

  async #indexOf(suspects: readonly Suspect[], scene: Scene, slices: Slices): Promise<PointerIndex> {
    const isNewLook = scene !== this.#scene;
    this.#scene = scene;
    const before = this.#pointers;
    if (isNewLook) this.#pointers = new Map();
    // Pointers tell who holds a lock, and who is of one group, and nothing else.
    if (!suspects.some(({signs: {place}}) => place.family === 'mutex' || isWaitingForGroup(place)))
      return indexOf(new Map());
    const asked = new Map<number, string>();
    for (const {ids, signs} of suspects) {
      if (asked.size >= mostTexts) break;
      for (const id of ids.slice(-mostTextsOfPlace))
        if (asked.size < mostTexts) asked.set(id, signs.place.place);
    }

    const found = new Map<number, GoroutinePointers>();
    const unknown: number[] = [];
    for (const [id, place] of asked) {
      const known = before.get(id);
      if (known?.place !== place) {
        unknown.push(id);
        continue;
      }

      this.#pointers.set(id, known);
      found.set(id, known.pointers);
    }

    for (const [id, text] of unknown.length === 0 ? [] : await this.#texts(unknown)) {
      const pointers = pointersOf(text);
      this.#pointers.set(id, {place: asked.get(id) ?? '', pointers});
      found.set(id, pointers);
      if (slices.isOver()) await slices.breathe();
    }

    return indexOf(found);
  }
}

export function suspectOf(signs: Signs, level: Level, scene: Scene | undefined): Suspect {
  const {place} = signs;
  const {ids, createdBy} = scene?.membersOf(place.place) ?? {ids: [], createdBy: []};
  return {
    signs,
    level,
    pattern: patternOf(signs, scene),
    ids,
    createdBy,
    relations: [],
    isVictim: false,
    joined: [],
  };
}

/** What the stack says, and what was seen of it besides. */
function patternOf(signs: Signs, scene: Scene | undefined): PatternName {
  const {pattern, starters, sleep, followed, place, creators} = signs;
  if (pattern === 'send-blocked') {
    const haveEnded = starters.gone > 0 && starters.gone >= starters.all / 2;
    const isNobodyThere =
      haveEnded ||
      signs.endedReceiver !== undefined ||
      (scene !== undefined && haveStartersReturned(place, creators, scene));
    return isNobodyThere ? 'send-receiver-gone' : pattern;
  }

  // Who is there for longer than it sleeps at a time sleeps again and again.
  if (pattern !== 'sleep-loop' || sleep === undefined || sleep.isAgain) return pattern;
  if ((followed?.overMs ?? 0) < sleep.mostMs) return 'sleep-flood';
  return pattern;
}
