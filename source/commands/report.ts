import {hostname} from 'node:os';
import {saveToFile} from '../saving/save-to-file.ts';
import {patterns} from '../diagnosis/patterns.ts';
import {nothingCounted} from '../recording/nothing-counted.ts';
import type {Incident} from '../report/incident.ts';
import {recordingSource} from '../report/recording-source.ts';
import {redactionLines} from '../report/redaction-lines.ts';
import {redact} from '../report/redact.ts';
import {reportClock} from '../report/report-clock.ts';
import {sessionSource} from '../report/session-source.ts';
import {isMomentForm, writeReport} from '../report/write-report.ts';
import {parseAddress} from '../target/address.ts';
import {escapeText} from '../target/escape.ts';
import {fileName} from '../target/file-address.ts';
import {openTarget} from '../target/pprof-target.ts';
import {answersYes, isSomebodyThere} from './ask.ts';
import {checkFiles} from './check/check-files.ts';
import {readCheckOptions} from './check/check-options.ts';
import {checkTarget} from './check/check-target.ts';
import type {AtEnd} from './check/checked.ts';
import {gatherIncident, type GatherOptions} from './files/gather-incident.ts';
import {readMomentWord} from './files/moment-word.ts';
import {openRecorded} from './files/open-recorded.ts';
import type {Arguments} from './arguments/read-arguments.ts';
import {recordedWord, type RecordedWord} from './files/recorded-word.ts';
import {readReportOptions, type ReportOptions} from './report-options.ts';
import {UsageError} from './arguments/usage-error.ts';

/** What there is to tell; `endedBy`: 128 plus the number of the signal that ended watching early. */
type Gathered = {
  readonly incident: Incident | undefined;
  readonly proofCommand?: string | undefined;
  readonly endedBy?: number | undefined;
};

/** `gorowatch report TARGET|FILE…`: what was seen, as something to show to others. */
export async function report(given: Arguments): Promise<number> {
  const options = readReportOptions(given);
  const {incident, proofCommand, endedBy} = await gather(given, options);
  if (incident === undefined) {
    process.stderr.write('gorowatch: Interrupted before anything was seen.\n');
    return endedBy ?? 0;
  }

  const isWritten = await tell(incident, proofCommand, options, given.flag('yes') === true);
  if (isWritten && endedBy !== undefined)
    process.stderr.write('gorowatch: Interrupted: this reports what was seen until then.\n');
  return endedBy ?? 0;
}

async function gather(given: Arguments, options: ReportOptions): Promise<Gathered> {
  const named = given.operands.map((operand) => readMomentWord(operand));
  const [first] = named;
  if (first === undefined) throw new Error('a command without operands is an error of its own');
  const checkOptions = readCheckOptions(given);
  const wanted = {...options, known: checkOptions.known, wantsDump: !isMomentForm(options.form)};
  const [recorded] = given.operands.flatMap((operand) => recordedWord(operand, given) ?? []);
  const isMixed = recorded !== undefined || named.some(({kind}) => kind === 'target');
  if (named.length > 1 && isMixed) {
    throw new UsageError(
      'gorowatch report takes one target, one recording, or one or more dumps.',
      'Report on one at a time.',
    );
  }

  if (recorded !== undefined) return {incident: await ofRecording(recorded, wanted, given)};
  let incident: Incident | undefined;
  const atEnd: AtEnd = async ({diagnosis, judged: {moments}}, seen) => {
    if (seen.session.lastSeen === undefined) return;
    const source = sessionSource({
      ...seen,
      origin: moments === undefined ? {kind: 'watched'} : {kind: 'files', moments},
      diagnosisAt: () => diagnosis,
    });
    incident = await gatherIncident(source, wanted);
  };
  const checked =
    first.kind === 'target'
      ? await checkTarget(openTarget(parseAddress(first.address)), checkOptions, first.address, atEnd)
      : await checkFiles(given.operands, checkOptions, atEnd);
  return {incident, proofCommand: checked.proofCommand, endedBy: checked.endedBy};
}

/** `FILE@TIME` is what led to that time. */
async function ofRecording(
  {file, time}: RecordedWord,
  options: GatherOptions,
  given: Arguments,
): Promise<Incident> {
  if (time !== undefined && options.to !== undefined)
    throw new UsageError('The end is given twice.', 'Leave --to or the time after @ out.');
  const recording = openRecorded(file, given);
  try {
    const source = recordingSource(recording);
    if (source === undefined) {
      throw nothingCounted(recording, escapeText(file));
    }

    const toWord = time === undefined ? undefined : `${fileName(file)}@${time}`;
    return await gatherIncident(source, {...options, to: time ?? options.to, toWord});
  } finally {
    recording.close();
  }
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

  const {path} = await saveToFile(file, {chunks: [Buffer.from(bytes)], gzip: false, what: 'report'});
  process.stdout.write(`${path}\n`);
  return true;
}

/** Into a file, longer lines are hard to read. */
const widestText = 100;

/** Says what goes and what stays; where somebody is there to answer, asks. */
async function withoutSecrets(incident: Incident, isAgreed: boolean): Promise<Incident | undefined> {
  const redacted = redact(incident, hostname());
  process.stderr.write(
    `${redactionLines(redacted.removed, process.stderr.columns ?? widestText).join('\n')}\n`,
  );
  if (isAgreed || !isSomebodyThere() || (await answersYes('Write it? [y/N] '))) return redacted.incident;
  process.stderr.write('gorowatch: Nothing was written.\n');
  return undefined;
}
