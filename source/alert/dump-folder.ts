import {DumpError} from './dump-error.ts';
import {stateFolder, type StateEnvironment} from './state-folder.ts';

/**
 * Where dumps go unless `--dump-dir` says otherwise: `$XDG_STATE_HOME/gorowatch/dumps`, else
 * `$HOME/.local/state/gorowatch/dumps`.
 *
 * @throws {DumpError} when neither is set.
 */
export function defaultDumpFolder(environment: StateEnvironment): string {
  const folder = stateFolder(environment, 'dumps');
  if (folder !== undefined) return folder;
  throw new DumpError(
    'There is no folder for dumps: neither XDG_STATE_HOME nor HOME is set to an absolute path; name one with --dump-dir.',
  );
}
