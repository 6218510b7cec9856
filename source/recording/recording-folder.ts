import path from 'node:path';
import {dumpSubject} from '../alert/dump-name.ts';
import {RecordingError} from './recording-error.ts';

/**
 * Where recordings go unless `-o` says otherwise: `$XDG_STATE_HOME/gorowatch/recordings`, else
 * `$HOME/.local/state/gorowatch/recordings`. Relative values count as not set (XDG Base Directory Specification 0.8).
 *
 * @throws {RecordingError} when neither is set.
 */
export function defaultRecordingFolder(environment: {
  readonly XDG_STATE_HOME?: string | undefined;
  readonly HOME?: string | undefined;
}): string {
  const {XDG_STATE_HOME: state, HOME: home} = environment;
  if (state && path.isAbsolute(state)) return path.join(state, 'gorowatch', 'recordings');
  if (home && path.isAbsolute(home)) return path.join(home, '.local', 'state', 'gorowatch', 'recordings');
  throw new RecordingError(
    'not written',
    'There is no folder for recordings: neither XDG_STATE_HOME nor HOME is set to an absolute path.',
    'Name a file with -o.',
  );
}

/** `localhost-6060-20261121T134640Z.gorowatch` */
export function recordingName(target: string, wallMs: number): string {
  return `${dumpSubject({target, wallMs, total: undefined, reason: ''})}.gorowatch`;
}
