// Where on this machine the file of a frame may be.

import path from 'node:path';
import type {Frame} from '../profile/model.ts';
import {isStandardLibraryElement} from '../profile/standard-library.ts';
import {maxCandidates, maxPathCharacters} from './limits.ts';

/** Where Go keeps source on this machine, as far as the environment tells. */
export type GoEnvironment = {
  readonly GOMODCACHE?: string | undefined;
  readonly GOPATH?: string | undefined;
  readonly GOROOT?: string | undefined;
  readonly HOME?: string | undefined;
};

/** The module that somebody works in: `path` as its go.mod says, `folder` where that lies. */
export type WorkingModule = {readonly path: string; readonly folder: string};

/** A file that may be the frame's. `within`: it must lie in this folder, links followed. */
type Candidate = {readonly path: string; readonly within: string | undefined};

/**
 * The files of this machine that a frame may mean, best first.
 *
 * The frame's path comes from the target, so it is only taken apart into plain names, and these are looked for
 * below the folders that the user or the Go environment names; as written it counts only when it is an absolute
 * local path. `roots` are the folders of `--source`: the longest end of the path that exists there wins. A trimmed path
 * that begins with the path of the module one works in is a file of that.
 *
 * Example input:  `github.com/Azure/sdk@v1.2.0/pool/pool.go` (a build with -trimpath)
 * Example output: first `$GOMODCACHE/github.com/!azure/sdk@v1.2.0/pool/pool.go`
 * Source: golang.org/x/mod/module EscapePath; `go help build` on -trimpath.
 */
export function locateSource(
  frame: Pick<Frame, 'file'>,
  roots: readonly string[],
  environment: GoEnvironment,
  module?: WorkingModule,
): readonly Candidate[] {
  const names = plainNames(frame.file);
  if (names === undefined) {
    return [];
  }

  const isAbsolute = path.isAbsolute(frame.file);
  const folders = roots.filter((root) => root !== '');
  const withoutVersion = names.map((name, at) =>
    at === names.length - 1 ? name : name.replace(/(?<=.)@.*$/s, ''),
  );
  const ends = withoutVersion.map((_, from) => withoutVersion.slice(from));
  const cached = inModuleCache(names, isAbsolute);
  const standard = inStandardLibrary(names, isAbsolute);
  const library =
    standard === undefined || !environment.GOROOT ? [] : [below(`${environment.GOROOT}/src`, standard)];
  const mapped = (from: readonly (readonly string[])[]) =>
    from.flatMap((rest) => folders.map((root) => below(root, rest)));
  const candidates = [
    // A file name alone is weak evidence, so the path as written goes before it.
    ...mapped(ends.slice(0, -1)),
    ...(isAbsolute || module === undefined ? [] : inModule(frame.file, module)),
    ...(cached === undefined ? [] : moduleCaches(environment).map((root) => below(root, cached))),
    ...(isAbsolute ? [] : library),
    ...(isAbsolute ? [{path: frame.file, within: undefined}] : []),
    ...(isAbsolute ? library : []),
    ...mapped(ends.slice(-1)),
  ];
  return candidates.slice(0, maxCandidates);
}

function inModule(file: string, module: WorkingModule): readonly Candidate[] {
  const start = `${module.path}/`;
  return file.startsWith(start) ? [below(module.folder, file.slice(start.length).split('/'))] : [];
}

function below(root: string, rest: readonly string[]): Candidate {
  return {path: `${root.replace(/[/\\]+$/, '')}/${rest.join('/')}`, within: root};
}

/** The names between the slashes; undefined for what can be no ordinary path of a Go file. */
function plainNames(file: string): readonly string[] | undefined {
  // `//host/share` is a path on another machine, and a colon opens other streams, both on Windows.
  if (
    file.length > maxPathCharacters ||
    !file.endsWith('.go') ||
    file.startsWith('//') ||
    /[\\\p{Cc}]/u.test(file)
  ) {
    return undefined;
  }

  const names = file
    .replace(/^[A-Za-z]:(?=\/)/, '')
    .replace(/^\//, '')
    .split('/');
  // `..@v1` would be `..` without its version.
  const isPlain = names.every((name) => name !== '' && !/^\.{1,2}(?:@|$)/.test(name) && !name.includes(':'));
  return isPlain && names.at(-1) !== '.go' ? names : undefined;
}

/** Below `pkg/mod/` names are escaped already; in a trimmed path the module and its version are not. */
function inModuleCache(names: readonly string[], isAbsolute: boolean): readonly string[] | undefined {
  if (isAbsolute) {
    const mod = names.findLastIndex((name, at) => name === 'mod' && names[at - 1] === 'pkg');
    const rest = names.slice(mod + 1);
    return mod > 0 && rest.some((name) => name.includes('@')) ? rest : undefined;
  }

  const version = names.findIndex((name) => name.includes('@'));
  return version === -1 ? undefined : names.map((name, at) => (at <= version ? escapeCase(name) : name));
}

function escapeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}

/** The path below `$GOROOT/src`. */
function inStandardLibrary(names: readonly string[], isAbsolute: boolean): readonly string[] | undefined {
  const rest = isAbsolute ? names.slice(names.lastIndexOf('src') + 1) : names;
  const isBelowSrc = !isAbsolute || names.includes('src');
  return isBelowSrc && rest.length > 1 && isStandardLibraryElement(rest[0]!) ? rest : undefined;
}

function moduleCaches({GOMODCACHE, GOPATH, HOME}: GoEnvironment): readonly string[] {
  const workspaces = (GOPATH ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const home = HOME && path.isAbsolute(HOME) ? [`${HOME}/go`] : [];
  const caches = [...workspaces, ...home].map((folder) => `${folder}/pkg/mod`);
  return [...new Set(GOMODCACHE && path.isAbsolute(GOMODCACHE) ? [GOMODCACHE, ...caches] : caches)];
}
