import path from 'node:path';
import {DumpError} from './dump-error.ts';

/**
 * Where dumps go unless `--dump-dir` says otherwise: `$XDG_STATE_HOME/gorowatch/dumps`, else
 * `$HOME/.local/state/gorowatch/dumps`. Relative values count as not set (XDG Base Directory Specification 0.8).
 *
 * @throws {DumpError} when neither is set.
 */
export function defaultDumpFolder(environment: {
  readonly XDG_STATE_HOME?: string | undefined;
  readonly HOME?: string | undefined;
}): string {
  const {XDG_STATE_HOME: state, HOME: home} = environment;
  if (state && path.isAbsolute(state)) return path.join(state, 'gorowatch', 'dumps');
  if (home && path.isAbsolute(home)) return path.join(home, '.local', 'state', 'gorowatch', 'dumps');
  throw new DumpError(
    'There is no folder for dumps: neither XDG_STATE_HOME nor HOME is set to an absolute path; name one with --dump-dir.',
  );
}
