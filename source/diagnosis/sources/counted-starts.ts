// Lowers goroutines that a loop which ends by itself is starting one after another.

import {isStandardLibrary} from '../../profile/frame.ts';
import type {Frame} from '../../profile/model.ts';
import {stacksOf} from '../places/returned-starters.ts';
import type {Scene} from '../scene.ts';
import type {ReadSource} from './read-source.ts';
import {isGoingRound} from './source-signs.ts';
import type {Suspect} from '../suspect.ts';

/** For so many of the goroutines it must hold. */
const nearlyAll = 0.8;

/**
 * Lowers those who go round in a loop, as workers do, while the one that starts them is in a loop that ends after so many
 * turns: that none has ended yet is how a program gets going. Once it is through, they no longer become more.
 */
export async function lowerCountedStarts(
  suspects: readonly Suspect[],
  scene: Scene | undefined,
  readSource: ReadSource | undefined,
): Promise<readonly Suspect[]> {
  if (scene === undefined || readSource === undefined) return suspects;
  const lowered: Suspect[] = [];
  for (const suspect of suspects) {
    const starting = suspect.level === 'likely' ? await startingLoop(suspect, scene, readSource) : undefined;
    if (starting === undefined) {
      lowered.push(suspect);
      continue;
    }

    const finding = {kind: 'counted-start' as const, function: starting.function, line: starting.line};
    lowered.push({
      ...suspect,
      level: 'watch',
      relations: [...suspect.relations, {kind: 'source', finding}],
    });
  }

  return lowered;
}

/** Where the one that starts them is, in the loop that it does so in. */
async function startingLoop(
  {source, signs: {place, creators}, createdBy}: Suspect,
  scene: Scene,
  readSource: ReadSource,
): Promise<Frame | undefined> {
  const [creator] = creators.toSorted((a, b) => b.count - a.count);
  const outermost = place.stack.at(-1);
  const starter = mostOf(createdBy, place.count * nearlyAll);
  if (creator === undefined || outermost === undefined || starter === undefined) return undefined;
  if (source?.kind !== 'found' || isStandardLibrary(outermost)) return undefined;
  const began =
    outermost === place.frame
      ? source
      : await readSource(outermost, creator.frame, {family: place.family, isInnermost: false});
  if (began.kind !== 'found' || began.facts.creator?.countedLoop === undefined) return undefined;
  if (!isGoingRound(began.facts) && began.facts.waitsFor !== 'ticker') return undefined;
  const [first, last] = began.facts.creator.countedLoop;
  return stacksOf(new Set([starter]), scene)
    .get(starter)
    ?.find(({function: name, line}) => name === creator.frame.function && first <= line && line <= last);
}

/** The id that so many of them are; 0 stands for those that are not known. */
function mostOf(ids: readonly number[], least: number): number | undefined {
  const counts = new Map<number, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most === undefined || most[0] === 0 || most[1] < least ? undefined : most[0];
}
