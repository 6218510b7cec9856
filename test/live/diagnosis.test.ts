import {mkdtempSync, readFileSync, rmSync, writeSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {describe, expect, onTestFinished, test} from 'vitest';
import {check} from '../../bench/diagnosis/healthy/check.ts';
import {openLoad, phasesOf} from '../../bench/diagnosis/healthy/load.ts';
import {buildServer, defaultCache, healthyServers, runServer} from '../../bench/diagnosis/healthy/servers.ts';
import {expectDiagnosisContract, readDiagnosis, type VerdictJson} from '../helpers/diagnosis-contract.ts';
import {buildDemoGoApp, findGo, isMissing, startDemoGoApp} from '../helpers/go-process.ts';
import {cli, gorowatch} from '../helpers/gorowatch.ts';

const go = findGo();
const skipped = isMissing(go);

type Scenario = {
  readonly name: string;
  readonly pattern?: string;
  readonly variants: readonly {
    readonly name: string;
    readonly leaves: readonly {
      readonly family: string;
      readonly function: string;
      readonly leaf?: string;
      readonly newerLeaf?: string;
      readonly cause?: boolean;
    }[];
  }[];
};

const table = path.join(import.meta.dirname, '..', '..', 'demo-go-app', 'scenarios.json');
const {scenarios} = JSON.parse(readFileSync(table, 'utf8')) as {scenarios: readonly Scenario[]};

/** One of each kind of wait; test/diagnosis/scenarios.test.ts has them all, recorded. */
const leaky = [
  'unbuffered-send',
  'mutex-not-released',
  'http-body-not-closed',
  'sql-rows-not-closed',
  'ticker-not-stopped',
];
const fixed = ['unbuffered-send', 'http-body-not-closed'];

/** Where a verdict about a scenario may say the mistake is. */
function causesOf(name: string): readonly string[] {
  const leaves = scenarios.find((one) => one.name === name)?.variants[0]?.leaves ?? [];
  return leaves
    .filter(({cause}) => cause === true)
    .flatMap(({function: own, leaf, newerLeaf}) => (own === '' ? [leaf, newerLeaf] : [own]))
    .filter((one) => one !== undefined);
}

describe.skipIf(skipped)('gorowatch check of demo-go-app with its customers', () => {
  const program = skipped ? '' : buildDemoGoApp(go);

  /** What is said after fifteen seconds, of a process that makes a mistake, or none, twice each second. */
  async function checked(name: string, variant: string) {
    const args = ['-traffic', 'on', '-variant', variant, '-scenario', `${name}=2`, '-every', '1s'];
    const target = await startDemoGoApp(program, {args});
    const {status, stdout} = await gorowatch(['check', target.host, '--json', '--for', '15s']);
    await target.kill();
    const diagnosis = readDiagnosis(stdout);
    expectDiagnosisContract(diagnosis);
    return {status, verdicts: diagnosis.verdicts};
  }

  test('names each leak first, with its pattern and place, and ends with 1', async () => {
    const said = await Promise.all(leaky.map(async (name) => ({name, ...(await checked(name, 'leaky'))})));
    const firsts = said.map(({name, status, verdicts: [first]}) => ({
      name,
      status,
      pattern: first?.pattern,
      isAtCause: first !== undefined && causesOf(name).some((cause) => isAt(first, cause)),
    }));
    expect(firsts).toEqual(
      leaky.map((name) => ({
        name,
        status: 1,
        pattern: scenarios.find((one) => one.name === name)?.pattern,
        isAtCause: true,
      })),
    );
  });

  test('is silent about the same programs put right, and ends with 0', async () => {
    const said = await Promise.all(fixed.map((name) => checked(name, 'fixed')));
    expect(said.map(({status, verdicts}) => ({status, alarms: alarmsOf(verdicts)}))).toEqual(
      fixed.map(() => ({status: 0, alarms: []})),
    );
  });
});

function isAt({group}: VerdictJson, cause: string): boolean {
  return group.function === cause || group.stack.some((frame) => frame.function === cause);
}

function alarmsOf(verdicts: readonly VerdictJson[]): readonly string[] {
  return verdicts
    .filter(({level}) => level === 'proven' || level === 'likely')
    .map(({level, pattern, group}) => `${level} ${pattern} ${group.function}`);
}

/** Fetching and compiling it, on a machine that is busy with other tests. */
const mostBuildMs = 150_000;
const checkMs = 18_000;
/** A phase goes on for longer than its check. */
const marginMs = 2_000;
const nats = healthyServers.find(({name}) => name === 'nats-server')!;
const binary = skipped ? undefined : await natsServer();

/** The program, out of the Go module proxy; undefined where that is out of reach, which is said past the test runner. */
async function natsServer(): Promise<string | undefined> {
  try {
    return await Promise.race([
      buildServer(nats, defaultCache),
      sleep(mostBuildMs, undefined, {ref: false}).then(() => {
        throw new Error(`not built in ${mostBuildMs / 1000} s`);
      }),
    ]);
  } catch (error) {
    const [line = ''] = String(error).split('\n');
    writeSync(2, `LIVE TESTS SKIPPED: no nats-server to be had: ${line}\n`);
    return undefined;
  }
}

test.skipIf(binary === undefined)(
  'a healthy nats-server is called no leak while 128 clients come, and while they stay',
  {timeout: 120_000},
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'gorowatch-nats-'));
    const running = await runServer(nats, binary!, folder);
    const load = openLoad(running.connect);
    onTestFinished(async () => {
      await load.close();
      await running.stop();
      rmSync(folder, {recursive: true, force: true});
    });
    const asked = {cli, lastsMs: checkMs, proof: false};
    const [ramp, plateau] = phasesOf(checkMs + marginMs).filter(({name}) =>
      ['ramp', 'plateau'].includes(name),
    );
    const [coming] = await Promise.all([check(running.url, asked), load.run(ramp!)]);
    const [staying] = await Promise.all([check(running.url, asked), load.run(plateau!)]);
    const said = [coming, staying].map(({alarms, failure}) => ({alarms, failure}));
    expect(said).toEqual([
      {alarms: [], failure: undefined},
      {alarms: [], failure: undefined},
    ]);
    // Without load, silence would prove nothing.
    expect(coming.byPeers).not.toEqual([]);
    expect(load.failures()).toBe(0);
  },
);
