// Follows connections that two goroutines carry between them, one for each way, and finds those of which one is left.

import type {Frame, Members, Snapshot} from '../../profile/model.ts';
import type {PatternName} from '../pattern-name.ts';
import {groupsOf, type LookGroups} from '../places/look-groups.ts';

/** Of pairs that had a goroutine at one place, and whose starter has ended: what became of the two. */
export type Ways = {
  /** One has ended, and the other is there. */
  readonly left: number;
  /** Both have ended, or both are there. */
  readonly whole: number;
};

type WithWays = {readonly pattern: PatternName; readonly ways: Ways | undefined};

type Pair = {
  readonly ids: readonly [number, number];
  readonly starter: number;
  /** The function that both of them run. */
  readonly carrier: string;
  /** At the look before. */
  isStarterGone: boolean;
  alone: number | undefined;
};

/** Fewer may be by chance. */
const fewestLeft = 3;
/** Of the pairs that were seen, so many must have become one. */
const mostOfThem = 0.8;

/** Nearly always one of the two that carried a connection has ended, and the other stays: nobody tells it. */
export function isOneWayLeft({pattern, ways}: WithWays): boolean {
  if (pattern !== 'socket-no-deadline' || ways === undefined) return false;
  const {left, whole} = ways;
  return left >= fewestLeft && left >= (left + whole) * mostOfThem;
}

/** Follows the two ways of each connection that one goroutine has started both of. */
export class ConnectionWays {
  /** By the id of each of the two. */
  #pairs = new Map<number, Pair>();
  /** How many pairs have ended on both sides, by what they ran. */
  #ended = new Map<string, number>();

  forget(): void {
    this.#pairs.clear();
    this.#ended.clear();
  }

  /** Takes in one look; one that was cut tells nothing of who has ended. */
  observe(snapshot: Snapshot, alive: {readonly has: (id: number) => boolean}): void {
    if (!snapshot.complete) return;
    for (const pair of new Set(this.#pairs.values())) this.#follow(pair, alive);
    for (const {ids, starter, carrier} of waysOf(groupsOf(snapshot))) {
      if (this.#pairs.has(ids[0])) continue;
      const pair: Pair = {ids, starter, carrier, isStarterGone: !alive.has(starter), alone: undefined};
      for (const id of ids) this.#pairs.set(id, pair);
    }
  }

  #follow(pair: Pair, alive: {readonly has: (id: number) => boolean}): void {
    const {ids, starter, carrier} = pair;
    const there = ids.filter((id) => alive.has(id));
    for (const id of ids) if (!alive.has(id)) this.#pairs.delete(id);
    pair.isStarterGone = !alive.has(starter);
    pair.alone = there.length === 1 ? there[0] : undefined;
    if (there.length === 0) this.#ended.set(carrier, (this.#ended.get(carrier) ?? 0) + 1);
  }

  /** @param ids of all goroutines at one place. */
  of(ids: Iterable<number>): Ways {
    let left = 0;
    let whole = 0;
    const carriers = new Set<string>();
    const seen = new Set<Pair>();
    for (const id of ids) {
      const pair = this.#pairs.get(id);
      if (pair === undefined || seen.has(pair)) continue;
      seen.add(pair);
      carriers.add(pair.carrier);
      if (!pair.isStarterGone) continue;
      if (pair.alone === undefined) whole++;
      else left++;
    }

    for (const carrier of carriers) whole += this.#ended.get(carrier) ?? 0;
    return {left, whole};
  }
}

type TwoWays = Pick<Pair, 'ids' | 'starter' | 'carrier'>;

/** Of the goroutines that wait for a peer, the pairs that one goroutine has started and that run one function. */
function* waysOf({ofPeers}: LookGroups): Generator<TwoWays> {
  for (const [carrier, all] of membersByCarrier(ofPeers)) {
    const one = new Map<number, number>();
    const other = new Map<number, number>();
    const crowds = new Set<number>();
    for (const {ids, createdBy} of all) {
      for (let row = 0; row < ids.length; row++) {
        const starter = createdBy[row] ?? 0;
        if (starter === 0) continue;
        if (!one.has(starter)) one.set(starter, ids[row]!);
        else if (other.has(starter)) crowds.add(starter);
        else other.set(starter, ids[row]!);
      }
    }

    for (const [starter, id] of other)
      if (!crowds.has(starter)) yield {ids: [one.get(starter)!, id], starter, carrier};
  }
}

function membersByCarrier(ofPeers: LookGroups['ofPeers']): ReadonlyMap<string, readonly Members[]> {
  const byCarrier = new Map<string, Members[]>();
  for (const {
    group: {identity, members},
    kind,
  } of ofPeers) {
    if (members === undefined || !kind.carriesConnection) continue;
    const carrier = carrierOf(identity.stack);
    const known = byCarrier.get(carrier);
    if (known === undefined) byCarrier.set(carrier, [members]);
    else known.push(members);
  }

  return byCarrier;
}

/**
 * The function that a goroutine runs, or the one that its closure is written in: two closures of one function are the
 * two ways of its connection.
 *
 * Example input:  a stack that begins in `main.forward.func2`
 * Example output: `main.forward`
 */
function carrierOf(stack: readonly Frame[]): string {
  return (stack.at(-1)?.function ?? '').replace(/(?:\.func\d+|\.gowrap\d+|\.\d+)+$/, '');
}
