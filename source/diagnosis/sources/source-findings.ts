// What a person is told of the source of a suspect.

import path from 'node:path';
import type {LineFacts} from '../../gosource/line-facts.ts';
import type {OperationKind} from '../../gosource/operation.ts';
import type {SelectCase} from '../../gosource/select-cases.ts';
import type {Slots} from '../../gosource/slots.ts';
import {escapeText} from '../../target/escape.ts';
import {endingWait, idleTimerOf, isLooping, stopOf} from './source-signs.ts';
import {wayOutOf} from './way-out.ts';
import type {Suspect} from '../suspect.ts';
import type {SourceFinding} from '../source-finding.ts';

/** More cases or functions than this are not told; nobody would read them. */
const mostCases = 6;
const mostHolds = 6;

/** What the source says of a suspect's line, most telling first. */
export function sourceFindings(suspect: Suspect, facts: LineFacts): readonly SourceFinding[] {
  const {operation, subject} = facts;
  const channel = subject?.text;
  const ending = endingWait(facts, suspect) ?? facts.limit ?? idleTimerOf(facts);
  if (ending !== undefined) return [{kind: 'ends-by-itself', text: ending}];
  if (suspect.pattern === 'busy-loop')
    return facts.spinsAt === undefined ? [] : [{kind: 'never-waits', line: facts.spinsAt}];
  const {bound} = facts.connections;
  if (suspect.pattern === 'http-no-deadline')
    return bound === undefined ? [] : [{kind: 'ends-by-itself', text: bound}];
  // Wherever a channel of that name is made, this one is none.
  if (suspect.pattern === 'nil-channel') return [];
  switch (operation) {
    case 'send':
      if (channel === undefined) return [];
      return facts.slots === undefined
        ? [...bufferFindings(facts, channel), ...receiverFindings(facts, suspect)]
        : [slotsFinding(facts.slots, channel, suspect), ...bufferFindings(facts, channel)];
    case 'range':
    case 'receive':
    case 'receive-two-values':
      return channel === undefined ? [] : receiveFindings(facts, channel, suspect);
    case 'select':
      return selectFindings(facts);
    case 'lock':
    case 'rlock':
      return [...lockFindings(facts, suspect), ...unlockFindings(facts, channel ?? '')];
    case 'wait':
      return facts.holds.flatMap(({path: file, function: name, exits: [exit]}): SourceFinding[] =>
        exit === undefined
          ? []
          : [
              {
                kind: 'done-missed',
                group: channel ?? '',
                function: name,
                exit,
                file: otherFile(file, suspect),
              },
            ],
      );
    case 'sleep':
      return loopFindings(facts);
    case 'cond-wait':
    case 'call':
    case 'unknown':
      return [];
  }
}

function bufferFindings({channel: origin}: LineFacts, channel: string): readonly SourceFinding[] {
  if (origin?.buffering === 'unbuffered') return [{kind: 'unbuffered', channel}];
  const sizes = new Set(origin?.makes.map(({size}) => size));
  const [size] = sizes;
  // The name of a parameter says nothing of how much room there is.
  const isGiven = origin?.makes.some(({within}) => within?.parameters.includes(size ?? '') === true);
  return origin?.buffering === 'buffered' && sizes.size === 1 && size !== undefined && isGiven !== true
    ? [{kind: 'buffered', channel, size}]
    : [];
}

/** The name of a file that is not the one of which lines are shown. */
function otherFile(file: string | undefined, {source}: Suspect): string | undefined {
  return file === undefined || (source?.kind === 'found' && source.path === file)
    ? undefined
    : escapeText(path.basename(file));
}

function slotsFinding(
  {release, path: file, line, missed}: Slots,
  channel: string,
  suspect: Suspect,
): SourceFinding {
  return {
    kind: 'slots',
    channel,
    release,
    line,
    file: otherFile(file, suspect),
    function: missed?.function,
    exit: missed?.exit,
    exitFile: otherFile(missed?.path, suspect),
  };
}

function receiverFindings({creator}: LineFacts, suspect: Suspect): readonly SourceFinding[] {
  const received = creator?.uses.filter(({kind}) => kind === 'receive' || kind === 'range') ?? [];
  const [first] = received;
  const exit = creator?.earlyExits[0]?.line;
  if (first === undefined || creator === undefined) return [];
  const file = otherFile(creator.path, suspect);
  if (exit !== undefined) return [{kind: 'creator-may-leave', exit, receive: first.line, file}];
  return received.length === 1 && first.kind === 'receive' && !first.inLoop
    ? [{kind: 'receives-once', line: first.line, file}]
    : [];
}

function receiveFindings(facts: LineFacts, channel: string, suspect: Suspect): readonly SourceFinding[] {
  const {operation, waitsFor, channel: origin, closes} = facts;
  const stopped = stopOf(facts);
  const findings: SourceFinding[] = [
    {kind: 'operation', operation: operation === 'range' ? 'range' : 'receive', channel},
  ];
  if (stopped !== undefined) findings.push({kind: 'stopped-clock', text: channel, line: stopped});
  if (waitsFor !== 'receive') return [...findings, ...loopFindings(facts)];
  // Under the same name in another place it may be another channel.
  const isKnown = origin !== undefined && origin.how !== 'same-name' && origin.how !== 'unknown';
  const close = closes.find(({isDeferred}) => isDeferred) ?? closes[0];
  if (close !== undefined && isKnown) {
    const where = close.isDeferred ? {} : {line: close.line, file: otherFile(close.path, suspect)};
    findings.push({kind: 'closed', channel, ...where});
  } else if (isKnown && facts.package.complete) {
    findings.push({kind: 'never-closed', channel, files: facts.package.files});
  }

  return findings;
}

function selectFindings(facts: LineFacts): readonly SourceFinding[] {
  const {cases = [], loop} = facts;
  const exit = wayOutOf(facts);
  if (exit !== undefined) return [{kind: 'exit-case', text: caseText(exit)}];
  if (cases.length === 0 || loop === undefined) return [];
  if (loop.header === 'condition' || loop.exits.length > 0)
    return [{kind: 'loop-exit', line: loop.line, exit: loop.exits[0]?.line}];
  return isLooping(facts)
    ? [{kind: 'no-exit-case', cases: cases.slice(0, mostCases).map((one) => caseText(one))}]
    : [];
}

function caseText({kind, channel}: SelectCase): string {
  const text = channel?.text ?? '';
  return kind === 'default' ? 'default' : kind === 'send' ? `${text} <-` : `<-${text}`;
}

function loopFindings({loop, waitsFor}: LineFacts): readonly SourceFinding[] {
  if (loop === undefined || waitsFor === 'ctx.Done') return [];
  const {line, header, isEndless, exits} = loop;
  if (isEndless) return [{kind: 'endless-loop', line}];
  const [exit] = exits;
  const canEnd = header === 'condition' || header === 'bounded';
  return exit === undefined && !canEnd ? [] : [{kind: 'loop-exit', line, exit: exit?.line}];
}

/** A lock is not kept for long over a sleep, and Cond.Wait gives it back. */
const shortWaits = new Set<OperationKind>(['sleep', 'cond-wait', 'call', 'unknown']);

function lockFindings({holds}: LineFacts, suspect: Suspect): readonly SourceFinding[] {
  const told = holds.flatMap(
    ({path: of, subject: lock, function: name, exits: [exit], waits, handedOver}): SourceFinding[] => {
      const file = otherFile(of, suspect);
      const wait =
        // Of several, the one in which these goroutines are.
        waits.find(
          ({kind, line}) => file === undefined && kind !== 'call' && line === suspect.signs.place.frame?.line,
        ) ?? waits.find(({kind}) => !shortWaits.has(kind));
      if (exit !== undefined) return [{kind: 'lock-kept', lock, function: name, exit, file}];
      const kept: SourceFinding[] =
        wait === undefined
          ? []
          : [{kind: 'lock-kept', lock, function: name, wait: wait.line, operation: wordFor(wait.kind), file}];
      if (handedOver === undefined) return kept;
      const {line: end, release} = handedOver;
      const by = {release: release.function, line: release.line, file: otherFile(release.path, suspect)};
      return [{kind: 'lock-handed-over', lock, function: name, exit: end, exitFile: file, ...by}, ...kept];
    },
  );
  // Of those who wait with the lock only some may be seen to.
  return told.toSorted((a, b) => Number(isOverWait(a)) - Number(isOverWait(b))).slice(0, mostHolds);
}

function isOverWait(finding: SourceFinding): boolean {
  return finding.kind === 'lock-kept' && finding.wait !== undefined;
}

/** That the function itself gives the lock back, whatever happens after. */
function unlockFindings({cleanups, holds}: LineFacts, lock: string): readonly SourceFinding[] {
  if (holds.length > 0) return [];
  const unlock = cleanups.find(
    ({isDeferred, text}) => isDeferred && (text === `${lock}.Unlock` || text === `${lock}.RUnlock`),
  );
  return unlock === undefined ? [] : [{kind: 'unlock-deferred', lock, line: unlock.line}];
}

const words: Readonly<Partial<Record<OperationKind, string>>> = {
  'receive-two-values': 'receive',
  rlock: 'lock',
  wait: 'WaitGroup',
};

function wordFor(kind: OperationKind): string {
  return words[kind] ?? kind;
}
