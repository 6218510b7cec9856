// Raises what came together with goroutines that are told, and lowers what waits for those that end by themselves.

import {hasStarted} from '../places/kinship.ts';
import {isAccumulating} from './signs.ts';
import type {Suspect} from '../suspect.ts';
import {isAtLeast} from '../verdict.ts';
import type {Family} from '../../profile/wait-reason.ts';

/** So many of the one have come together with one of the other, and the other way round. */
const mostOfThem = 0.8;

/**
 * Raises what accumulates too slowly to be told by itself, where each came together with one that is told: the one that
 * hands out the work beside the workers, of pool after pool.
 *
 * @param kin equal for goroutines that came together.
 */
export function raiseCompanions(
  suspects: readonly Suspect[],
  kin: ReadonlyMap<number, number>,
): readonly Suspect[] {
  const told = suspects.filter(({level, isVictim}) => isAtLeast(level, 'likely') && !isVictim);
  if (told.length === 0) return suspects;
  return suspects.map((suspect): Suspect => {
    const {level, signs} = suspect;
    if (level !== 'watch' || signs.connection !== undefined || signs.benign !== undefined) return suspect;
    if (!isAccumulating(signs)) return suspect;
    const beside = told.find((other) => areTogether(suspect, other, kin));
    if (beside === undefined) return suspect;
    const {frame, count} = beside.signs.place;
    const relation = {kind: 'pair' as const, function: frame?.function ?? '', count};
    return {...suspect, level: 'likely', relations: [...suspect.relations, relation]};
  });
}

/** Waits that one of those they have started may end. */
const waitsForChildren: ReadonlySet<Family> = new Set(['select', 'chan receive', 'waitgroup']);

/** Lowers those that have each started a goroutine whose wait ends by itself: theirs may end with it. */
export function lowerParents(suspects: readonly Suspect[]): readonly Suspect[] {
  const ending = suspects.filter(({relations}) =>
    relations.some((one) => one.kind === 'source' && one.finding.kind === 'ends-by-itself'),
  );
  if (ending.length === 0) return suspects;
  return suspects.map((suspect): Suspect => {
    const {level, signs} = suspect;
    if (level !== 'likely' || !waitsForChildren.has(signs.place.family)) return suspect;
    const child = ending.find((other) => other !== suspect && hasStarted(suspect, other));
    if (child === undefined) return suspect;
    const {frame, count} = child.signs.place;
    const relation = {kind: 'waits-for' as const, function: frame?.function ?? '', count};
    return {...suspect, level: 'watch', relations: [...suspect.relations, relation]};
  });
}

function areTogether(a: Suspect, b: Suspect, kin: ReadonlyMap<number, number>): boolean {
  const [ofA, ofB] = [familiesOf(a, kin), familiesOf(b, kin)];
  return partIn(ofA, ofB) >= mostOfThem && partIn(ofB, ofA) >= mostOfThem;
}

function familiesOf({signs, ids}: Suspect, kin: ReadonlyMap<number, number>): ReadonlySet<number> {
  const settled = signs.followed?.settledIds ?? [];
  return new Set((settled.length === 0 ? ids : settled).map((id) => kin.get(id) ?? id));
}

function partIn(families: ReadonlySet<number>, others: ReadonlySet<number>): number {
  let both = 0;
  for (const family of families) if (others.has(family)) both++;
  return families.size === 0 ? 0 : both / families.size;
}
