// Opens recordings that the command line names, salvaging them where it says so.

import {statSync} from 'node:fs';
import {isRecording, openRecording, type Recording} from '../../recording/open-recording.ts';
import {openSalvaged} from '../../recording/salvage.ts';
import {escapeText} from '../../target/escape.ts';
import {plural} from '../../view/text/format.ts';
import {isFile} from './is-file.ts';
import type {Arguments} from '../arguments/read-arguments.ts';
import {letHeapGrow} from '../heap.ts';

/** Whether a word is to be opened as a recording: with `--salvage` also a file that does not look like one any more. */
export function isForRecording(word: string, given: Arguments): boolean {
  return word !== '-' && (isRecording(word) || (given.flag('salvage') === true && isFile(word)));
}

/** 200 groups take some 4 MiB an hour, 10,000 some 16; the first minutes of few take more than they will. */
const bytesPerHourOfMany = 8 * 2 ** 20;
const leastHours = 0.1;

/** @throws {RecordingError} */
export function openRecorded(file: string, given: Arguments): Recording {
  const recording = given.flag('salvage') === true ? salvaged(file) : openRecording(file);
  const hours = ((recording.last()?.atMs ?? 0) - (recording.first()?.atMs ?? 0)) / 3_600_000;
  if (statSync(file).size > Math.max(leastHours, hours) * bytesPerHourOfMany) letHeapGrow();
  return recording;
}

function salvaged(file: string): Recording {
  const recording = openSalvaged(file);
  const {segments, whole} = recording.salvaged;
  process.stderr.write(
    `gorowatch: Of ${escapeText(file)}, ${plural(segments, 'stretch was', 'stretches were')} found, ${whole} of them whole.\n`,
  );
  return recording;
}
