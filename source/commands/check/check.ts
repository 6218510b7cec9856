// The command that judges: from its operands to the exit status.

import {patterns} from '../../diagnosis/patterns.ts';
import {isAtLeast} from '../../diagnosis/verdict.ts';
import {openTarget} from '../../target/pprof-target.ts';
import {parseAddress} from '../../target/address.ts';
import {diagnosisJson} from '../../view/output/diagnosis-json.ts';
import {diagnosisLines, type Told} from '../../view/verdicts/diagnosis-lines.ts';
import {formatCount} from '../../view/text/format.ts';
import {checkFiles} from './check-files.ts';
import {readCheckOptions, type CheckOptions} from './check-options.ts';
import {checkRecording} from './check-recording.ts';
import {checkTarget} from './check-target.ts';
import type {Checked} from './checked.ts';
import {isFile} from '../files/is-file.ts';
import {isKnown} from './known-cases.ts';
import {openRecorded} from '../files/open-recorded.ts';
import {printJson, printLines} from '../print-lines.ts';
import type {Arguments} from '../arguments/read-arguments.ts';
import {recordedWord} from '../files/recorded-word.ts';
import {UsageError} from '../arguments/usage-error.ts';

/** Longer lines are hard to read, however wide the terminal is. */
const widestText = 100;

/** `gorowatch check TARGET|FILE…`: judges what it sees, and says so by its exit status too. */
export async function check(given: Arguments): Promise<number> {
  const options = readCheckOptions(given);
  const [word = '', ...more] = given.operands;
  const [recorded] = given.operands.flatMap((operand) => recordedWord(operand, given) ?? []);
  if (recorded !== undefined) {
    if (more.length > 0) throw new UsageError('One recording is judged at a time.', 'Name it alone.');
    const {file, time} = recorded;
    const checked = await checkRecording(() => openRecorded(file, given), options, time);
    return printChecked(checked, options, given);
  }

  if (given.operands.every((operand) => isFile(operand))) {
    return printChecked(await checkFiles(given.operands, options), options, given);
  }

  if (more.length > 0) {
    throw new UsageError(
      'gorowatch check takes one target, or one or more files.',
      'Check one target at a time.',
    );
  }

  const target = openTarget(parseAddress(word));
  return printChecked(await checkTarget(target, options, word), options, given);
}

/** Prints what a check came to; returns the exit status. */
export function printChecked(checked: Checked, options: CheckOptions, given: Arguments): number {
  const {diagnosis, judged, proofCommand, memory, endedBy} = checked;
  const {pulse, groups, stacks} = diagnosis.samples;
  if (endedBy !== undefined && pulse + groups + stacks === 0) {
    process.stderr.write('gorowatch: Interrupted before anything was seen.\n');
    return endedBy;
  }

  const told = tell(checked, options);
  const telling = {patterns, proofCommand, memory};
  if (options.isJson) {
    printJson(diagnosisJson(told, judged, telling));
  } else {
    printLines(
      given,
      ({columns}) => Math.min(widestText, columns),
      (paint) => diagnosisLines(told, judged, telling, paint),
    );
  }

  if (endedBy !== undefined) {
    process.stderr.write('gorowatch: Interrupted: this is judged on what was seen until then.\n');
    return endedBy;
  }

  const {maxGoroutines} = options;
  const isTooMany = maxGoroutines !== undefined && diagnosis.total.max > maxGoroutines;
  if (isTooMany) {
    process.stderr.write(
      `gorowatch: There were ${formatCount(diagnosis.total.max)} goroutines, more than --max-goroutines ${formatCount(maxGoroutines)}.\n`,
    );
  }

  return isTooMany || told.verdicts.some(({level}) => isAtLeast(level, options.failOn)) ? 1 : 0;
}

/** What of a diagnosis is told: not what the user knows, and nothing harmless unless asked for. */
function tell({diagnosis}: Checked, {known, wantsAll}: CheckOptions): Told {
  const shown = wantsAll
    ? diagnosis.verdicts
    : diagnosis.verdicts.filter(({level}) => isAtLeast(level, 'watch'));
  const leftOut = shown.filter((verdict) => isKnown(verdict, known));
  const verdicts = shown.filter((verdict) => !leftOut.includes(verdict));
  return {diagnosis, verdicts, known: leftOut.length, leftOut};
}
