// Finds goroutines that received for as long as they were looked at, and ended: what is sent to them stays.

import type {Frame} from '../../profile/model.ts';
import type {StacksLook} from '../../session/model.ts';
import {areEqual} from '../places/group-ids.ts';
import {groupsOf} from '../places/look-groups.ts';
import {tellingFrame} from '../places/telling-frame.ts';
import {typesOf} from '../sources/types-of-stack.ts';

/** Somebody who received, and has ended. */
export type EndedReceiver = {readonly function: string; readonly count: number};

type Receiving = {
  readonly stack: readonly Frame[];
  /** At how many looks each of them was here. */
  readonly looks: ReadonlyMap<number, number>;
  /** Who was here last, when each of them has been met often enough. */
  readonly wellKnown: Float64Array | undefined;
  lastMs: number;
};

type Ended = {
  readonly place: string;
  readonly stack: readonly Frame[];
  readonly count: number;
  readonly lastMs: number;
};

/** Who was met so often received for long, not once. */
const fewestLooks = 3;
/** Many more at one place are visitors, not those who empty a channel. */
const mostReceivers = 16;
/** The newest of those that have ended are remembered. */
const mostEnded = 200;

/** Follows those who receive. */
export class EndedReceivers {
  #receiving = new Map<string, Receiving>();
  #ended: Ended[] = [];

  forget(): void {
    this.#receiving.clear();
    this.#ended = [];
  }

  /** Takes in one look; one that was cut tells nothing of who has ended. */
  observe({atMs, snapshot, firstSeen}: StacksLook): void {
    if (!snapshot.complete) return;
    for (const {identity, members} of snapshot.groups) {
      const {family, place, stack} = identity;
      if (family !== 'chan receive' && family !== 'select') continue;
      const known = this.#receiving.get(place);
      if (members === undefined || members.ids.length > mostReceivers) this.#receiving.delete(place);
      else if (known !== undefined && areEqual(known.wellKnown, members.ids)) known.lastMs = atMs;
      else {
        const looks = new Map<number, number>();
        // Who is busy with what it has received comes back.
        for (const [id, count] of known?.looks ?? []) if (firstSeen.has(id)) looks.set(id, count);
        for (const id of members.ids) looks.set(id, (looks.get(id) ?? 0) + 1);
        const wellKnown = areKnown(members.ids, looks) ? members.ids : undefined;
        this.#receiving.set(place, {stack, looks, wellKnown, lastMs: atMs});
      }
    }

    for (const [place, {stack, looks, lastMs}] of this.#receiving) {
      if (lastMs === atMs || [...looks.keys()].some((id) => firstSeen.has(id))) continue;
      this.#receiving.delete(place);
      const count = [...looks.values()].filter((one) => one >= fewestLooks).length;
      if (count > 0) this.#ended.push({place, stack, count, lastMs});
    }

    const {byPlace} = groupsOf(snapshot);
    // Others have taken over.
    this.#ended = this.#ended.filter(({place}) => !byPlace.has(place)).slice(-mostEnded);
  }

  /**
   * Who received in a method of a type that these senders are in methods of, and ended before the first of them stuck.
   *
   * @param sinceMs since when the first of the senders has been there, monotonic milliseconds.
   */
  before(stack: readonly Frame[], sinceMs: number): EndedReceiver | undefined {
    const types = new Set(typesOf(stack).filter(isOfType));
    const found = this.#ended.findLast(
      (ended) => ended.lastMs <= sinceMs && typesOf(ended.stack).some((type) => types.has(type)),
    );
    const frame = found === undefined ? undefined : tellingFrame(found.stack);
    return found === undefined || frame === undefined
      ? undefined
      : {function: frame.function, count: found.count};
  }
}

/** Nothing changes by another look at exactly these. */
function areKnown(ids: Float64Array, looks: ReadonlyMap<number, number>): boolean {
  return ids.length === looks.size && ids.every((id) => (looks.get(id) ?? 0) >= fewestLooks);
}

/** Not a function, and what is written in it: `ledger.(*Book)`. */
function isOfType(type: string): boolean {
  return type.endsWith(')');
}
