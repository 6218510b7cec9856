// Finds the functions of a package that receive from a channel.

import {type GoFile, functionAround, type GoFunction, outermost} from './go-functions.ts';
import type {GoPackage} from './go-package.ts';
import {maxPlaces} from './limits.ts';
import {operationAt, type OperationKind} from './operation.ts';

/** A function that receives: a declared one, or a literal in that. */
export type Receiver = {
  /** As the declaration names it. */
  readonly name: string;
  readonly receiver: string | undefined;
  /** First and last line of the literal; undefined where the declared function receives itself. */
  readonly literal: readonly [number, number] | undefined;
};

const receiving = new Set<OperationKind>(['receive', 'receive-two-values', 'range']);

/**
 * The functions that receive from, or range over, a channel that goes by one of these names. Another channel of the same
 * name cannot be told apart.
 */
export function receiversOf(names: readonly string[], {files}: GoPackage): readonly GoFunction[] {
  const found = new Set<GoFunction>();
  for (const {file} of files)
    for (const within of receivingFunctions(file, names)) {
      if (found.size === maxPlaces) return [...found];
      found.add(within);
    }

  return [...found];
}

export function receiverFrom(within: GoFunction): Receiver {
  const {name, receiver} = outermost(within);
  const literal = within.parent === undefined ? undefined : ([within.startLine, within.endLine] as const);
  return {name, receiver, literal};
}

function* receivingFunctions(file: GoFile, names: readonly string[]): Generator<GoFunction> {
  const {tokens} = file;
  for (let at = 0; at < tokens.count; at++) {
    const word = tokens.text(at);
    if (word !== '<-' && word !== 'range') continue;
    const operation = operationAt(file, at);
    if (operation === undefined || !receiving.has(operation.kind)) continue;
    if (!names.includes(operation.subject?.name ?? '')) continue;
    const around = functionAround(file, at);
    if (around !== undefined) yield around;
  }
}
