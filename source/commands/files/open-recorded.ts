// Opens recordings that the command line names, salvaging them where it says so.

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

/** @throws {RecordingError} */
export function openRecorded(file: string, given: Arguments): Recording {
  letHeapGrow();
  if (given.flag('salvage') !== true) return openRecording(file);
  const recording = openSalvaged(file);
  const {segments, whole} = recording.salvaged;
  process.stderr.write(
    `gorowatch: Of ${escapeText(file)}, ${plural(segments, 'stretch was', 'stretches were')} found, ${whole} of them whole.\n`,
  );
  return recording;
}
