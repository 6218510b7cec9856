// Puts counts into the form in which a log keeps them: what has changed since the entry before.

import type {GroupIdentity} from '../profile/model.ts';
import type {CountChange, SnapshotHead, Sight} from '../session/model.ts';
import {goneGroupsMs, maxGoneInOrder} from './limits.ts';
import type {NamesWriter} from './names-writer.ts';

/** One group whose count differs from the entry before: by its number in the chapter. */
export type ChangeInLog = {
  readonly number: number;
  readonly count: number;
  /** 0 where the segment has not counted it yet. */
  readonly countBefore: number;
  /** Undefined where it is as it was. */
  readonly latest: CountChange['latest'] | undefined;
  /** Since when it counts this, where that was before. */
  readonly sinceMs?: number | undefined;
};

export type CountsInLog = Sight & {
  readonly kind: 'counts';
  readonly head: SnapshotHead;
  readonly changes: readonly ChangeInLog[];
};

/** Marks of the garbage collector, in the same way. */
export type MarksInLog = Sight & {readonly kind: 'marked'; readonly changes: readonly ChangeInLog[]};

/** With one commit so many groups are named ahead: a few milliseconds, and done before the chapter ends. */
const leastNamedAhead = 100;
const commitsToNameAll = 60;
/** Most have been named ahead, and are only looked up. */
const namedAtOnce = 2_000;

type State = {
  readonly identity: GroupIdentity;
  count: number;
  latest: CountChange['latest'];
  /** When it came to that count. */
  sinceMs: number;
  /** In the chapter that is being written; −1 in none yet. */
  number: number;
};

/** What groups counted last, so that only what changes is written, and all of them where a segment begins. */
export type GroupStates = {
  /** Takes in what has changed. */
  readonly change: (changes: readonly CountChange[], atMs: number, names: NamesWriter) => ChangeInLog[];
  /** All groups, in the order in which they were first seen; those long gone are forgotten. */
  readonly all: (nowMs: number, names: NamesWriter) => ChangeInLog[];
  /** The numbers of the chapter before mean nothing any more: gives all groups theirs in this one, in pieces. */
  readonly beginChapter: (nowMs: number, names: NamesWriter) => Generator<void>;
  /** Names some of the groups for the next chapter, in which all of them will be told at once. */
  readonly nameAhead: (names: NamesWriter) => void;
};

export function createGroupStates(): GroupStates {
  const states = new Map<string, State>();
  let gone = 0;
  /** Which are not named for the next chapter yet; groups that come meanwhile are among them. */
  let unnamed: Iterator<State> | undefined;

  function forgetGone(nowMs: number): void {
    let surplus = Math.max(0, gone - maxGoneInOrder);
    for (const [key, {count, sinceMs}] of states) {
      if (count > 0 || (surplus === 0 && nowMs - sinceMs < goneGroupsMs)) continue;
      surplus = Math.max(0, surplus - 1);
      gone--;
      states.delete(key);
    }
  }

  return {
    change(changes, atMs, names) {
      return changes.map(({identity, count, latest, sinceMs}) => {
        let state = states.get(identity.key);
        const before = state;
        if (state === undefined) {
          state = {identity, count: 0, latest, sinceMs: atMs, number: -1};
          states.set(identity.key, state);
          gone++;
        }

        // Its number may be of the chapter before, or of none when it was forgotten where the segment began.
        const isNew = before === undefined || state.number === -1;
        if (state.number === -1) state.number = names.identity(identity);
        const countBefore = isNew ? 0 : state.count;
        const isSame =
          !isNew &&
          state.latest.status === latest.status &&
          state.latest.operation === latest.operation &&
          state.latest.leaked === latest.leaked;
        if (state.count > 0 !== count > 0) gone += count > 0 ? -1 : 1;
        if (count !== state.count) state.sinceMs = sinceMs ?? atMs;
        state.count = count;
        state.latest = latest;
        return {number: state.number, count, countBefore, latest: isSame ? undefined : latest, sinceMs};
      });
    },
    all(nowMs, names) {
      forgetGone(nowMs);
      return Array.from(states.values(), (state) => {
        if (state.number === -1) state.number = names.identity(state.identity);
        const {number, count, latest, sinceMs} = state;
        return {number, count, countBefore: 0, latest, sinceMs};
      });
    },
    *beginChapter(nowMs, names) {
      for (const state of states.values()) state.number = -1;
      unnamed = undefined;
      forgetGone(nowMs);
      let left = namedAtOnce;
      for (const state of states.values()) {
        state.number = names.identity(state.identity);
        if (--left > 0) continue;
        left = namedAtOnce;
        yield;
      }
    },
    nameAhead(names) {
      unnamed ??= states.values();
      const most = Math.max(leastNamedAhead, Math.ceil(states.size / commitsToNameAll));
      for (let named = 0; named < most;) {
        const {value: state, done} = unnamed.next();
        if (done === true) {
          unnamed = [].values();
          return;
        }

        if (state.count === 0) continue;
        names.identity(state.identity);
        named++;
      }
    },
  };
}
