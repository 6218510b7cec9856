// Tells where a lock is given back: in a branch that leaves, or by another function than the one that took it.

import {operandBefore} from './expression.ts';
import {type GoFile, type GoFunction, outermost, ownTokens} from './go-functions.ts';
import type {GoPackage} from './go-package.ts';
import {endsFunction} from './loops.ts';

/** What gives a lock back, by what takes it. */
export const releases: ReadonlyMap<string, string> = new Map([
  ['Lock', 'Unlock'],
  ['RLock', 'RUnlock'],
]);

/** The method that a token calls on something of this name, as in `a.mu.Lock()`. */
export function calledOn(
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

/** Whether a literal after a token of a function gives back a lock that it has not taken, now or later. */
export function isLeftToLiteral(
  file: GoFile,
  within: GoFunction,
  from: number,
  {name, release}: Pick<Taken, 'name' | 'release'>,
): boolean {
  return file.functions.some((literal) => {
    if (literal.start < from || literal.close > within.close) return false;
    const called = Array.from(ownTokens(file, literal), (at) => calledOn(file, at, name)?.name);
    return called.includes(release) && !called.some((method) => releases.has(method ?? ''));
  });
}

/** The innermost `{` after `from` whose block a token is in; undefined: the token is in none that begins there. */
export function blockSince({tokens}: GoFile, from: number, at: number): number | undefined {
  let block: number | undefined;
  for (let next = from; next < at; next++) {
    if (tokens.text(next) === '{' && tokens.pair(next) > at) block = next;
  }

  return block;
}

/**
 * Where the code goes on that still has a lock, when it was taken at `from` and is given back at `at` in a branch that
 * then leaves the function; undefined where no branch does.
 */
export function afterLeavingBranch(file: GoFile, from: number, at: number): number | undefined {
  const {tokens} = file;
  const open = blockSince(file, from, at);
  if (open === undefined) return undefined;
  const close = tokens.pair(open);
  let leaves = false;
  for (let next = at; next <= close; next++) {
    const isClause = tokens.kind(next) === 'word' && /^(?:case|default)$/.test(tokens.text(next));
    if (next === close || isClause) return leaves ? next : undefined;
    leaves ||= endsFunction(tokens, next);
    if (tokens.pair(next) > next) next = tokens.pair(next);
  }

  return undefined;
}

/** Whether the end of a function is reached by what stands before it: not where a `for {` is the last of it. */
export function isEndReached({tokens}: GoFile, {close}: GoFunction): boolean {
  let last = close - 1;
  while (tokens.kind(last) === 'end') last--;
  return tokens.text(last) !== '}' || tokens.text(tokens.pair(last) - 1) !== 'for';
}

/** A lock as it is written in the function that takes it. */
type Taken = {readonly name: string; readonly subject: string; readonly release: string};

/** Where a function gives back a lock that it has not taken. */
export type Release = {readonly function: string; readonly path: string; readonly line: number};

/** The first function of a package that gives back a lock which it has not taken. */
export function findRelease(
  inPackage: GoPackage,
  {name, subject, release}: Taken,
  within: GoFunction,
): Release | undefined {
  const {receiver} = outermost(within);
  for (const {file} of inPackage.files) {
    for (const other of file.functions) {
      if (other.parent !== undefined || other === outermost(within)) continue;
      let line: number | undefined;
      let takes = false;
      for (let at = other.open; at < other.close; at++) {
        const method = calledOn(file, at, name);
        if (method === undefined) continue;
        takes ||= releases.has(method.name);
        // A type calls its receiver what another may call its own: `s.mu` of both is not the same.
        const isOther = receiver !== undefined && other.receiver !== undefined && receiver !== other.receiver;
        const isSame =
          method.subject.endsWith(`.${subject}`) ||
          (!isOther && (method.subject === subject || receiver !== undefined));
        if (method.name === release && isSame) line ??= file.tokens.line(at);
      }

      if (line !== undefined && !takes) return {function: other.name, path: file.path, line};
    }
  }

  return undefined;
}
