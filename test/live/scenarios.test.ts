import {readFileSync} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {buildDemoGoApp, findGo, isMissing, startOutsideTest, type GoProcess} from '../helpers/go-process.ts';
import {gorowatch} from '../helpers/gorowatch.ts';
import {countOf, readSnapshot, type GroupJson, type SnapshotJson} from '../helpers/snapshot-contract.ts';

type Leaves = {
  readonly family: string;
  /** Where it may be found at a moment besides. */
  readonly also?: readonly string[];
  /** The runtime's own word, where it differs from the family. */
  readonly status?: string;
  /** The innermost function of the program; empty: only those of the standard library, `leaf` first. */
  readonly function: string;
  readonly leaf?: string;
  /** What `leaf` is called since Go 1.27, where that differs. */
  readonly newerLeaf?: string;
  readonly perStart: number;
};

type Scenario = {
  readonly name: string;
  readonly file: string;
  readonly heavy: boolean;
  readonly starts: number;
  readonly variants: readonly {
    readonly name: string;
    readonly stops: boolean;
    readonly leaves: readonly Leaves[];
  }[];
};

const table = path.join(import.meta.dirname, '..', '..', 'demo-go-app', 'scenarios.json');
const {scenarios} = JSON.parse(readFileSync(table, 'utf8')) as {scenarios: readonly Scenario[]};
const cases = scenarios.flatMap((scenario) =>
  scenario.variants.map((variant) => [scenario.name, variant.name, scenario, variant] as const),
);
/** The flood is one at any number; the full one has a test of its own. */
const mostStarts = 300;

const go = findGo();
const skipped = isMissing(go);

describe.skipIf(skipped)('each scenario of demo-go-app', () => {
  const program = skipped ? '' : buildDemoGoApp(go);
  let target: GoProcess;

  beforeAll(async () => {
    target = await startOutsideTest(program);
  });
  afterAll(async () => {
    await target.kill();
  });

  async function look(...options: readonly string[]): Promise<SnapshotJson> {
    return readSnapshot((await gorowatch(['snapshot', target.host, '--json', ...options])).stdout);
  }

  test('there are some', () => {
    expect(cases.length).toBeGreaterThan(30);
  });

  test.each(cases)(
    '%s, %s: what it leaves is found where and as it waits',
    async (name, kind, scenario, variant) => {
      const starts = Math.min(scenario.starts, mostStarts);
      const before = await look();
      const answer = await target.ask<{settled: boolean; error?: string}>(
        `/scenario/${name}?n=${starts}&variant=${kind}`,
      );
      expect(answer).toMatchObject({settled: true});
      expect(answer.error).toBeUndefined();
      const [counts, stacks] = [await look(), await look('--stacks')];

      for (const leaves of variant.leaves) {
        const isOne = isLeftBy(leaves);
        expect(countOf(counts, isOne) - countOf(before, isOne)).toBe(leaves.perStart * starts);
        expect(countOf(stacks, isOne) - countOf(before, isOne)).toBe(leaves.perStart * starts);
      }

      const expectedWords = variant.leaves.flatMap(({status}) => status ?? []);
      const words = new Set(stacks.groups.map(({status}) => status));
      expect(expectedWords.filter((status) => !words.has(status))).toEqual([]);

      // Nothing else of the scenario's own code stays, and nothing at all of a fixed one.
      const isOfFile = ({stack}: GroupJson) => stack.some(({file}) => file.endsWith(`/${scenario.file}`));
      const own = variant.leaves.reduce(
        (sum, leaves) => sum + (leaves.function === '' ? 0 : leaves.perStart),
        0,
      );
      expect(countOf(counts, isOfFile) - countOf(before, isOfFile)).toBe(own * starts);

      // What can end does, or it would take a core from the tests that follow.
      await target.ask(`/scenario/${name}/stop`);
    },
  );
});

function isLeftBy({family, also = [], function: name, leaf, newerLeaf}: Leaves) {
  const families = new Set([family, ...also]);
  const leaves = new Set([leaf, newerLeaf]);
  return (group: GroupJson): boolean =>
    families.has(group.reason) &&
    (leaf === undefined ? group.function === name : group.stack.some((frame) => leaves.has(frame.function)));
}
