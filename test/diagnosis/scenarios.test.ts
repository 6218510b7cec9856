import {readFileSync} from 'node:fs';
import {afterAll, describe, expect, test} from 'vitest';
import {isAtLeast, type Verdict} from '../../source/diagnosis/verdict.ts';
import {ProfileDecoder} from '../../source/profile/decoder.ts';
import {recordingOf, replay} from './replay.ts';

type Leaves = {
  readonly family: string;
  /** Where it may be found at a moment besides. */
  readonly also?: readonly string[];
  readonly function: string;
  readonly leaf?: string;
  readonly cause?: boolean;
};

type Scenario = {
  readonly name: string;
  readonly pattern?: string;
  readonly healthy: boolean;
  readonly variants: readonly {readonly name: string; readonly leaves: readonly Leaves[]}[];
};

const {scenarios} = JSON.parse(readFileSync('demo-go-app/scenarios.json', 'utf8')) as {scenarios: Scenario[]};
const recorded = scenarios.flatMap((scenario) =>
  scenario.variants.map(({name, leaves}) => ({...scenario, variant: name, leaves})),
);
const leaking = recorded.filter(({healthy, leaves}) => !healthy && leaves.length > 0);
const calm = recorded.filter(({healthy, leaves}) => healthy || leaves.length === 0);

/** Where only the source tells a pattern: what the stack alone says instead. */
const withoutSource: Readonly<Record<string, readonly string[]>> = {
  'ticker-loop': ['range-never-closed', 'receive-never-sent'],
  'time-after-loop': ['select-no-exit'],
  'context-never-cancelled': ['receive-never-sent'],
};

/** One goroutine that works without end, and peers that say nothing on connections this side has opened, may be right. */
const onlyWatched = new Set(['busy-loop', 'socket-no-deadline']);

const decoder = new ProfileDecoder();
afterAll(() => decoder.close());

function isAt({group}: Verdict, {family, also = [], function: name, leaf}: Leaves): boolean {
  return (
    [family, ...also].includes(group.family) &&
    (leaf === undefined
      ? group.frame?.function === name
      : group.stack.some((frame) => frame.function === leaf))
  );
}

function shown(verdicts: readonly Verdict[]): readonly string[] {
  return verdicts.map(
    ({level, pattern, group}) =>
      `${level} ${pattern}: ${group.count} × ${group.frame?.function} [${group.family}]`,
  );
}

test('each scenario of demo-go-app is recorded', () => {
  expect(leaking.length).toBeGreaterThanOrEqual(40);
  for (const {name, variant} of recorded)
    expect(recordingOf(name, variant).length).toBeGreaterThanOrEqual(20);
});

describe('twenty seconds of demo-go-app with its customers', () => {
  test.each(leaking)(
    '$name: the first verdict names it, and where',
    async ({name, variant, pattern, leaves}) => {
      const {diagnosis} = await replay(recordingOf(name, variant), decoder);
      const [first] = diagnosis.verdicts;
      const causes = leaves.filter(({cause}) => cause === true);
      expect({
        isLeak: first !== undefined && isAtLeast(first.level, onlyWatched.has(pattern!) ? 'watch' : 'likely'),
        isAtCause: first !== undefined && causes.some((leaf) => isAt(first, leaf)),
        said: shown(diagnosis.verdicts),
      }).toMatchObject({isLeak: true, isAtCause: true});
      expect([pattern, ...(withoutSource[pattern!] ?? [])]).toContain(first!.pattern);
    },
  );

  test.each(calm)('$name, $variant: nothing is called a leak', async ({name, variant}) => {
    const {diagnosis} = await replay(recordingOf(name, variant), decoder);
    expect(shown(diagnosis.verdicts.filter(({level}) => isAtLeast(level, 'likely')))).toEqual([]);
    expect(diagnosis.samples.stacks).toBeGreaterThanOrEqual(15);
  });
});
