const firstPoints = 4_096;

/** Counts of many groups, each known by its number, in the order in which they were told: 20 bytes each. */
export type PointLog = {
  readonly length: number;
  /** Grows whenever something is added or forgotten. */
  readonly version: number;
  /** Of one group, moments only ever grow. */
  readonly push: (group: number, atMs: number, value: number) => void;
  /** What each of so many groups counted at a moment; 0 also where that is before its first point. */
  readonly valuesAt: (atMs: number, groups: number) => Float64Array;
  /** Visits each point of one group, in the order of time. */
  readonly visit: (group: number, visitor: (atMs: number, value: number) => void) => void;
  /**
   * Forgets what came before a moment, except the value that was then in force, and groups of which only a 0 is left.
   * Returns the numbers of those.
   */
  readonly trim: (beforeMs: number, groups: number) => number[];
};

export function createPointLog(): PointLog {
  let groupOf = new Uint32Array(firstPoints);
  let times = new Float64Array(firstPoints);
  let values = new Float64Array(firstPoints);
  let length = 0;
  let version = 0;
  let sorted:
    {readonly version: number; readonly starts: Uint32Array; readonly points: Uint32Array} | undefined;

  function grow(): void {
    const size = times.length * 2;
    const before = {groupOf, times, values};
    groupOf = new Uint32Array(size);
    times = new Float64Array(size);
    values = new Float64Array(size);
    groupOf.set(before.groupOf);
    times.set(before.times);
    values.set(before.values);
  }

  /** The points of each group beside each other. */
  function byGroup() {
    if (sorted?.version === version) return sorted;
    let groups = 0;
    for (let point = 0; point < length; point++) groups = Math.max(groups, groupOf[point]! + 1);
    const starts = new Uint32Array(groups + 1);
    for (let point = 0; point < length; point++) starts[groupOf[point]! + 1]!++;
    for (let group = 0; group < groups; group++) starts[group + 1]! += starts[group]!;
    const next = starts.slice();
    const points = new Uint32Array(length);
    for (let point = 0; point < length; point++) points[next[groupOf[point]!]!++] = point;
    sorted = {version, starts, points};
    return sorted;
  }

  return {
    get length() {
      return length;
    },
    get version() {
      return version;
    },
    push(group, atMs, value) {
      if (length === times.length) grow();
      groupOf[length] = group;
      times[length] = atMs;
      values[length] = value;
      length++;
      version++;
    },
    valuesAt(atMs, groups) {
      const then = new Float64Array(groups);
      for (let point = 0; point < length; point++)
        if (times[point]! <= atMs) then[groupOf[point]!] = values[point]!;
      return then;
    },
    visit(group, visitor) {
      const {starts, points} = byGroup();
      const end = starts[group + 1] ?? 0;
      for (let at = starts[group] ?? 0; at < end; at++) visitor(times[points[at]!]!, values[points[at]!]!);
    },
    trim(beforeMs, groups) {
      const inForce = new Int32Array(groups).fill(-1);
      const last = new Int32Array(groups).fill(-1);
      const left = new Uint32Array(groups);
      for (let point = 0; point < length; point++) {
        const group = groupOf[point]!;
        last[group] = point;
        if (times[point]! > beforeMs) left[group]!++;
        else inForce[group] = point;
      }

      let kept = 0;
      const gone: number[] = [];
      for (let point = 0; point < length; point++) {
        const group = groupOf[point]!;
        if (times[point]! <= beforeMs && inForce[group] !== point) continue;
        // The last of all that are left of it.
        if (
          last[group] === point &&
          values[point] === 0 &&
          left[group]! + Number(inForce[group] !== -1) === 1
        ) {
          gone.push(group);
          continue;
        }

        groupOf[kept] = group;
        times[kept] = times[point]!;
        values[kept] = values[point]!;
        kept++;
      }

      length = kept;
      version++;
      return gone;
    },
  };
}
