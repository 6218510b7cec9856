// Which of the dumps that alerts have saved may stay.

import {parseDumpFileName} from './dump-name.ts';

export type Retention = {
  /** How many alert dumps stay; the newest always does. */
  readonly keepDumps: number;
  /** How many bytes of alert dumps stay, all targets of the folder together. */
  readonly maxBytes: number;
};

export const defaultRetention: Retention = {keepDumps: 20, maxBytes: 1024 ** 3};

/**
 * The names of alert dumps to remove, oldest first. `newest` always stays; files that gorowatch did not name, and
 * dumps that a person asked for, are never among them. Age is the number in the name: clocks go back.
 */
export function dumpsToRemove(
  entries: readonly {readonly name: string; readonly bytes: number}[],
  newest: string,
  retention: Retention,
): string[] {
  const older = entries
    .flatMap(({name, bytes}) => {
      const named = parseDumpFileName(name);
      return named?.occasion === 'alert' && name !== newest ? [{name, bytes, number: named.number}] : [];
    })
    .toSorted((one, other) => other.number - one.number || (one.name < other.name ? 1 : -1));
  let kept = 1;
  let bytes = entries.find(({name}) => name === newest)?.bytes ?? 0;
  const surplus: string[] = [];
  for (const entry of older) {
    // Once one is too much all older ones are, or a small old dump would outlive a large newer one.
    if (surplus.length > 0 || kept >= retention.keepDumps || bytes + entry.bytes > retention.maxBytes) {
      surplus.push(entry.name);
      continue;
    }
    kept += 1;
    bytes += entry.bytes;
  }
  return surplus.toReversed();
}
