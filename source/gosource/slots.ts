// Finds the limit that a send takes a slot of: a channel used as a semaphore.

import type {ChannelOrigin} from './channel-origin.ts';
import type {Expression} from './expression.ts';
import {functionAround, type GoFile, type GoFunction, outermost, ownTokens} from './go-functions.ts';
import type {GoPackage} from './go-package.ts';
import {endsFunction, loopsAround} from './loops.ts';
import {operationAt} from './operation.ts';

/** A channel whose room is a limit: sending takes a slot, receiving gives it back. */
export type Slots = {
  /** The function that gives a slot back, and the file and line where. */
  readonly release: string;
  readonly path: string;
  readonly line: number;
  /** A way out that passes by that: a function, and the file and line where it leaves. */
  readonly missed: {readonly function: string; readonly path: string; readonly exit: number} | undefined;
};

type Send = {readonly file: GoFile; readonly within: GoFunction; readonly at: number};

/** What is received and thrown away: `<-slots` as a statement. */
type Release = {readonly file: GoFile; readonly holder: GoFunction; readonly at: number};

/**
 * The limit that a send takes a slot of; undefined where it hands over a value, or tells that something has happened.
 *
 * What is sent says nothing (`struct{}{}`, `true`), the channel has room, and what is received is thrown away: later in
 * the same function, or in another one that takes no part in starting this one.
 */
export function findSlots(
  send: Send,
  channel: Expression,
  origin: ChannelOrigin,
  creator: GoFunction | undefined,
  inPackage: GoPackage,
): Slots | undefined {
  if (origin.buffering === 'unbuffered' || origin.buffering === 'unknown') return undefined;
  if (!isMeaningless(send.file, send.at + 1)) return undefined;
  const own = releasesIn(send.file, channel.name).find((release) => isAfter(send, release));
  const isShared = channel.of !== undefined || origin.how === 'field-or-variable';
  // Room for one is how a goroutine is woken up, or tells that it has ended.
  const isWide = origin.makes.some(({size}) => size !== '1');
  const release =
    own ??
    (isShared && isWide
      ? inPackage.files
          .flatMap(({file}) => releasesIn(file, channel.name))
          .find((one) => isElsewhere(send, one, creator))
      : undefined);
  if (release === undefined) return undefined;
  const take = outermost(send.within);
  const give = outermost(release.holder);
  const isInOne = release.holder === send.within;
  return {
    release: give.name,
    path: release.file.path,
    line: release.file.tokens.line(release.at),
    missed: isInOne
      ? missedBetween(send.file, send.within, send.at, release.at)
      : take === give
        ? undefined
        : (missedAfterCall(release, take) ?? missedBetweenCalls(inPackage, take, give)),
  };
}

/** Whether a value that is sent is only there to be sent. */
function isMeaningless({tokens}: GoFile, at: number): boolean {
  const first = tokens.text(at);
  const ends = (index: number) => tokens.kind(index) === 'end' || [':', '}'].includes(tokens.text(index));
  if (first === 'true' || first === 'false' || tokens.kind(at) === 'number') return ends(at + 1);
  if (first === 'struct') return tokens.text(at + 3) === '{' && tokens.pair(at + 3) === at + 4;
  return tokens.kind(at) === 'word' && tokens.text(at + 1) === '{' && tokens.pair(at + 1) === at + 2;
}

function releasesIn(file: GoFile, name: string): Release[] {
  const {tokens} = file;
  const found: Release[] = [];
  if (!tokens.source.includes(name)) return found;
  for (let at = 0; at < tokens.count; at++) {
    const isStatement =
      tokens.text(at) === '<-' && (tokens.kind(at - 1) === 'end' || ['{', '}'].includes(tokens.text(at - 1)));
    if (!isStatement) continue;
    const operation = operationAt(file, at);
    const holder = operation?.subject?.name === name ? functionAround(file, at) : undefined;
    if (holder !== undefined) found.push({file, holder, at});
  }

  return found;
}

/** In the same function, or in one that it defers or starts, after the send; in the same loops. */
function isAfter({file, within, at}: Send, {holder, at: given}: Release): boolean {
  for (let around: GoFunction | undefined = holder; around !== undefined; around = around.parent) {
    if (around !== within) continue;
    const loops = new Set(loopsAround(file, within, at).map((loop) => loop.at));
    return given > at && loopsAround(file, within, given).every((loop) => loops.has(loop.at));
  }

  return false;
}

/** In a function of its own that is called once for each slot: not in a loop, nor by who waits for the goroutine. */
function isElsewhere({within}: Send, {file, holder, at}: Release, creator: GoFunction | undefined): boolean {
  const declared = outermost(holder);
  if (declared === outermost(within) || (creator !== undefined && declared === outermost(creator)))
    return false;
  return declared.name !== '' && loopsAround(file, holder, at).length === 0;
}

function missedBetween(file: GoFile, within: GoFunction, from: number, to: number): Slots['missed'] {
  for (const at of ownTokens(file, within, from)) {
    if (at >= to) return undefined;
    if (endsFunction(file.tokens, at))
      return {function: outermost(within).name, path: file.path, exit: file.tokens.line(at)};
  }

  return undefined;
}

/** A way out after a call that takes a slot, in the function that gives it back itself. */
function missedAfterCall({file, holder, at: given}: Release, take: GoFunction): Slots['missed'] {
  const {tokens} = file;
  for (const at of ownTokens(file, holder)) {
    if (at >= given) return undefined;
    if (tokens.text(at) === take.name && tokens.text(at + 1) === '(')
      return missedBetween(file, holder, at, given);
  }

  return undefined;
}

/** A way out between a call that takes a slot and one, not deferred, that gives it back. */
function missedBetweenCalls({files}: GoPackage, take: GoFunction, give: GoFunction): Slots['missed'] {
  for (const {file} of files) {
    const {tokens} = file;
    // What is called so on another type is something else.
    const mayCall = (one: GoFunction) =>
      take.receiver === undefined || outermost(one).receiver === take.receiver;
    for (const within of file.functions.filter(mayCall)) {
      let exit: number | undefined;
      let isTaken = false;
      for (const at of ownTokens(file, within)) {
        const isCall = tokens.text(at + 1) === '(' && at > within.open;
        if (isCall && tokens.text(at) === take.name) isTaken = true;
        else if (isTaken && endsFunction(tokens, at)) exit ??= tokens.line(at);
        else if (isTaken && isCall && tokens.text(at) === give.name) {
          if (exit !== undefined && !isDeferred(file, at))
            return {function: outermost(within).name, path: file.path, exit};
          isTaken = false;
          exit = undefined;
        }
      }
    }
  }

  return undefined;
}

function isDeferred({tokens}: GoFile, at: number): boolean {
  let first = at;
  while (tokens.text(first - 1) === '.') first -= 2;
  return tokens.text(first - 1) === 'defer';
}
