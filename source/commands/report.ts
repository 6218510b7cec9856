import packageJson from '../../package.json' with {type: 'json'};
import {saveDumpTo} from '../alert/dump-store.ts';
import {patterns} from '../diagnosis/patterns.ts';
import {incidentOf} from '../report/incident-of.ts';
import type {Incident} from '../report/incident.ts';
import {reportClock} from '../report/report-clock.ts';
import {sessionSource} from '../report/session-source.ts';
import {writeReport} from '../report/write-report.ts';
import {parseAddress} from '../target/address.ts';
import {openTarget} from '../target/pprof-target.ts';
import {checkFiles} from './check-files.ts';
import {readCheckOptions, type CheckOptions} from './check-options.ts';
import {checkTarget} from './check-target.ts';
import type {AtEnd, Checked, Seen} from './checked.ts';
import {isFile} from './is-file.ts';
import {isKnown} from './known-cases.ts';
import type {Arguments} from './read-arguments.ts';
import {readReportOptions, type ReportOptions} from './report-options.ts';
import {UsageError} from './usage-error.ts';

/** `gorowatch report TARGET|FILE…`: what was seen, as something to show to others. */
export async function report(given: Arguments): Promise<number> {
  const options = readReportOptions(given);
  const checkOptions = readCheckOptions(given);
  const [word = '', ...more] = given.operands;
  let incident: Incident | undefined;
  const gather: AtEnd = async (checked, seen) => {
    incident = await gathered(checked, seen, checkOptions);
  };
  const checked = await check();
  if (incident === undefined) throw new Error('nothing was gathered');
  const {endedBy, proofCommand} = checked;
  if (endedBy !== undefined && incident.total.last === 0) {
    process.stderr.write('gorowatch: Interrupted before anything was seen.\n');
    return endedBy;
  }

  await tell(incident, proofCommand, options);
  return endedBy ?? 0;

  async function check(): Promise<Checked> {
    if (given.operands.every((operand) => isFile(operand)))
      return checkFiles(given.operands, checkOptions, gather);
    if (more.length > 0) {
      throw new UsageError(
        'gorowatch report takes one target, or one or more files.',
        'Report on one target at a time.',
      );
    }

    return checkTarget(openTarget(parseAddress(word)), checkOptions, word, gather);
  }
}

function gathered({diagnosis, judged}: Checked, seen: Seen, {known}: CheckOptions): Promise<Incident> {
  const {moments} = judged;
  const source = sessionSource({
    ...seen,
    origin: moments === undefined ? {kind: 'watched'} : {kind: 'files', moments},
    diagnosisAt: () => diagnosis,
  });
  return incidentOf(source, {
    version: packageJson.version,
    madeWallMs: Date.now(),
    isKnown: (verdict) => isKnown(verdict, known),
    wantsDump: true,
  });
}

async function tell(
  incident: Incident,
  proofCommand: string | undefined,
  {form, file}: ReportOptions,
): Promise<void> {
  const text = writeReport(form, incident, {patterns, proofCommand, clock: reportClock(incident)});
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }

  const {path} = await saveDumpTo(file, {chunks: [Buffer.from(text)], gzip: false});
  process.stdout.write(`${path}\n`);
}
