import path from 'node:path';

/** The part of the environment that says where programs keep what they want to find again. */
export type StateEnvironment = {
  readonly XDG_STATE_HOME?: string | undefined;
  readonly HOME?: string | undefined;
};

/**
 * A folder of gorowatch's own: `$XDG_STATE_HOME/gorowatch/NAME`, else `$HOME/.local/state/gorowatch/NAME`. Relative
 * values count as not set (XDG Base Directory Specification 0.8); undefined when neither is set.
 */
export function stateFolder(
  {XDG_STATE_HOME: state, HOME: home}: StateEnvironment,
  name: string,
): string | undefined {
  if (state && path.isAbsolute(state)) return path.join(state, 'gorowatch', name);
  return home && path.isAbsolute(home) ? path.join(home, '.local', 'state', 'gorowatch', name) : undefined;
}
