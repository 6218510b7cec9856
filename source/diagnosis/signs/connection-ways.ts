// Follows connections that two goroutines carry between them, one for each way, and finds those of which one is left.

import type {Frame, Snapshot} from '../../profile/model.ts';
import type {PatternName} from '../pattern-name.ts';
import {isAccepting, isClientConnection} from '../recognise.ts';
import {kindOf} from './stack-kind.ts';

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
  observe({groups, complete}: Snapshot, alive: {readonly has: (id: number) => boolean}): void {
    if (!complete) return;
    for (const pair of new Set(this.#pairs.values())) this.#follow(pair, alive);
    for (const [starter, carriers] of startedWays(groups)) {
      for (const [carrier, ids] of carriers) {
        const [one, other] = ids;
        if (one === undefined || other === undefined || ids.length > 2 || this.#pairs.has(one)) continue;
        const isStarterGone = !alive.has(starter);
        const pair: Pair = {ids: [one, other], starter, carrier, isStarterGone, alone: undefined};
        this.#pairs.set(one, pair);
        this.#pairs.set(other, pair);
      }
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

type Started = Map<number, Map<string, number[]>>;

/** The goroutines that wait for a peer, by who started them and what they run. */
function startedWays(groups: Snapshot['groups']): Started {
  const started: Started = new Map();
  for (const {identity, members} of groups) {
    if (members === undefined || !kindOf(identity).waitsForPeer) continue;
    if (isAccepting(identity) || isClientConnection(identity)) continue;
    const carrier = carrierOf(identity.stack);
    const {ids, createdBy} = members;
    for (let row = 0; row < ids.length; row++) {
      const starter = createdBy[row] ?? 0;
      if (starter === 0) continue;
      const carriers = started.get(starter) ?? new Map<string, number[]>();
      started.set(starter, carriers);
      const known = carriers.get(carrier);
      if (known === undefined) carriers.set(carrier, [ids[row]!]);
      else known.push(ids[row]!);
    }
  }

  return started;
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
