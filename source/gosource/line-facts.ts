// Puts together what the source says about a line at which a goroutine waits.

import type {Family} from '../profile/wait-reason.ts';
import {type ChannelOrigin, findOrigin, type GoStatement, type Scope} from './channel-origin.ts';
import {isLeftWithCreator} from './channel-reach.ts';
import type {Receiver} from './channel-receivers.ts';
import type {ChannelClose} from './channel-uses.ts';
import {type Cleanup, findCleanups} from './cleanups.ts';
import {clockInPackage} from './clocks.ts';
import {channelAtStart, type CreatorFacts, readCreator} from './creator-facts.ts';
import {type ConnectionFacts, readConnections} from './connections.ts';
import type {Expression} from './expression.ts';
import {type GoFunction, outermost} from './go-functions.ts';
import {findLockHolds, findMissedDone, type Hold} from './holds.ts';
import {findLocksHeld, type HeldLock} from './locks-held.ts';
import {maxPlaces} from './limits.ts';
import {type Loop, loopsAround} from './loops.ts';
import {type Operation, operationAtLine, type OperationKind} from './operation.ts';
import {classifyReceive, readSelectCases, type SelectCase, type SelectCaseKind} from './select-cases.ts';
import {receiversFor} from './receivers-for.ts';
import {findSlots, type Slots} from './slots.ts';
import {spinAt} from './spins.ts';
import {timeLimitOf} from './time-limits.ts';

/** What the source says about the line at which a goroutine waits. */
export type LineFacts = {
  readonly operation: OperationKind;
  /** The channel, lock, WaitGroup, or called function, as written; undefined for select, and when there is none. */
  readonly subject: Expression | undefined;
  /** For a receive or range: what kind of channel it is, as far as the function tells. */
  readonly waitsFor: SelectCaseKind | undefined;
  /** The cases of the select; `[]` is `select {}`; undefined without a select. */
  readonly cases: readonly SelectCase[] | undefined;
  /**
   * The loop around the line that has no way out, else the innermost one. A range over a channel ends when that is
   * closed, so `isEndless` is about the others, and about a range over a ticker, which is never closed.
   */
  readonly loop: (Loop & {readonly isEndless: boolean}) | undefined;
  /** What ends the wait, or that loop, at a time that was set beforehand, as written. */
  readonly limit: string | undefined;
  /** Line of a loop, or of a select with a default case in one, that goes round without ever waiting. */
  readonly spinsAt: number | undefined;
  readonly connections: ConnectionFacts;
  /** Where the channel is made; undefined when the line waits for no channel, or for a select's. */
  readonly channel: ChannelOrigin | undefined;
  /** Calls of `close` on a channel that goes by one of `channel.names`, anywhere in the package. */
  readonly closes: readonly ChannelClose[];
  /** For a send: the functions of the package that receive from a channel by one of `channel.names`. */
  readonly receivers: readonly Receiver[];
  /** Clean-up calls in the same function: compare lines to tell what follows. */
  readonly cleanups: readonly Cleanup[];
  /** For a lock or WaitGroup: functions of the same type, or this one, that hold it too long, or miss its `Done`. */
  readonly holds: readonly Hold[];
  /** Locks that the function has when it gets to the line. */
  readonly locked: readonly HeldLock[];
  /** For a send that takes a slot of a limit. */
  readonly slots: Slots | undefined;
  /** Undefined without the creator's source. */
  readonly creator: CreatorFacts | undefined;
  /** The creator has made the channel, and nobody but it can end the wait: once it has returned, nobody does. */
  readonly isLeftWithCreator: boolean;
  /** How many files of the package were read; not `complete`: what was not found may still exist. */
  readonly package: {readonly files: number; readonly complete: boolean};
};

const channelKinds = new Set<OperationKind>(['range', 'receive', 'receive-two-values', 'send']);

/**
 * Reads the facts of a line within the function of its frame.
 *
 * `started` is the `go` statement of the creator; without it, that of the literal that the line is in.
 */
export function readLineFacts(
  scope: Scope,
  line: number,
  family: Family | undefined,
  started: GoStatement | undefined,
): LineFacts {
  const {file, within, package: inPackage} = scope;
  const found = operationAtLine(file, within, line, family);
  const select = selectOf(scope, found, line);
  // With a single case and no default the compiler makes a plain send or receive of it.
  const single =
    select?.cases.length === 1 && select.cases[0]!.channel !== undefined ? select.cases[0] : undefined;
  const operation: Operation =
    select === undefined
      ? found
      : single === undefined
        ? {kind: 'select', subject: undefined, at: select.at}
        : {kind: single.kind === 'send' ? 'send' : 'receive', subject: single.channel, at: single.from};
  const {kind, subject} = operation;
  const isChannel = channelKinds.has(kind) && subject !== undefined;
  const own = started ?? ownStart(scope);
  const channel = isChannel
    ? withNameAtStart(findOrigin(subject, scope, own), subject, scope, own)
    : undefined;
  const received =
    kind !== 'send' && isChannel ? classifyReceive(file, within, subject, operation.at) : undefined;
  const waitsFor = received === undefined ? undefined : clockOf(scope, received, subject);
  const cases = select?.cases.map((one) => ({...one, kind: clockOf(scope, one.kind, one.channel)}));
  const loop = loopOf(scope, operation, waitsFor);
  return {
    operation: kind,
    subject,
    waitsFor,
    cases,
    loop,
    limit: timeLimitOf(scope, {subject, waitsFor, cases, loop}, own),
    spinsAt: spinAt(scope, line),
    connections: readConnections(file, within, line),
    channel,
    closes: channel === undefined ? [] : closesOf(scope, channel.names),
    receivers: kind === 'send' && channel !== undefined ? receiversFor(scope, channel, own) : [],
    cleanups: findCleanups(file, within),
    holds: holdsOf(scope, operation),
    locked: findLocksHeld(file, within, line),
    slots:
      kind === 'send' && subject !== undefined && channel !== undefined
        ? findSlots({file, within, at: operation.at}, subject, channel, own?.scope.within, inPackage)
        : undefined,
    creator: own === undefined ? undefined : readCreator(isChannel ? subject : undefined, within, own),
    isLeftWithCreator: isLeft(scope, operation, channel, own),
    package: {files: inPackage.files.length, complete: inPackage.complete},
  };
}

/** The select that a line begins, or whose case it is. */
function selectOf(
  {file, within}: Scope,
  found: Operation,
  line: number,
): {readonly at: number; readonly cases: readonly SelectCase[]} | undefined {
  const {tokens} = file;
  if (found.kind === 'select') {
    return {at: found.at, cases: readSelectCases(file, within, found.at + 1)};
  }

  if (found.kind !== 'send' && !found.kind.startsWith('receive')) {
    return undefined;
  }

  // Selects hold few tokens; the nearest `select` before the operation is the one, if a case of it has the line.
  for (let at = found.at; at > within.open; at--) {
    if (tokens.text(at) === 'select' && tokens.text(at + 1) === '{' && tokens.pair(at + 1) > found.at) {
      const cases = readSelectCases(file, within, at + 1);
      const isCase = cases.some((one) => one.line === line && one.from < found.at && found.at < one.colon);
      return isCase ? {at, cases} : undefined;
    }
  }

  return undefined;
}

/** The function told that it is the `C` of something; what that is may be told elsewhere in the package. */
function clockOf(
  {package: inPackage}: Scope,
  kind: SelectCaseKind,
  channel: Expression | undefined,
): SelectCaseKind {
  return kind === 'clock' && channel !== undefined ? (clockInPackage(inPackage, channel) ?? kind) : kind;
}

/** The `go` statement of the literal that the line is in. */
function ownStart(scope: Scope): GoStatement | undefined {
  const {file, within} = scope;
  return within.parent !== undefined && file.tokens.text(within.start - 1) === 'go'
    ? {scope: {...scope, within: within.parent}, at: within.start - 1}
    : undefined;
}

/** The name in the creator is one that `close` may be called with. */
function withNameAtStart(
  origin: ChannelOrigin,
  subject: Expression,
  {within}: Scope,
  started: GoStatement | undefined,
): ChannelOrigin {
  const there = started === undefined ? undefined : channelAtStart(subject, within, started);
  const isNew =
    there !== undefined && there.name !== '' && !there.isCall && !origin.names.includes(there.name);
  return isNew ? {...origin, names: [...origin.names, there.name]} : origin;
}

function loopOf(
  {file, within}: Scope,
  operation: Operation,
  waitsFor: SelectCaseKind | undefined,
): LineFacts['loop'] {
  const loops = loopsAround(file, within, operation.at).map((loop) => {
    const isOverTicker = loop.at < operation.at && operation.at < loop.open && waitsFor === 'ticker';
    const isEndless = loop.exits.length === 0 && (loop.header === 'endless' || isOverTicker);
    return {...loop, isEndless};
  });
  return loops.find(({isEndless}) => isEndless) ?? loops.at(-1);
}

function isLeft(
  scope: Scope,
  {kind, subject}: Operation,
  channel: ChannelOrigin | undefined,
  started: GoStatement | undefined,
): boolean {
  if (channel === undefined || subject === undefined || started === undefined) return false;
  const there = channelAtStart(subject, scope.within, started);
  return there !== undefined && isLeftWithCreator(there, channel.makes, kind, scope, started);
}

function closesOf({package: {files}}: Scope, names: readonly string[]): readonly ChannelClose[] {
  return files
    .flatMap(({uses}) => uses.closes.filter(({channel}) => names.includes(channel.name)))
    .slice(0, maxPlaces);
}

function holdsOf({package: inPackage, within}: Scope, {kind, subject}: Operation): readonly Hold[] {
  if (subject === undefined || subject.name === '') {
    return [];
  }

  // Half of all locks are called `mu`: the same one is likely only where the type or the function is the same.
  const own = outermost(within);
  const isRelated = (other: GoFunction) => {
    const {receiver} = outermost(other);
    return outermost(other) === own || (receiver !== undefined && receiver === own.receiver);
  };
  // A WaitGroup that is a parameter has another name in each function, so only the fields and shared ones are found.
  return kind === 'lock' || kind === 'rlock'
    ? findLockHolds(inPackage, subject.name, isRelated)
    : kind === 'wait' && own.name !== ''
      ? findMissedDone(inPackage, subject.name, isRelated)
      : [];
}
