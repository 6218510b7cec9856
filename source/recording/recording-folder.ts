// Where recordings go and what they are called, where no file is named.

import {fileSubject} from '../saving/file-subject.ts';
import {stateFolder, type StateEnvironment} from '../saving/state-folder.ts';
import {RecordingError} from './recording-error.ts';

/**
 * Where recordings go unless `-o` says otherwise: `$XDG_STATE_HOME/gorowatch/recordings`, else
 * `$HOME/.local/state/gorowatch/recordings`.
 *
 * @throws {RecordingError} when neither is set.
 */
export function defaultRecordingFolder(environment: StateEnvironment): string {
  const folder = stateFolder(environment, 'recordings');
  if (folder !== undefined) return folder;
  throw new RecordingError(
    'not written',
    'There is no folder for recordings: neither XDG_STATE_HOME nor HOME is set to an absolute path.',
    'Name a file with -o.',
  );
}

/** `localhost-6060-20261121T134640Z.gorowatch` */
export function recordingName(target: string, wallMs: number): string {
  return `${fileSubject({target, wallMs, total: undefined, reason: ''})}.gorowatch`;
}
