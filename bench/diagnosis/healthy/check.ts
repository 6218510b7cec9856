import {execFile} from 'node:child_process';
import {get} from 'node:http';
import {once} from 'node:events';
import {countGroups, flaggedByPeers} from './peers-rule.ts';

const alarmLevels: ReadonlySet<string> = new Set(['proven', 'likely']);
/** Beyond what the check itself takes. */
const patienceMs = 60_000;

/** `cli`: the built program; `proof`: also ask the garbage collector, where the target offers it. */
export type Asked = {readonly cli: string; readonly lastsMs: number; readonly proof: boolean};

/** What one run of `gorowatch check` said, and what peers would have. */
export type Checked = {
  /** Verdicts at level likely or proven, a line each; on a healthy server each is false. */
  readonly alarms: readonly string[];
  /** How many verdicts there are at level watch, which is no alarm. */
  readonly watched: number;
  /** Groups that the rule of peers flags over the same time. */
  readonly byPeers: readonly string[];
  /** Why there are no verdicts, when the check failed. */
  readonly failure?: string;
};

// contract.md, gorowatch/diagnosis@1.
type Verdict = {
  readonly level: string;
  readonly pattern: string;
  readonly title: string;
  readonly group: {readonly status: string; readonly count: number; readonly function: string};
  readonly evidence: ReadonlyArray<{readonly text: string}>;
};

/** Runs the built program's check against a target, and asks for full stacks before and after. */
export async function check(pprof: string, asked: Asked): Promise<Checked> {
  const first = countGroups(await stacksOf(pprof));
  const {status, stdout, stderr} = await runCli(pprof, asked);
  const byPeers = flaggedByPeers(first, countGroups(await stacksOf(pprof)));
  if (status !== 0 && status !== 1)
    return {alarms: [], watched: 0, byPeers, failure: `exit ${status}: ${stderr}`};
  // The output of the program under test; what is not as promised ends the run.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const {verdicts} = JSON.parse(stdout) as {readonly verdicts: readonly Verdict[]};
  return {
    alarms: verdicts.filter(({level}) => alarmLevels.has(level)).map(lineOf),
    watched: verdicts.filter(({level}) => level === 'watch').length,
    byPeers,
  };
}

function lineOf({level, pattern, group, evidence}: Verdict): string {
  const why = evidence.map(({text}) => text).join('; ');
  return `${level} ${pattern}: ${group.count} × [${group.status}] ${group.function} (${why})`;
}

function runCli(
  pprof: string,
  {cli, lastsMs, proof}: Asked,
): Promise<{status: number; stdout: string; stderr: string}> {
  const args = [cli, 'check', '--json', '--for', `${lastsMs / 1000}s`, ...(proof ? ['--proof'] : []), pprof];
  const options = {timeout: lastsMs + patienceMs, maxBuffer: 64 * 1024 * 1024};
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, options, (_error, stdout, stderr) => {
      resolve({status: child.exitCode ?? -1, stdout, stderr});
    });
  });
}

async function stacksOf(pprof: string): Promise<string> {
  const asked = get(`${pprof}goroutine?debug=2`, {agent: false});
  const [answer] = await once(asked, 'response');
  let text = '';
  for await (const piece of answer.setEncoding('utf8')) text += piece;
  return text;
}
