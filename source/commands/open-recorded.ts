import {isRecording, openRecording, type Recording} from '../recording/open-recording.ts';
import {openSalvaged} from '../recording/salvage.ts';
import {escapeText} from '../target/escape.ts';
import {plural} from '../view/format.ts';
import type {Arguments} from './read-arguments.ts';

/** Whether a file is to be opened as a recording: with `--salvage` also where it does not look like one any more. */
export function isForRecording(file: string, given: Arguments): boolean {
  return given.flag('salvage') === true || isRecording(file);
}

/** @throws {RecordingError} */
export function openRecorded(file: string, given: Arguments): Recording {
  if (given.flag('salvage') !== true) return openRecording(file);
  const recording = openSalvaged(file);
  const {segments, whole} = recording.salvaged;
  process.stderr.write(
    `gorowatch: Of ${escapeText(file)}, ${plural(segments, 'stretch was', 'stretches were')} found, ${whole} of them whole.\n`,
  );
  return recording;
}
