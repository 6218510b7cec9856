import type {StacksLook} from '../session/model.ts';

/** Asks for the runtime's own text of goroutines; those that the newest full stacks do not hold are left out. */
export type FetchTexts = (ids: readonly number[]) => Promise<ReadonlyMap<number, string>>;

/** The runtime's own text of single goroutines, as one look at the full stacks had it, fetched as it is wanted. */
export type OwnTexts = {
  readonly known: () => ReadonlyMap<number, string>;
  /** `shown`: the look on the screen. `newest`: the one whose text can be had; another one while the screen is paused. */
  readonly want: (
    ids: readonly number[],
    shown: StacksLook | undefined,
    newest: StacksLook | undefined,
  ) => Promise<void>;
};

/** @param onArrival called when there is more to show. */
export function createOwnTexts(fetch: FetchTexts, onArrival: () => void): OwnTexts {
  let look: StacksLook | undefined;
  let texts = new Map<number, string>();
  return {
    known: () => texts,
    async want(ids, shown, newest) {
      if (look !== shown) {
        look = shown;
        texts = new Map();
      }

      const into = texts;
      const missing = ids.filter((id) => !into.has(id) && isSame(id, shown, newest));
      if (missing.length === 0) return;
      // An id without a text is remembered too, or it would be asked for with every frame.
      for (const id of missing) into.set(id, '');
      const found = await fetch(missing).catch(() => new Map<number, string>());
      if (found.size === 0) return;
      for (const [id, text] of found) into.set(id, text);
      onArrival();
    },
  };
}

/** Whether an id still means the same goroutine: after a restart it may be anybody's, first seen at another moment. */
function isSame(id: number, shown: StacksLook | undefined, newest: StacksLook | undefined): boolean {
  const firstSeenMs = shown?.firstSeen.get(id);
  return firstSeenMs !== undefined && newest?.firstSeen.get(id) === firstSeenMs;
}
