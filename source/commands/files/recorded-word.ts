// Tells which words of the command line name a recording, and a time in it.

import {statSync} from 'node:fs';
import {escapeText} from '../../target/escape.ts';
import {readMomentWord} from './moment-word.ts';
import {isForRecording} from './open-recorded.ts';
import type {Arguments} from '../arguments/read-arguments.ts';
import {readingError} from './read-moments.ts';
import {UsageError} from '../arguments/usage-error.ts';

/** A recording that was named, and the time in it as it was typed; undefined: its end. */
export type RecordedWord = {readonly file: string; readonly time: string | undefined};

/**
 * What a word names of a recording: all of it, or a moment. Undefined for anything else.
 *
 * Example input:  `incident.gorowatch@14:05`
 * Example output: `{file: 'incident.gorowatch', time: '14:05'}`
 *
 * @throws {UsageError} for a time in a file that is no recording.
 * @throws {DecodeError} for a time in a file that is not there.
 */
export function recordedWord(word: string, given: Arguments): RecordedWord | undefined {
  const named = readMomentWord(word);
  if (named.kind === 'target') return undefined;
  const {file, time} = named;
  if (isForRecording(file, given)) return {file, time};
  if (time !== undefined) throw noMoment(file, time);
  return undefined;
}

function noMoment(file: string, time: string): Error {
  if (file !== '-') {
    try {
      statSync(file);
    } catch (error) {
      return readingError(file, error);
    }
  }

  return new UsageError(
    `${escapeText(file)} is not a recording: it holds no moment at ${escapeText(time)}.`,
    'Leave the time out.',
  );
}
