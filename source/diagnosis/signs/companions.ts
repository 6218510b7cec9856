// Raises what came together with goroutines that are told, though too slow to be told alone.

import {isAccumulating} from './signs.ts';
import type {Suspect} from '../suspect.ts';
import {isAtLeast} from '../verdict.ts';

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
