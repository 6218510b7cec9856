import {expect} from 'vitest';

type Frame = {readonly function: string; readonly file: string; readonly line: number};

/** `gorowatch/snapshot@1`, written down here a second time: what scripts rely on must not change with the source. */
export type SnapshotJson = {
  readonly schema: string;
  readonly target: {readonly name: string; readonly url: string};
  readonly takenAt: string;
  readonly source: string;
  readonly total: number;
  readonly complete: boolean;
  readonly missing: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly cost: {readonly requestMs: number; readonly bytes: number};
  readonly groups: readonly GroupJson[];
};

export type GroupJson = Frame & {
  readonly key: string;
  readonly reason: string;
  readonly status: string;
  readonly count: number;
  readonly stack: readonly Frame[];
  readonly labels: Readonly<Record<string, string>>;
  /** `aliveKnown` is false where the runtime does not say which goroutine it was: before Go 1.21, and for timers. */
  readonly creators: readonly (Frame & {
    readonly count: number;
    readonly alive: number;
    readonly aliveKnown?: false;
  })[];
  readonly leaked: number;
  readonly goroutines?: readonly {
    readonly id: number;
    readonly waitMinutes: number;
    readonly createdBy: number;
    readonly lockedToThread: boolean;
  }[];
};

const families = new Set(
  (
    'chan send,chan receive,select,sleep,IO wait,mutex,cond,waitgroup,semacquire,syscall,runnable,running,' +
    'coroutine,GC,other'
  ).split(','),
);
const topKeys = 'schema target takenAt source total complete missing reasons cost groups'.split(' ');
const groupKeys = 'key reason status count function file line stack labels creators leaked'.split(' ');

/** Reads what `--json` printed: one object and a line feed, nothing before or after. */
export function readSnapshot(stdout: string): SnapshotJson {
  expect(stdout).toMatch(/^\{[^]*\}\n$/);
  return JSON.parse(stdout) as SnapshotJson;
}

/** Fails where a snapshot differs from the contract, or contradicts itself. */
export function expectContract(snapshot: SnapshotJson): void {
  expect(Object.keys(snapshot)).toEqual(topKeys);
  expect(snapshot.schema).toBe('gorowatch/snapshot@1');
  expect(new Date(snapshot.takenAt).toISOString()).toBe(snapshot.takenAt);
  const sums: Record<string, number> = {};
  for (const group of snapshot.groups) {
    expect(Object.keys(group).filter((key) => key !== 'goroutines')).toEqual(groupKeys);
    expect(families).toContain(group.reason);
    expect(group.status).not.toBe('');
    expect(group.key).toMatch(/^[\da-f]{8,}(?:\.[\da-f]{8})?$/);
    expect(Number.isInteger(group.count)).toBe(true);
    expect(group.leaked).toBeLessThanOrEqual(Math.max(0, group.count));
    for (const frame of [...group.stack, ...group.creators]) {
      expect([typeof frame.function, typeof frame.file, typeof frame.line]).toEqual([
        'string',
        'string',
        'number',
      ]);
    }

    for (const {count, alive} of group.creators) expect(alive).toBeLessThanOrEqual(count);
    if (group.function !== '') {
      expect(group.stack).toContainEqual({function: group.function, file: group.file, line: group.line});
    }

    sums[group.reason] = (sums[group.reason] ?? 0) + group.count;
  }

  expect(snapshot.reasons).toEqual(sums);
  expect(snapshot.total).toBe(Object.values(sums).reduce((sum, count) => sum + count, 0));
}

/** Goroutines of a snapshot for which a test of their group holds. */
export function countOf({groups}: SnapshotJson, holds: (group: GroupJson) => boolean): number {
  return groups.reduce((sum, group) => sum + (holds(group) ? group.count : 0), 0);
}
