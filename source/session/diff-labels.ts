import type {DiffGroup} from './diff-side.ts';

/** A label that more or fewer goroutines have after than before. */
export type LabelChange = {
  readonly key: string;
  readonly value: string;
  readonly before: number;
  readonly after: number;
};

/** Counts the goroutines with each label; those that differ, the largest change first. */
export function compareLabels(
  before: readonly DiffGroup[],
  after: readonly DiffGroup[],
): readonly LabelChange[] {
  const changes = new Map<string, Map<string, {before: number; after: number}>>();

  function take({identity, count}: DiffGroup, side: 'before' | 'after'): void {
    for (const [key, value] of Object.entries(identity.labels)) {
      let values = changes.get(key);
      if (values === undefined) {
        values = new Map();
        changes.set(key, values);
      }

      const counts = values.get(value) ?? {before: 0, after: 0};
      counts[side] += count;
      values.set(value, counts);
    }
  }

  for (const group of before) take(group, 'before');
  for (const group of after) take(group, 'after');
  return [...changes]
    .flatMap(([key, values]) => Array.from(values, ([value, counts]) => ({key, value, ...counts})))
    .filter((change) => change.before !== change.after)
    .toSorted((a, b) => changeOf(b) - changeOf(a) || compare(a.key, b.key) || compare(a.value, b.value));
}

function changeOf({before, after}: LabelChange): number {
  return Math.abs(after - before);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
