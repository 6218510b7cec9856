import {hostname} from 'node:os';
import {saveDumpTo} from '../alert/dump-store.ts';
import {patterns} from '../diagnosis/patterns.ts';
import type {Incident} from '../report/incident.ts';
import {redactionLines} from '../report/redaction-lines.ts';
import {redact} from '../report/redact.ts';
import {reportClock} from '../report/report-clock.ts';
import {sessionSource} from '../report/session-source.ts';
import {isMomentForm, writeReport} from '../report/write-report.ts';
import {parseAddress} from '../target/address.ts';
import {openTarget} from '../target/pprof-target.ts';
import {answersYes, isSomebodyThere} from './ask.ts';
import {checkFiles} from './check-files.ts';
import {readCheckOptions, type CheckOptions} from './check-options.ts';
import {checkTarget} from './check-target.ts';
import type {AtEnd, Checked, Seen} from './checked.ts';
import {gatherIncident} from './gather-incident.ts';
import {isFile} from './is-file.ts';
import type {Arguments} from './read-arguments.ts';
import {readReportOptions, type ReportOptions} from './report-options.ts';
import {UsageError} from './usage-error.ts';

/** `gorowatch report TARGET|FILE…`: what was seen, as something to show to others. */
export async function report(given: Arguments): Promise<number> {
  const options = readReportOptions(given);
  const checkOptions = readCheckOptions(given);
  let incident: Incident | undefined;
  const {endedBy, proofCommand} = await check(given, checkOptions, async (checked, seen) => {
    incident = await gathered(checked, seen, checkOptions, options);
  });
  if (incident === undefined) {
    process.stderr.write('gorowatch: Interrupted before anything was seen.\n');
    return endedBy ?? 0;
  }

  const isWritten = await tell(incident, proofCommand, options, given.flag('yes') === true);
  if (isWritten && endedBy !== undefined)
    process.stderr.write('gorowatch: Interrupted: this reports what was seen until then.\n');
  return endedBy ?? 0;
}

function check(given: Arguments, options: CheckOptions, atEnd: AtEnd): Promise<Checked> {
  const [word = '', ...more] = given.operands;
  if (given.operands.every((operand) => isFile(operand))) return checkFiles(given.operands, options, atEnd);
  if (more.length > 0) {
    throw new UsageError(
      'gorowatch report takes one target, or one or more files.',
      'Report on one target at a time.',
    );
  }

  return checkTarget(openTarget(parseAddress(word)), options, word, atEnd);
}

async function gathered(
  {diagnosis, judged: {moments}}: Checked,
  seen: Seen,
  {known}: CheckOptions,
  options: ReportOptions,
): Promise<Incident | undefined> {
  if (seen.session.lastSeen === undefined) return undefined;
  const source = sessionSource({
    ...seen,
    origin: moments === undefined ? {kind: 'watched'} : {kind: 'files', moments},
    diagnosisAt: () => diagnosis,
  });
  return gatherIncident(source, {...options, known, wantsDump: !isMomentForm(options.form)});
}

/** Writes a report to where it is to go; false when the user would rather not. */
async function tell(
  incident: Incident,
  proofCommand: string | undefined,
  {form, file, isRedacted}: ReportOptions,
  isAgreed: boolean,
): Promise<boolean> {
  const told = isRedacted ? await withoutSecrets(incident, isAgreed) : incident;
  if (told === undefined) return false;
  const bytes = writeReport(form, told, {patterns, proofCommand, clock: reportClock(told)});
  if (file === undefined) {
    process.stdout.write(bytes);
    return true;
  }

  const {path} = await saveDumpTo(file, {chunks: [Buffer.from(bytes)], gzip: false});
  process.stdout.write(`${path}\n`);
  return true;
}

/** Says what goes and what stays; where somebody is there to answer, asks. */
async function withoutSecrets(incident: Incident, isAgreed: boolean): Promise<Incident | undefined> {
  const redacted = redact(incident, hostname());
  process.stderr.write(`${redactionLines(redacted.removed).join('\n')}\n`);
  if (isAgreed || !isSomebodyThere() || (await answersYes('Write it? [y/N] '))) return redacted.incident;
  process.stderr.write('gorowatch: Nothing was written.\n');
  return undefined;
}
