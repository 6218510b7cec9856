import type {Recording} from './open-recording.ts';
import {RecordingError} from './recording-error.ts';

/** Why there is nothing to tell of a recording, or of a moment of one: it is damaged, or nothing was counted. */
export function nothingCounted(recording: Recording, shown: string): RecordingError {
  if (recording.damage().length === 0)
    return new RecordingError('empty', `Nothing was counted in ${shown}.`, 'Record for longer.');
  return noCountsLeft(shown, 'salvaged' in recording);
}

/** @param isSalvaged whether all that can be read has been read. */
export function noCountsLeft(shown: string, isSalvaged: boolean): RecordingError {
  return new RecordingError(
    'damaged',
    `${shown} is damaged: no counts of groups can be read.`,
    isSalvaged ? 'There is nothing to show.' : 'Add --salvage to read what is left of it.',
  );
}
