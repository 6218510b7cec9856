// Turns the history round: from a series for each group to what changed with each sample.

import type {CountChange} from './model.ts';
import type {History} from './history.ts';
import {lastIndexWhere} from './search-sorted.ts';
import {latestAt, type TrackedGroup} from './tracked-group.ts';
import type {Sample} from './sample-log.ts';

/** A slice between two breaths. */
const pointsPerSlice = 50_000;

/**
 * What changed with a sample that counted groups: of the first all groups that have goroutines, of the others those
 * that are not as they were.
 */
type CountsBySample = (sample: Sample) => readonly CountChange[];

/**
 * Sorts all points of all groups by the sample they came with: 12 bytes for each, and for no longer than somebody
 * reads. The history must forget nothing meanwhile.
 *
 * @param samples those that counted groups, in the order of time
 */
export async function countsBySample(
  history: History,
  samples: readonly Sample[],
  breathe: () => Promise<void>,
): Promise<CountsBySample> {
  const tracked = [...history.groups.values()];
  const times = Float64Array.from(samples, ({atMs}) => atMs);
  const firstMs = times[0] ?? Infinity;
  const lastMs = times.at(-1) ?? -Infinity;
  const starts = new Uint32Array(times.length + 1);
  let untilBreath = pointsPerSlice;

  async function eachGroup(visit: (group: TrackedGroup, index: number) => void): Promise<void> {
    for (const [index, group] of tracked.entries()) {
      visit(group, index);
      untilBreath -= group.counts.points;
      if (untilBreath > 0) continue;
      untilBreath = pointsPerSlice;
      await breathe();
    }
  }

  const isWanted = (atMs: number) => atMs > firstMs && atMs <= lastMs;

  /** Changes of one group stand together, in the order of time: the last of a sample holds. */
  function eachChange({counts, past}: TrackedGroup, visit: (sample: number, count: number) => void): void {
    let sample = 0;
    counts.forEach((atMs, count) => {
      if (!isWanted(atMs)) return;
      sample = firstAtOrAfter(times, atMs, sample);
      visit(sample, count);
    });
    for (const {atMs} of past?.entries ?? []) {
      if (!isWanted(atMs)) continue;
      const next = firstAtOrAfter(times, atMs, 0);
      visit(next, counts.at(times[next]!) ?? 0);
    }
  }

  await eachGroup((group) => {
    eachChange(group, (sample) => {
      starts[sample + 1] = starts[sample + 1]! + 1;
    });
  });
  for (let sample = 0; sample < times.length; sample++) starts[sample + 1]! += starts[sample]!;
  const groups = new Uint32Array(starts.at(-1) ?? 0);
  const values = new Float64Array(groups.length);
  const next = starts.slice();
  await eachGroup((group, index) => {
    eachChange(group, (sample, count) => {
      const at = next[sample]!;
      next[sample] = at + 1;
      groups[at] = index;
      values[at] = count;
    });
  });
  const first = firstChanges(tracked, firstMs);

  const indices = new Map(samples.map((sample, index) => [sample, index]));

  return (of) => {
    const sample = indices.get(of) ?? 0;
    if (sample === 0) return first;
    const changes: CountChange[] = [];
    const end = starts[sample + 1]!;
    for (let at = starts[sample]!; at < end; at++) {
      if (at + 1 < end && groups[at + 1] === groups[at]) continue;
      const group = tracked[groups[at]!]!;
      changes.push({
        identity: group.identity,
        count: values[at]!,
        latest: latestAt(group, times[sample]!),
      });
    }

    return changes;
  };
}

function firstChanges(tracked: readonly TrackedGroup[], atMs: number): CountChange[] {
  return tracked.flatMap((group) => {
    const {identity, counts} = group;
    const {value: count = 0, atMs: sinceMs = atMs} = counts.stepAt(atMs) ?? {};
    const change = {identity, count, latest: latestAt(group, atMs)};
    return count === 0 ? [] : [sinceMs < atMs ? {...change, sinceMs} : change];
  });
}

/** Of ascending numbers, the index of the first that is not smaller; searched from `from` on, as it is often near. */
function firstAtOrAfter(ascending: Float64Array, wanted: number, from: number): number {
  let low = from;
  let step = 1;
  while (low + step < ascending.length && ascending[low + step]! < wanted) {
    low += step;
    step *= 2;
  }

  const most = Math.min(ascending.length, low + step);
  return lastIndexWhere(low, most, (index) => ascending[index]! < wanted) + 1;
}
