import {SavingError} from './saving-error.ts';
import {stateFolder, type StateEnvironment} from './state-folder.ts';

/**
 * Where dumps go unless `--dump-dir` says otherwise: `$XDG_STATE_HOME/gorowatch/dumps`, else
 * `$HOME/.local/state/gorowatch/dumps`.
 *
 * @throws {SavingError} when neither is set.
 */
export function defaultDumpFolder(environment: StateEnvironment): string {
  const folder = stateFolder(environment, 'dumps');
  if (folder !== undefined) return folder;
  throw new SavingError(
    'There is no folder for dumps: neither XDG_STATE_HOME nor HOME is set to an absolute path; name one with --dump-dir.',
  );
}
