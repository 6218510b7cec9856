// Tells goroutines that are left by somebody from those whose other side is still there.

import type {Frame, Group} from '../../profile/model.ts';
import {tellingSettled} from '../places/followed.ts';
import type {KnownPlace} from '../places/known-places.ts';
import type {Place} from '../places/place.ts';
import {isBetweenRequests, isInCommandWait, isProcessWait} from '../recognise.ts';
import type {Scene} from '../scene.ts';
import type {Suspect} from '../suspect.ts';
import {isAtLeast} from '../verdict.ts';

/** Those of a place whose other side is nowhere, and who has that of the others: at `place`, so many. */
type Sides = {
  readonly left: readonly number[];
  readonly attending: ReadonlyMap<string, number>;
};

/** Output and errors of one command may each have a goroutine at the same place. */
const copiersPerCommand = 2;
/** Who waits for its own children has no time for the other end of what they write to. */
const waitsForChildren: ReadonlySet<Place['family']> = new Set(['waitgroup', 'chan receive']);

/**
 * Takes back what was said of goroutines that nobody has left: who watches over a child process is left when nobody
 * waits for that, and who waits at a pipe when its other side has gone. Their number is that of the work under way, as is
 * that of those who wait for a child process.
 *
 * @param places all there are, where no full stacks show whose other side is where.
 */
export function withoutAttended(
  suspects: readonly Suspect[],
  scene: Scene | undefined,
  places: readonly KnownPlace[],
): readonly Suspect[] {
  return suspects.map((suspect): Suspect => {
    const {level, pattern, signs} = suspect;
    if (level === 'likely' && isProcessWait(signs.place)) return {...suspect, level: 'watch'};
    if (!isAtLeast(level, 'watch') || level === 'proven') return suspect;
    if (pattern === 'exec-wait-missing')
      return scene === undefined
        ? loweredByCount(suspect, places)
        : lowered(suspect, sidesOfCommands(suspect, scene), scene);
    return pattern === 'pipe-abandoned' && scene !== undefined
      ? lowered(suspect, sidesOfPipes(suspect, scene), scene)
      : suspect;
  });
}

function lowered(suspect: Suspect, {left, attending}: Sides, {places}: Scene): Suspect {
  const {ids, signs} = suspect;
  const settled = new Set(signs.followed?.settledIds);
  const leftSettled = left.filter((id) => settled.has(id)).length;
  if (attending.size === 0 || leftSettled >= tellingSettled || left.length * 2 >= ids.length) return suspect;
  const [most] = [...attending].toSorted(([, a], [, b]) => b - a);
  const sum = [...attending.values()].reduce((all, one) => all + one, 0);
  return asLoad(suspect, places.get(most?.[0] ?? '')?.frame, (ids.length - left.length) / sum, sum);
}

function loweredByCount(suspect: Suspect, places: readonly KnownPlace[]): Suspect {
  const {place} = suspect.signs;
  const waiting = places.filter((one) => isInCommandWait(one.place)).map((one) => one.place);
  const waits = waiting.reduce((sum, {count}) => sum + count, 0);
  const left = place.count - waits * perCommand(place);
  if (left * 2 >= place.count) return suspect;
  const [most] = waiting.toSorted((a, b) => b.count - a.count);
  return asLoad(suspect, most?.frame, place.count / waits, waits);
}

function asLoad(suspect: Suspect, frame: Frame | undefined, ratio: number, count: number): Suspect {
  const relation = {kind: 'load' as const, function: frame?.function ?? '', ratio, count};
  return {
    ...suspect,
    level: 'load',
    pattern: 'unknown-growth',
    relations: [...suspect.relations, relation],
  };
}

function perCommand({family}: Place): number {
  return family === 'select' || family === 'chan receive' ? 1 : copiersPerCommand;
}

/**
 * Each command is waited for by one goroutine: by the one that has started it, which may have something else to do
 * before, or by another.
 */
function sidesOfCommands({ids, createdBy, signs: {place}}: Suspect, scene: Scene): Sides {
  const each = perCommand(place);
  const attending = new Map<string, number>();
  const left: number[] = [];
  const byStarter = membersByStarter(ids, createdBy);
  const starters = groupsById(scene, new Set(byStarter.keys()));
  let spare = 0;
  const startedWaits = new Map<number, number>();
  for (const {identity, members} of scene.look.snapshot.groups) {
    if (members === undefined || !isInCommandWait(identity)) continue;
    add(attending, identity.place, members.ids.length);
    for (const [row, id] of members.ids.entries()) {
      if (byStarter.has(id)) continue;
      const by = members.createdBy[row] ?? 0;
      if (byStarter.has(by)) add(startedWaits, by, 1);
      else spare++;
    }
  }

  for (const [starter, started] of byStarter) {
    const group = starters.get(starter);
    const isThere = group !== undefined && !isBetweenRequests(group.identity);
    if (isThere && !isInCommandWait(group.identity)) add(attending, group.identity.place, 1);
    const room = (Number(isThere) + (startedWaits.get(starter) ?? 0)) * each;
    left.push(...started.slice(0, Math.max(0, started.length - room)));
    spare += Math.max(0, (startedWaits.get(starter) ?? 0) - started.length);
  }

  return {left: left.slice(0, Math.max(0, left.length - spare * each)), attending};
}

/**
 * The other side of a pipe is with the function that has started the one at this side, with another that this has
 * started beside, or with one that the goroutine has started itself.
 */
function sidesOfPipes({ids, createdBy, signs: {place, creators}}: Suspect, scene: Scene): Sides {
  const starting = creators.toSorted((a, b) => b.count - a.count)[0]?.frame.function;
  const attending = new Map<string, number>();
  const left: number[] = [];
  const byStarter = membersByStarter(ids, createdBy);
  const starters = groupsById(scene, new Set(byStarter.keys()));
  const siblings = new Map<number, Map<string, number>>();
  const children = new Map<number, string>();
  const own = new Set(ids);
  for (const {identity, members, creators: by} of scene.look.snapshot.groups) {
    if (members === undefined || identity.place === place.place) continue;
    const isBeside = by.some(({frame}) => frame.function === starting);
    for (const starter of members.createdBy) {
      if (own.has(starter)) children.set(starter, identity.place);
      if (!isBeside || !byStarter.has(starter)) continue;
      const known = siblings.get(starter) ?? new Map<string, number>();
      siblings.set(starter, add(known, identity.place, 1));
    }
  }

  for (const [starter, started] of byStarter) {
    const [beside, where] = mostOf(siblings.get(starter));
    const group = starters.get(starter);
    const isThere =
      group !== undefined && isOn(group, starting) && !waitsForChildren.has(group.identity.family);
    const alone = started.filter((id) => !children.has(id));
    for (const id of started) if (children.has(id)) add(attending, children.get(id) ?? '', 1);
    const room = Math.min(alone.length, beside + Number(isThere));
    if (isThere && room > 0) add(attending, group.identity.place, 1);
    if (room > Number(isThere)) add(attending, where, room - Number(isThere));
    left.push(...alone.slice(0, alone.length - room));
  }

  return {left, attending};
}

function mostOf(places: ReadonlyMap<string, number> = new Map()): readonly [number, string] {
  const [most] = [...places].toSorted(([, a], [, b]) => b - a);
  return most === undefined ? [0, ''] : [most[1], most[0]];
}

function isOn({identity}: Group, name: string | undefined): boolean {
  return identity.stack.some((frame) => frame.function === name);
}

/** 0 stands for those that are not known. */
function membersByStarter(
  ids: readonly number[],
  createdBy: readonly number[],
): ReadonlyMap<number, readonly number[]> {
  const byStarter = new Map<number, number[]>();
  for (const [row, id] of ids.entries()) {
    const starter = createdBy[row] ?? 0;
    const known = byStarter.get(starter);
    if (known === undefined) byStarter.set(starter, [id]);
    else known.push(id);
  }

  return byStarter;
}

function groupsById({look}: Scene, ids: ReadonlySet<number>): ReadonlyMap<number, Group> {
  const groups = new Map<number, Group>();
  for (const group of look.snapshot.groups)
    for (const id of group.members?.ids ?? []) if (ids.has(id)) groups.set(id, group);
  return groups;
}

function add<Key>(counts: Map<Key, number>, key: Key, count: number): Map<Key, number> {
  return counts.set(key, (counts.get(key) ?? 0) + count);
}
