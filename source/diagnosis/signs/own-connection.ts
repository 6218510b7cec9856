// Looks in the source for where a connection that goroutines wait on was opened.

import {isStandardLibrary} from '../../profile/frame.ts';
import type {Frame} from '../../profile/model.ts';
import type {SourceFinding} from '../source-finding.ts';
import type {ReadSource} from '../sources/read-source.ts';
import type {Suspect} from '../suspect.ts';
import {areStartersGone, isTelling, type Signs} from './signs.ts';

/** Functions of the program, from the innermost outwards, in which the opening of a connection is looked for. */
const mostFrames = 6;

type Opened = Extract<SourceFinding, {kind: 'own-connection'}>;

/**
 * Looks in the functions of a stack for the one that has opened the connection it waits on. Undefined when none has, and
 * when any of them limits the wait, or takes over connections that others have opened.
 */
async function findOpened(stack: readonly Frame[], readSource: ReadSource): Promise<Opened | undefined> {
  const own = stack.filter((frame) => !isStandardLibrary(frame)).slice(0, mostFrames);
  for (const frame of own) {
    const look = await readSource(frame, undefined, {family: 'IO wait', isInnermost: false});
    if (look.kind !== 'found') return undefined;
    const {opens, isLimited, accepts} = look.facts.connections;
    if (isLimited || accepts) return undefined;
    if (opens !== undefined) {
      const isLoop = look.facts.loop !== undefined && look.facts.loop.line > opens.line;
      return {kind: 'own-connection', function: frame.function, text: opens.text, line: opens.line, isLoop};
    }
  }

  return undefined;
}

/**
 * Looks in the function that has started them: it opened the connection and left it to them alone. Undefined when it did
 * not, and when a function on their stack limits the wait, or takes over connections that others have opened.
 */
async function findLeftOpen({place, creators}: Signs, readSource: ReadSource): Promise<Opened | undefined> {
  const [creator, other] = creators;
  if (creator === undefined || other !== undefined || isStandardLibrary(place.stack.at(-1)!))
    return undefined;
  const wait = {family: place.family, isInnermost: false};
  let isLoop = false;
  for (const frame of place.stack.filter((one) => !isStandardLibrary(one)).slice(0, mostFrames)) {
    const look = await readSource(frame, undefined, wait);
    if (look.kind !== 'found' || look.facts.connections.isLimited || look.facts.connections.accepts)
      return undefined;
    isLoop ||= look.facts.loop !== undefined;
  }

  const look = await readSource(creator.frame, undefined, wait);
  if (look.kind !== 'found') return undefined;
  const {opens, staysWithGoroutines, isLimited, accepts} = look.facts.connections;
  if (opens === undefined || !staysWithGoroutines || isLimited || accepts) return undefined;
  const {text, line} = opens;
  return {kind: 'own-connection', function: creator.frame.function, text, line, isLoop};
}

/** Copies from one connection to another until either ends: a proxy does, for as long as its clients like. */
function isCopying(stack: readonly Frame[]): boolean {
  return stack.some(({function: name}) => /^(?:io\.Copy|io\.copyBuffer|net\.genericReadFrom)/.test(name));
}

/**
 * Whether goroutines copy one way of connections that the functions which started them have copied the other way: these
 * have returned, and with both ways in use none of them does before the other has ended.
 */
async function areOtherHalfOfReturned({signs}: Suspect, readSource: ReadSource): Promise<boolean> {
  const {place, creators, followed} = signs;
  const {frame, stack} = place;
  if (frame === undefined || stack.at(-1) !== frame || followed === undefined) return false;
  if (followed.startLeft + followed.settledLeft > 0 || followed.settled < fewestHalves) return false;
  const [creator, other] = creators;
  if (creator === undefined || other !== undefined || !areStartersGone(signs)) return false;
  if (!frame.function.startsWith(`${creator.frame.function}.func`)) return false;
  const wait = {family: place.family, isInnermost: false};
  const here = await readSource(frame, undefined, wait);
  if (here.kind !== 'found' || here.facts.connections.isLimited) return false;
  const there = await readSource(creator.frame, undefined, wait);
  return there.kind === 'found' && there.facts.connections.copies;
}

/** Taken for connections that were accepted, and there is no other reason to think so than a package. */
export function mayBeOpened({level, pattern, signs}: Suspect): boolean {
  return level === 'load' && pattern === 'socket-no-deadline' && signs.connection === 'assumed';
}

/** Few may be clients that still send. */
const fewestHalves = 6;

/**
 * A goroutine that has opened a connection itself, and then waits on it without a limit, is not there because a peer has
 * come: who reads in a loop may do so for as long as the program lives, unless those that started it have ended.
 */
export async function refineByConnection(suspect: Suspect, readSource: ReadSource): Promise<Suspect> {
  const {signs, level, pattern} = suspect;
  const {stack} = signs.place;
  const isOpened = pattern === 'socket-no-deadline' && level === 'watch' && signs.connection === 'opened';
  const isAssumed = mayBeOpened(suspect);
  if (!isOpened && !isAssumed) return suspect;
  if (isOpened && isCopying(stack))
    return (await areOtherHalfOfReturned(suspect, readSource)) ? {...suspect, level: 'likely'} : suspect;
  const finding = (await findOpened(stack, readSource)) ?? (await findLeftOpen(signs, readSource));
  if (finding === undefined) return suspect;
  const isSure = finding.isLoop ? areStartersGone(signs) : isTelling(signs);
  return {
    ...suspect,
    level: isSure ? 'likely' : 'watch',
    relations: [...suspect.relations, {kind: 'source', finding}],
  };
}
