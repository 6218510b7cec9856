import {tmpdir} from 'node:os';
import path from 'node:path';

/** The part of the environment that says where programs keep what they can make again. */
export type CacheEnvironment = {
  readonly XDG_CACHE_HOME?: string | undefined;
  readonly HOME?: string | undefined;
};

/** Where demo-go-app is built: `$XDG_CACHE_HOME/gorowatch`, else `$HOME/.cache/gorowatch`, else a temporary folder. */
export function demoFolder({XDG_CACHE_HOME: cache = '', HOME: home = ''}: CacheEnvironment): string {
  const base = path.isAbsolute(cache) ? cache : path.isAbsolute(home) ? path.join(home, '.cache') : tmpdir();
  return path.join(base, 'gorowatch');
}
