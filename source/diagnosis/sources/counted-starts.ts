// Lowers goroutines that a loop which ends by itself is starting one after another.

import type {Frame} from '../../profile/model.ts';
import {stacksOf} from '../places/returned-starters.ts';
import type {Scene} from '../scene.ts';
import {isGoingRound} from './source-signs.ts';
import type {Suspect} from '../suspect.ts';

/** For so many of the goroutines it must hold. */
const nearlyAll = 0.8;

/**
 * Lowers those who go round in a loop, as workers do, while the one that starts them is in a loop that ends after so many
 * turns: that none has ended yet is how a program gets going. Once it is through, they no longer become more.
 */
export function lowerCountedStarts(
  suspects: readonly Suspect[],
  scene: Scene | undefined,
): readonly Suspect[] {
  if (scene === undefined) return suspects;
  return suspects.map((suspect): Suspect => {
    const starting = suspect.level === 'likely' ? startingLoop(suspect, scene) : undefined;
    if (starting === undefined) return suspect;
    const finding = {kind: 'counted-start' as const, function: starting.function, line: starting.line};
    return {...suspect, level: 'watch', relations: [...suspect.relations, {kind: 'source', finding}]};
  });
}

/** Where the one that starts them is, in the loop that it does so in. */
function startingLoop({source, signs, createdBy}: Suspect, scene: Scene): Frame | undefined {
  if (source?.kind !== 'found') return undefined;
  const {facts} = source;
  const isWorker = isGoingRound(facts) || facts.waitsFor === 'ticker';
  const {countedLoop} = facts.creator ?? {};
  const [creator] = signs.creators.toSorted((a, b) => b.count - a.count);
  if (!isWorker || countedLoop === undefined || creator === undefined) return undefined;
  const starter = mostOf(createdBy, signs.place.count * nearlyAll);
  if (starter === undefined) return undefined;
  const [first, last] = countedLoop;
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
