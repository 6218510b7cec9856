import {describe, expect, test} from 'vitest';
import {
  buildDemoGoApp,
  findGo,
  isMissing,
  newestToolchain,
  startDemoGoApp,
  type GoProcess,
  type Truth,
} from '../helpers/go-process.ts';
import {gorowatch} from '../helpers/gorowatch.ts';
import {countOf, expectContract, readSnapshot, type SnapshotJson} from '../helpers/snapshot-contract.ts';

async function look(host: string, ...options: readonly string[]): Promise<SnapshotJson> {
  const {status, stdout, stderr} = await gorowatch(['snapshot', host, '--json', ...options]);
  expect({status, stderr}).toEqual({status: 0, stderr: ''});
  const snapshot = readSnapshot(stdout);
  expectContract(snapshot);
  return snapshot;
}

/**
 * The program's own count when nothing is on its way in it, less what the request for it took: the handler and the
 * reader of its connection.
 */
async function quietTruth(target: GoProcess): Promise<number> {
  let truth: Truth | undefined;
  // The server inside http-body-not-closed gives its idle connections up a little later; its accept loop stays.
  const isQuiet = async () => {
    truth = await target.ask<Truth>('/truth');
    return truth.unaccounted === 0 && (truth.own['scenario servers'] ?? 0) <= 1;
  };

  await expect.poll(isQuiet, {timeout: 10_000}).toBe(true);
  const {connections = 0, requests = 0} = truth!.own;
  expect({connections, requests}).toEqual({connections: 1, requests: 1});
  return truth!.goroutines - connections - requests;
}

const started: readonly (readonly [string, number])[] = [
  ['checks-early-return', 10],
  ['unbuffered-send', 7],
  ['receive-forever', 5],
  ['time-after-in-loop', 6],
  ['sleep-loop', 4],
  ['waitgroup-never-done', 3],
  ['mutex-not-released', 2],
  ['nil-channel', 8],
  ['http-body-not-closed', 9],
];

const reasonsOfStarted: Readonly<Record<string, number>> = {
  'chan send': 9 * 10 + 7 + 8,
  'chan receive': 5 + 8,
  select: 6 + 2 * 9,
  sleep: 4,
  waitgroup: 3,
  mutex: 4 * 2,
};

for (const go of [findGo(), findGo(newestToolchain)]) {
  const skipped = isMissing(go);
  describe.skipIf(skipped)(`a process of ${'version' in go ? go.version : go.missing}`, () => {
    const program = skipped ? '' : buildDemoGoApp(go);

    test('total and families are what the process knows of itself, in counts and in full stacks', async () => {
      const target = await startDemoGoApp(program);
      const idle = await look(target.host);
      expect(idle.total).toBe(await quietTruth(target));

      for (const [scenario, starts] of started) {
        const answer = await target.ask<{settled: boolean}>(`/scenario/${scenario}?n=${starts}`);
        expect(answer.settled).toBe(true);
      }

      const truth = await quietTruth(target);
      const counts = await look(target.host);
      const stacks = await look(target.host, '--stacks');
      expect(await quietTruth(target)).toBe(truth);
      expect(counts.total).toBe(truth);
      expect(stacks.total).toBe(truth);
      expect(stacks.reasons).toEqual(counts.reasons);
      // What the scenarios use besides, such as a server of their own, waits for its connections.
      for (const [reason, count] of Object.entries(reasonsOfStarted)) {
        expect(`${reason} ${(counts.reasons[reason] ?? 0) - (idle.reasons[reason] ?? 0)}`).toBe(
          `${reason} ${count}`,
        );
      }
    });

    test('full stacks and counts find the same groups, and the full stacks know ids and creators', async () => {
      const target = await startDemoGoApp(program);
      for (const [scenario, starts] of started) await target.ask(`/scenario/${scenario}?n=${starts}`);
      await quietTruth(target);
      const [counts, stacks] = [await look(target.host), await look(target.host, '--stacks')];
      expect(sums(stacks)).toEqual(sums(counts));
      for (const {count, goroutines = []} of stacks.groups) expect(goroutines).toHaveLength(count);
      const checks = stacks.groups.filter((group) => group.function.endsWith('checks.(*Runner).report'));
      expect(checks.flatMap(({creators}) => creators).map(({count, alive}) => ({count, alive}))).toEqual([
        {count: 90, alive: 0},
      ]);
    });

    test('labels are seen, and divide groups', async () => {
      const target = await startDemoGoApp(program);
      await target.ask('/scenario/unbuffered-send?n=12');
      const {groups} = await look(target.host);
      const asking = groups.filter((group) => group.function.endsWith('pricing.(*Supplier).ask'));
      expect(asking.reduce((sum, {count}) => sum + count, 0)).toBe(12);
      for (const {labels} of asking) expect(Object.keys(labels)).not.toEqual([]);
    });

    test('its own request is in no answer, however often it looks', async () => {
      const target = await startDemoGoApp(program);
      const totals = [];
      for (let round = 0; round < 3; round++) {
        const snapshot = await look(target.host, ...(round === 1 ? ['--stacks'] : []));
        totals.push(snapshot.total);
        expect(
          countOf(snapshot, ({stack}) =>
            stack.some((frame) => /pprof\.(?:Index|handler)/.test(frame.function)),
          ),
        ).toBe(0);
      }

      expect(new Set(totals)).toEqual(new Set([await quietTruth(target)]));
    });
  });
}

/** Goroutines by reason and stack, labels left out: full stacks have them from Go 1.27 on only. */
function sums({groups}: SnapshotJson): Record<string, number> {
  const all: Record<string, number> = {};
  for (const {reason, stack, count} of groups) {
    const key = [reason, ...stack.map((frame) => `${frame.function}:${frame.line}`)].join(' ');
    all[key] = (all[key] ?? 0) + count;
  }

  return all;
}
