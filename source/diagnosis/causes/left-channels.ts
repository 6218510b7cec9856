// Finds those who wait for a channel that only a function had which has returned.

import {isDependency, isElision, isStandardLibrary} from '../../profile/frame.ts';
import type {Creator} from '../../profile/model.ts';
import {areElsewhere} from '../places/returned-starters.ts';
import type {Place} from '../places/place.ts';
import type {Scene} from '../scene.ts';
import type {ReadSource} from '../sources/read-source.ts';
import type {Suspect} from '../suspect.ts';

/** Fewer are a slip that costs nothing. */
const fewestLeft = 3;
/** Of each of more places the source is not read. */
const mostPlaces = 50;

/** A channel as it is called in the function that made it. */
type LeftChannel = {readonly channel: string; readonly function: string};

/** By place. */
export type LeftChannelsOf = ReadonlyMap<string, LeftChannel>;

/**
 * Finds the places where goroutines wait to send on, or to receive from, a channel which the function that started them
 * has made and given to nobody else, and which has returned: their wait never ends. It takes the source to know, and no
 * time.
 */
export class LeftChannels {
  readonly #readSource: ReadSource | undefined;
  #scene: Scene | undefined;
  #left: LeftChannelsOf = new Map();

  constructor(readSource: ReadSource | undefined) {
    this.#readSource = readSource;
  }

  /** The same until the next look. */
  async of(scene: Scene | undefined): Promise<LeftChannelsOf> {
    if (scene === this.#scene) return this.#left;
    this.#scene = scene;
    this.#left =
      scene === undefined || this.#readSource === undefined
        ? new Map()
        : await findLeft(scene, this.#readSource);
    return this.#left;
  }
}

async function findLeft(scene: Scene, readSource: ReadSource): Promise<LeftChannelsOf> {
  const left = new Map<string, LeftChannel>();
  const waiting = [...scene.places.values()].flatMap((place) => {
    const creator = mayBeLeft(place) ? onlyCreatorOf(place, scene) : undefined;
    return creator === undefined ? [] : [{place, creator}];
  });
  const most = waiting.toSorted((a, b) => b.place.count - a.place.count).slice(0, mostPlaces);
  const elsewhere = areElsewhere(most, scene);
  for (const [index, {place, creator}] of most.entries()) {
    if (elsewhere[index] !== true) continue;
    const wait = {family: place.family, isInnermost: true};
    const look = await readSource(place.stack[0]!, creator.frame, wait);
    if (look.kind !== 'found' || !look.facts.isLeftWithCreator) continue;
    const channel = look.facts.creator?.channel?.text ?? look.facts.subject?.text ?? '';
    left.set(place.place, {channel, function: creator.frame.function});
  }

  return left;
}

/** Waits, in the function that its goroutine began with, in a line of the program's own. */
function mayBeLeft({family, count, stack}: Place): boolean {
  const [frame] = stack;
  return (
    (family === 'chan send' || family === 'chan receive') &&
    count >= fewestLeft &&
    stack.length === 1 &&
    frame !== undefined &&
    !isElision(frame) &&
    !isStandardLibrary(frame) &&
    !isDependency(frame)
  );
}

function onlyCreatorOf({place}: Place, {look}: Scene): Creator | undefined {
  const [creator, other] = look.places.get(place)?.creators ?? [];
  return other === undefined ? creator : undefined;
}

/** Says of a suspect that its channel is left, where it is. */
export function withLeftChannel(suspect: Suspect, left: LeftChannelsOf): Suspect {
  const found = left.get(suspect.signs.place.place);
  if (found === undefined) return suspect;
  const finding = {kind: 'channel-left' as const, ...found};
  return {
    ...suspect,
    level: suspect.level === 'proven' ? 'proven' : 'likely',
    pattern: suspect.pattern === 'send-blocked' ? 'send-receiver-gone' : suspect.pattern,
    relations: [...suspect.relations, {kind: 'source', finding}],
  };
}

/** Whether that was said of it: then nothing about its line makes it less sure. */
export function isLeft({relations}: Pick<Suspect, 'relations'>): boolean {
  return relations.some((one) => one.kind === 'source' && one.finding.kind === 'channel-left');
}
