// Looks up what the source on this machine says about a frame: the way into this folder.

import path from 'node:path';
import type {Frame} from '../profile/model.ts';
import {escapeText} from '../target/escape.ts';
import {countLines, type Excerpt, excerptOf} from './excerpt.ts';
import type {ListFolder, ReadFile} from './file-access.ts';
import {findFrameFunction} from './frame-function.ts';
import {findGoStatement} from './creator-facts.ts';
import type {GoStatement, Scope} from './channel-origin.ts';
import {type GoPackage, packageName, scanFile, type ScannedFile} from './go-package.ts';
import {createBoundedCache} from './bounded-cache.ts';
import {maxCachedCharacters, maxCachedLooks, maxPackageBytes, maxPackageFiles} from './limits.ts';
import {type LineFacts, readLineFacts} from './line-facts.ts';
import {type GoEnvironment, locateSource, type WorkingModule} from './locate-source.ts';
import {contradicts, type Wait} from './operation.ts';

/** What this machine's source says about a frame. */
export type SourceLook =
  | {readonly kind: 'found'; readonly path: string; readonly excerpt: Excerpt; readonly facts: LineFacts}
  /** There is such a file, but it is not the one that the target was built from. */
  | {readonly kind: 'stale'; readonly path: string; readonly why: string}
  | {readonly kind: 'none'; readonly tried: readonly string[]; readonly sentence: string};

type SourceReader = {
  /**
   * Looks at the line of a frame. `creator`: the frame of the `go` statement, which makes parameters certain.
   * `wait`: what the goroutine waits for, to choose between several operations on one line, and to find out a file
   * that was changed since.
   *
   * Never rejects. Equal questions are answered once; files are read once and stay as they were then.
   */
  readonly read: (frame: Frame, creator?: Frame, wait?: Wait) => Promise<SourceLook>;
};

/** Said where the source would help and is not there. */
export const noSourceSentence = 'The source is not on this machine; --source DIR maps it.';

/** Where a frame is in the source. */
type Spot = {readonly kind: 'spot'; readonly scanned: ScannedFile; readonly scope: Scope};

/**
 * Reads source below `roots` (the folders of `--source`), in the module one works in, in the Go environment's folders, and
 * at paths as written.
 */
export function createSourceReader(parts: {
  readonly readFile: ReadFile;
  readonly listFolder: ListFolder;
  readonly roots: readonly string[];
  readonly env: GoEnvironment;
  readonly module?: WorkingModule | undefined;
}): SourceReader {
  const files = createBoundedCache<ScannedFile | undefined>(
    maxCachedCharacters,
    (scanned) => scanned?.file.tokens.source.length ?? 1,
  );
  const packages = createBoundedCache<readonly string[]>(maxCachedLooks, () => 1);
  const looks = createBoundedCache<SourceLook>(maxCachedLooks, () => 1);

  const scan = (file: string, within: string | undefined) =>
    files.get(`${within ?? ''}\0${file}`, async () => {
      const source = await parts.readFile(file, within);
      return source === undefined ? undefined : scanFile(file, source);
    });

  const readPackage = async (own: ScannedFile, within: string | undefined): Promise<GoPackage> => {
    const folder = path.dirname(own.file.path);
    const names = await packages.get(folder, async () => (await parts.listFolder(folder)).toSorted());
    const others = names.filter(
      (name) => name.endsWith('.go') && !name.endsWith('_test.go') && !/[/\\]/.test(name),
    );
    const found = [own];
    let bytes = own.file.tokens.source.length;
    let isComplete = others.length > 0;
    for (const name of others) {
      const file = `${folder}/${name}`;
      if (name === path.basename(own.file.path)) {
        continue;
      }

      if (found.length >= maxPackageFiles || bytes >= maxPackageBytes) {
        isComplete = false;
        break;
      }

      const scanned = await scan(file, within ?? folder);
      isComplete &&= scanned !== undefined;
      if (scanned !== undefined && packageName(scanned.file) === packageName(own.file)) {
        found.push(scanned);
        bytes += scanned.file.tokens.source.length;
      }
    }

    return {files: found, complete: isComplete};
  };

  const findSpot = async (frame: Frame): Promise<Spot | Exclude<SourceLook, {kind: 'found'}>> => {
    const candidates = locateSource(frame, parts.roots, parts.env, parts.module);
    let stale: Extract<SourceLook, {kind: 'stale'}> | undefined;
    for (const candidate of candidates) {
      const scanned = await scan(candidate.path, candidate.within);
      if (scanned === undefined) {
        continue;
      }

      const within = findFrameFunction(scanned.file, frame.function, frame.line);
      if (within !== undefined) {
        const inPackage = await readPackage(scanned, candidate.within);
        return {kind: 'spot', scanned, scope: {file: scanned.file, within, package: inPackage}};
      }

      stale ??= {kind: 'stale', path: escapeText(candidate.path), why: whyStale(scanned, frame)};
    }

    const tried = candidates.map((candidate) => escapeText(candidate.path));
    return stale ?? {kind: 'none', tried, sentence: noSourceSentence};
  };

  const look = async (frame: Frame, creator?: Frame, wait?: Wait): Promise<SourceLook> => {
    const spot = await findSpot(frame);
    if (spot.kind !== 'spot') {
      return spot;
    }

    const {file} = spot.scope;
    const excerpt = excerptOf(file.tokens.source, frame.line);
    const started = creator === undefined ? undefined : await findStart(creator);
    const facts = readLineFacts(spot.scope, frame.line, wait?.family, started);
    const why = wait === undefined ? undefined : contradicts(facts.operation, frame.line, wait);
    return excerpt === undefined || why !== undefined
      ? {kind: 'stale', path: escapeText(file.path), why: why ?? whyStale(spot.scanned, frame)}
      : {kind: 'found', path: escapeText(file.path), excerpt, facts};
  };

  const findStart = async (creator: Frame): Promise<GoStatement | undefined> => {
    const spot = await findSpot(creator);
    const at =
      spot.kind === 'spot' ? findGoStatement(spot.scope.file, spot.scope.within, creator.line) : undefined;
    return spot.kind === 'spot' && at !== undefined ? {scope: spot.scope, at} : undefined;
  };

  return {
    async read(frame, creator, wait) {
      const key = JSON.stringify([frame, creator, wait]);
      try {
        return await looks.get(key, async () => look(frame, creator, wait));
      } catch {
        // The reader of files is handed in; one that fails is one that finds nothing.
        return {kind: 'none', tried: [], sentence: noSourceSentence};
      }
    },
  };
}

function whyStale({file}: ScannedFile, frame: Frame): string {
  const lines = countLines(file.tokens.source);
  return frame.line > lines
    ? `the file has only ${lines} lines`
    : `line ${frame.line} is not in ${frame.function} there`;
}
