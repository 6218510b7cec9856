// Finds functions that may leave with a lock they have taken, or wait while they have it.

import {type GoFile, type GoFunction, outermost, ownTokens} from './go-functions.ts';
import type {GoPackage} from './go-package.ts';
import {maxPlaces} from './limits.ts';
import {
  afterLeavingBranch,
  blockSince,
  calledOn,
  findRelease,
  isEndReached,
  isLeftToLiteral,
  type Release,
  releases,
} from './lock-releases.ts';
import {endsFunction} from './loops.ts';
import {operationAt, type OperationKind} from './operation.ts';

/** A function that takes a lock and can leave without giving it back, or waits while it has it. */
export type Hold = {
  readonly path: string;
  /** The lock or WaitGroup as written there: `from.mu`. */
  readonly subject: string;
  /** The declared function it is in; '' for a literal outside of functions. */
  readonly function: string;
  /** Of the `Lock`; for a WaitGroup, of the `Done` that is not deferred. */
  readonly line: number;
  /** Lines of returns and the like before the `Unlock` or `Done`. */
  readonly exits: readonly number[];
  /** What it may wait for before the `Unlock`; empty for a WaitGroup. */
  readonly waits: readonly {readonly kind: OperationKind; readonly line: number}[];
  /**
   * It comes to its end with the lock, at `line`, for another function of the package to give back: no exit is one that
   * forgets it.
   */
  readonly handedOver?: {readonly line: number; readonly release: Release} | undefined;
};

const releaseNames = new Set(releases.values());

/** A lock that a function has where it is read. */
type Held = {
  readonly at: number;
  readonly line: number;
  readonly subject: string;
  readonly exits: number[];
  readonly waits: Hold['waits'][number][];
  /** What gives it back; '' once that is deferred, or left to a literal. */
  release: string;
  /** A branch has given it back, and left. */
  isInBranch: boolean;
  /** Line of the end that is reached with it. */
  endLine: number | undefined;
};

/** Whether what goes by the same name in a function may be the same lock. */
type IsRelated = (within: GoFunction) => boolean;

/**
 * Where related functions of the package hold a lock of this name longer than they should, read from top to bottom: an
 * `Unlock` in one branch counts for all of them, unless that branch leaves.
 */
export function findLockHolds(inPackage: GoPackage, name: string, isRelated: IsRelated): readonly Hold[] {
  return holdsIn(inPackage, isRelated, (file, within) => {
    const holds: Hold[] = [];
    let held: Held | undefined;
    // What first gives back a lock was called with it, and returns with it as well.
    let isCalledWith: boolean | undefined;
    let resumeAt = 0;
    const end = () => {
      if (held !== undefined) holds.push(...holdFrom(inPackage, name, file, within, held));
      held = undefined;
    };
    for (const at of ownTokens(file, within)) {
      if (at < resumeAt) continue;
      const method = calledOn(file, at, name);
      if (held === undefined) {
        const release = method === undefined ? undefined : releases.get(method.name);
        if (release !== undefined && method?.isDeferred === false) {
          isCalledWith ??= false;
          const isLeft = isCalledWith || isLeftToLiteral(file, within, at, {name, release});
          held = takenAt(file, at, method.subject, isLeft ? '' : release);
        } else if (method !== undefined && !method.isDeferred) {
          isCalledWith ??= releaseNames.has(method.name);
        }
      } else if (method?.name === held.release && !method.isDeferred) {
        const after = afterLeavingBranch(file, held.at, at);
        if (after === undefined) {
          end();
        } else {
          held.isInBranch = true;
          resumeAt = after;
        }
      } else if (method?.name === held.release) {
        held.release = '';
      } else {
        note(file, within, held, at);
      }
    }

    if (held !== undefined && held.release !== '' && !held.isInBranch && isEndReached(file, within)) {
      const line = file.tokens.line(within.close);
      held.exits.push(line);
      held.endLine ??= line;
    }

    end();
    return holds;
  });
}

function takenAt({tokens}: GoFile, at: number, subject: string, release: string): Held {
  const line = tokens.line(at);
  return {at, line, subject, release, exits: [], waits: [], isInBranch: false, endLine: undefined};
}

/** Notes what a token means for a lock that is held there: a way out, or a wait. */
function note(file: GoFile, within: GoFunction, held: Held, at: number): void {
  const {tokens} = file;
  const line = tokens.line(at);
  const isExit = held.release !== '' && endsFunction(tokens, at);
  if (isExit) {
    // Once all branches have given it back, what follows may only say that nobody gets there.
    if (held.isInBranch && tokens.text(at) !== 'return') return;
    held.exits.push(line);
    if (blockSince(file, within.open + 1, at) === undefined) held.endLine ??= line;
    return;
  }

  const operation = operationAt(file, at);
  if (operation === undefined || operation.kind === 'call' || operation.kind === 'range') return;
  if (line > held.line && held.waits.length < maxPlaces) held.waits.push({kind: operation.kind, line});
}

function holdFrom(
  inPackage: GoPackage,
  name: string,
  file: GoFile,
  within: GoFunction,
  held: Held,
): readonly Hold[] {
  const {exits, waits, endLine, release, subject} = held;
  if (exits.length === 0 && waits.length === 0) return [];
  const given =
    endLine === undefined || release === ''
      ? undefined
      : findRelease(inPackage, {name, subject, release}, within);
  if (endLine === undefined || given === undefined) return [holdOf(file, within, held)];
  return [{...holdOf(file, within, {...held, exits: []}), handedOver: {line: endLine, release: given}}];
}

/** Where related functions of the package can leave before they call `Done` on a WaitGroup of this name. */
export function findMissedDone(inPackage: GoPackage, name: string, isRelated: IsRelated): readonly Hold[] {
  return holdsIn(inPackage, isRelated, (file, within) => {
    let exits: number[] = [];
    for (const at of ownTokens(file, within)) {
      const method = calledOn(file, at, name);
      // What leaves before something is to be done has nothing to tell.
      if (method?.name === 'Add') exits = [];
      if (method?.name === 'Done') {
        const isMissed = !method.isDeferred && exits.length > 0;
        const {subject} = method;
        return isMissed
          ? [holdOf(file, within, {line: file.tokens.line(at), subject, exits, waits: []})]
          : [];
      }

      if (endsFunction(file.tokens, at) && exits.length < maxPlaces) {
        exits.push(file.tokens.line(at));
      }
    }

    return [];
  });
}

function holdsIn(
  inPackage: GoPackage,
  isRelated: IsRelated,
  read: (file: GoFile, within: GoFunction) => readonly Hold[],
): readonly Hold[] {
  const holds: Hold[] = [];
  for (const {file} of inPackage.files) {
    for (const within of file.functions.filter(isRelated)) {
      holds.push(...read(file, within));
      if (holds.length >= maxPlaces) {
        return holds.slice(0, maxPlaces);
      }
    }
  }

  return holds;
}

function holdOf(
  file: GoFile,
  within: GoFunction,
  {line, subject, exits, waits}: Pick<Hold, 'line' | 'subject' | 'exits' | 'waits'>,
): Hold {
  const {name} = outermost(within);
  return {path: file.path, function: name, subject, line, exits: exits.slice(0, maxPlaces), waits};
}
