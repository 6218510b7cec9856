// Finds functions that may leave with a lock they have taken, or wait while they have it.

import {operandBefore} from './expression.ts';
import {type GoFile, type GoFunction, outermost, ownTokens} from './go-functions.ts';
import type {GoPackage} from './go-package.ts';
import {maxPlaces} from './limits.ts';
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
};

const releases = new Map([
  ['Lock', 'Unlock'],
  ['RLock', 'RUnlock'],
]);

/** Whether what goes by the same name in a function may be the same lock. */
type IsRelated = (within: GoFunction) => boolean;

/**
 * Where related functions of the package hold a lock of this name longer than they should, read from top to bottom: an
 * `Unlock` in one branch counts for all of them.
 */
export function findLockHolds(inPackage: GoPackage, name: string, isRelated: IsRelated): readonly Hold[] {
  return holdsIn(inPackage, isRelated, (file, within) => {
    const holds: Hold[] = [];
    let held:
      | {line: number; subject: string; release: string; exits: number[]; waits: Hold['waits'][number][]}
      | undefined;
    const end = () => {
      if (held !== undefined && (held.exits.length > 0 || held.waits.length > 0)) {
        holds.push(holdOf(file, within, held));
      }

      held = undefined;
    };
    for (const at of ownTokens(file, within)) {
      const method = calledOn(file, at, name);
      if (held === undefined) {
        const release = method === undefined ? undefined : releases.get(method.name);
        held =
          release === undefined || method?.isDeferred === true
            ? undefined
            : {line: file.tokens.line(at), subject: method?.subject ?? name, release, exits: [], waits: []};
      } else if (method?.name === held.release) {
        if (method.isDeferred) {
          held.exits = [];
          held.release = '';
        } else {
          end();
        }
      } else if (held.release !== '' && endsFunction(file.tokens, at)) {
        held.exits.push(file.tokens.line(at));
      } else {
        const operation = operationAt(file, at);
        const line = file.tokens.line(at);
        const waits = operation !== undefined && operation.kind !== 'call' && held.waits.length < maxPlaces;
        if (waits && operation.kind !== 'range' && line > held.line) {
          held.waits.push({kind: operation.kind, line});
        }
      }
    }

    if (held !== undefined && held.release !== '') {
      held.exits.push(file.tokens.line(within.close));
    }

    end();
    return holds;
  });
}

/** Where related functions of the package can leave before they call `Done` on a WaitGroup of this name. */
export function findMissedDone(inPackage: GoPackage, name: string, isRelated: IsRelated): readonly Hold[] {
  return holdsIn(inPackage, isRelated, (file, within) => {
    const exits: number[] = [];
    for (const at of ownTokens(file, within)) {
      const method = calledOn(file, at, name);
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

/** The method that a token calls on something of this name, as in `a.mu.Lock()`. */
function calledOn(
  file: GoFile,
  at: number,
  name: string,
): {readonly name: string; readonly subject: string; readonly isDeferred: boolean} | undefined {
  const {tokens} = file;
  if (tokens.text(at + 1) !== '(' || tokens.text(at - 1) !== '.' || tokens.text(at - 2) !== name) {
    return undefined;
  }

  const callee = operandBefore(file, at + 1);
  return {
    name: tokens.text(at),
    subject: callee?.of ?? name,
    isDeferred: callee !== undefined && tokens.text(callee.from - 1) === 'defer',
  };
}
