import type {Family} from '../../profile/wait-reason.ts';
import type {Keys} from './listed.ts';
import {settleCursor, type ListCursor} from './list-cursor.ts';

/** What can be moved over at this moment: the keys of each list, and how many rows of it the screen shows. */
export type Lists = {
  /** The moment on the screen. */
  readonly nowMs: number;
  /** What the clock says. */
  readonly clockMs: number;
  readonly height: number;
  readonly rows: Keys;
  readonly families: readonly Family[];
  readonly goroutines: Keys;
  readonly events: readonly string[];
  readonly leaks: readonly string[];
  readonly diff: readonly string[];
  /** The place of each of those groups. */
  readonly diffPlaces: readonly string[];
  /** The verdict whose evidence is in front, or that on the opened group: its key, and the place it is about. */
  readonly verdict: {readonly key: string; readonly place: string} | undefined;
  /** Frames, creators and members of the opened group, as one list. */
  readonly detail: Keys;
  /** When the newest verdict was announced. */
  readonly announcedMs: number | undefined;
  /** Positions that match the filter, in the detail list or in the lines of the text in front. */
  readonly matches: readonly number[];
  /** Lines of the scrolling text in front: a goroutine's own stack, the evidence of a leak, or the help. */
  readonly textLines: number;
};

/** A cursor on this item. */
export function atKey(cursor: ListCursor, key: string, keys: Keys, height: number): ListCursor {
  return settleCursor({...cursor, key, index: keys.indexOf(key)}, keys, height);
}
