import type {DumpText} from './dump-text.ts';
import type {GoroutineColumns} from './goroutine-columns.ts';
import {linesOf} from './lines.ts';

/** Gives the text of single goroutines of the last dump, as the runtime printed it, made safe to print. */
export type GoroutineTexts = {
  /** Lines end in `\n`; files are set off by a tab, as in the dump. Ids that are not in the dump are left out. */
  find(ids: readonly number[]): Map<number, string>;
  /** Compresses a part of what is kept; false when nothing is left to do. */
  compressNext(): boolean;
};

export function createGoroutineTexts(goroutines: GoroutineColumns, text: DumpText): GoroutineTexts {
  const {length} = goroutines;
  const ids = goroutines.ids.slice(0, length);
  const starts = goroutines.starts.slice(0, length);
  const ends = goroutines.ends.slice(0, length);

  return {
    find(wanted) {
      const found = new Map<number, string>();
      for (const id of wanted) {
        const row = ids.indexOf(id);
        if (row !== -1 && !found.has(id)) {
          found.set(id, linesOf(text.slice(starts[row]!, ends[row]!)).join('\n'));
        }
      }

      return found;
    },

    compressNext: () => text.compressNext(),
  };
}
