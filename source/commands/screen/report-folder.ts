import {SavingError} from '../../saving/saving-error.ts';
import {stateFolder, type StateEnvironment} from '../../saving/state-folder.ts';

/**
 * Where the screen's reports go: `$XDG_STATE_HOME/gorowatch/reports`, else `$HOME/.local/state/gorowatch/reports`.
 *
 * @throws {SavingError} when neither is set.
 */
export function defaultReportFolder(environment: StateEnvironment): string {
  const folder = stateFolder(environment, 'reports');
  if (folder !== undefined) return folder;
  throw new SavingError(
    'There is no folder for reports: neither XDG_STATE_HOME nor HOME is set to an absolute path.',
  );
}
