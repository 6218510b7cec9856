// Where what gorowatch writes goes, where nobody says where to.

import path from 'node:path';
import {SavingError} from './saving-error.ts';

/** The part of the environment that says where programs keep what they want to find again. */
export type StateEnvironment = {
  readonly XDG_STATE_HOME?: string | undefined;
  readonly HOME?: string | undefined;
};

/** What goes there, with how to name another place where that can be done. */
const remedies = {dumps: '; name one with --dump-dir', recordings: '; name a file with -o', reports: ''};

/**
 * `$XDG_STATE_HOME/gorowatch/NAME`, else `$HOME/.local/state/gorowatch/NAME`. Relative values count as not set (XDG Base
 * Directory Specification 0.8).
 *
 * @throws {SavingError} when neither is set.
 */
export function defaultFolder(
  name: keyof typeof remedies,
  {XDG_STATE_HOME: state, HOME: home}: StateEnvironment,
): string {
  if (state && path.isAbsolute(state)) return path.join(state, 'gorowatch', name);
  if (home && path.isAbsolute(home)) return path.join(home, '.local', 'state', 'gorowatch', name);
  throw new SavingError(
    `There is no folder for ${name}: neither XDG_STATE_HOME nor HOME is set to an absolute path${remedies[name]}.`,
  );
}
