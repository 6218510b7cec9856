// Finds the functions of a package that receive from a channel.

import {type GoFile, functionAround, outermost} from './go-functions.ts';
import type {GoPackage} from './go-package.ts';
import {maxPlaces} from './limits.ts';
import {operationAt, type OperationKind} from './operation.ts';

/** A function or method, as its declaration names it. */
export type FunctionName = {readonly name: string; readonly receiver: string | undefined};

const receiving = new Set<OperationKind>(['receive', 'receive-two-values', 'range']);

/**
 * The functions that receive from, or range over, a channel that goes by one of these names: literals count for the
 * declaration they stand in. Another channel of the same name cannot be told apart.
 */
export function receiversOf(names: readonly string[], {files}: GoPackage): readonly FunctionName[] {
  const found = new Map<string, FunctionName>();
  for (const {file} of files)
    for (const {name, receiver} of receivingFunctions(file, names)) {
      if (found.size === maxPlaces) return [...found.values()];
      found.set(`${receiver ?? ''}.${name}`, {name, receiver});
    }

  return [...found.values()];
}

function* receivingFunctions(file: GoFile, names: readonly string[]): Generator<FunctionName> {
  const {tokens} = file;
  for (let at = 0; at < tokens.count; at++) {
    const word = tokens.text(at);
    if (word !== '<-' && word !== 'range') continue;
    const operation = operationAt(file, at);
    if (operation === undefined || !receiving.has(operation.kind)) continue;
    if (!names.includes(operation.subject?.name ?? '')) continue;
    const around = functionAround(file, at);
    if (around !== undefined) yield outermost(around);
  }
}
