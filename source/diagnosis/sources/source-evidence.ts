// Decides by the source what a stack cannot tell.

import type {LineFacts} from '../../gosource/line-facts.ts';
import type {SelectCaseKind} from '../../gosource/select-cases.ts';
import type {SourceLook} from '../../gosource/source-reader.ts';
import {isStandardLibrary} from '../../profile/frame.ts';
import type {PatternName} from '../pattern-name.ts';
import {leastFollowedMs, tellingSettled} from '../places/followed.ts';
import {isLeft} from '../causes/left-channels.ts';
import {isAnswerStreamed} from '../recognise.ts';
import {
  areStartersGone,
  isAccumulating,
  isHolding,
  isRising,
  isTelling,
  tellingLooks,
  type Signs,
} from '../signs/signs.ts';
import {isDeaf} from './deaf-handlers.ts';
import {sourceFindings} from './source-findings.ts';
import {
  endingWait,
  hasCreatorLeft,
  idleTimerOf,
  isGoingRound,
  isLooping,
  isOutermost,
  stopOf,
} from './source-signs.ts';
import type {Suspect} from '../suspect.ts';
import {wayOutOf} from './way-out.ts';
import type {Level} from '../verdict.ts';

type Rule = {
  /** Only these may be decided otherwise: what a stack gives where it cannot tell. */
  readonly from: readonly PatternName[];
  readonly when: (facts: LineFacts, suspect: Suspect) => boolean;
  readonly pattern: PatternName;
};

const receives: readonly PatternName[] = ['receive-never-sent', 'range-never-closed'];
const selects: readonly PatternName[] = ['select-no-exit'];

/** What the source makes of a pattern that the stack gave, the first rule that holds. */
const rules: readonly Rule[] = [
  // Ranges over a ticker do not end, stopped or not.
  {
    pattern: 'ticker-loop',
    from: receives,
    when: ({operation, waitsFor}) => operation === 'range' && waitsFor === 'ticker',
  },
  {pattern: 'context-never-cancelled', from: receives, when: ({waitsFor}) => waitsFor === 'ctx.Done'},
  {
    pattern: 'time-after-loop',
    from: receives,
    when: (facts) => facts.waitsFor === 'time.After' && isGoingRound(facts),
  },
  {
    pattern: 'ticker-loop',
    from: receives,
    when: (facts) => isClock(facts.waitsFor) && isGoingRound(facts) && stopOf(facts) === undefined,
  },
  {
    pattern: 'range-never-closed',
    from: receives,
    when: ({operation, loop}) =>
      operation === 'range' || (operation === 'receive-two-values' && loop !== undefined),
  },
  {pattern: 'receive-never-sent', from: receives, when: ({operation}) => operation.startsWith('receive')},
  {
    pattern: 'context-never-cancelled',
    from: selects,
    when: (facts) => hasCase(facts, 'ctx.Done') && wayOutOf(facts) !== undefined,
  },
  // A channel of time.After kept in a variable is not a new timer each turn, and may be nil.
  {
    pattern: 'time-after-loop',
    from: selects,
    when: (facts) =>
      isLooping(facts) &&
      facts.cases?.some(({kind, channel}) => kind === 'time.After' && channel?.isCall === true) === true,
  },
  {
    pattern: 'ticker-loop',
    from: selects,
    when: (facts) => isLooping(facts) && facts.cases?.some(({kind}) => isClock(kind)) === true,
  },
  // It works at each tick until somebody tells it to end: that nobody does makes it no other loop.
  {
    pattern: 'ticker-loop',
    from: selects,
    when: (facts) => facts.loop?.header === 'endless' && isTickingUntilTold(facts),
  },
  {
    pattern: 'sleep-flood',
    from: ['sleep-loop'],
    when: ({operation, loop}, suspect) =>
      operation === 'sleep' && (loop === undefined || loop.header === 'range') && isOutermost(suspect),
  },
  {
    pattern: 'sleep-loop',
    from: ['sleep-flood'],
    when: ({operation, loop}) => operation === 'sleep' && loop?.isEndless === true,
  },
  // Who gives a slot back is not whoever started the one that waits for it.
  {
    pattern: 'send-blocked',
    from: ['send-receiver-gone', 'send-blocked'],
    when: ({slots}) => slots !== undefined,
  },
  {pattern: 'send-receiver-gone', from: ['send-blocked'], when: hasCreatorLeft},
];

/** Work of which none comes to an end for so long is none. */
const longWorkMs = 10 * 60_000;

/** Lets the source decide what the stack cannot: which pattern it is, and by one step how sure that is. */
export function refineBySource(suspect: Suspect, look: SourceLook): Suspect {
  if (look.kind !== 'found') return {...suspect, source: look};
  const {facts} = look;
  const rule = rules.find(({from, when}) => from.includes(suspect.pattern) && when(facts, suspect));
  const refined = {...suspect, source: look, pattern: rule?.pattern ?? suspect.pattern};
  const {frame} = suspect.signs.place;
  // Go's own code has a way out of each wait; told of, it reads as if nothing were wrong.
  const findings = frame !== undefined && isStandardLibrary(frame) ? [] : sourceFindings(refined, facts);
  return {
    ...refined,
    level: levelBySource(refined, facts),
    relations: [...suspect.relations, ...findings.map((finding) => ({kind: 'source' as const, finding}))],
  };
}

/**
 * A select that a timer ends is seldom a leak, however many are in it; a sleep in a loop without a way out is one,
 * however long it lasts. Source: LeakProf drops a select with a case of a timer.
 */
function levelBySource(suspect: Suspect, facts: LineFacts): Level {
  const {level, signs, pattern} = suspect;
  if (isLeft(suspect)) return level;
  const isTimed =
    facts.limit !== undefined ||
    idleTimerOf(facts) !== undefined ||
    (facts.operation === 'select' && endingWait(facts, suspect) !== undefined);
  if (level === 'likely' && (isTimed || mayBeBetween(suspect, facts))) return 'watch';
  // Its request has a deadline: it ends, with those who ask for more.
  const isBound = pattern === 'http-no-deadline' && facts.connections.bound !== undefined;
  if (level === 'likely' && isBound) return 'watch';
  if (isDeaf(suspect, facts)) return 'likely';
  // Never found to wait, and its source says that it does not.
  if (level === 'watch' && pattern === 'busy-loop' && isSpinning(suspect, facts)) return 'likely';
  if (level === 'watch' && isSlotLost(signs, facts)) return 'likely';
  if (level === 'likely' && pattern === 'sleep-loop' && mayBeUnderWay(signs, facts)) return 'watch';
  if (level === 'likely' && mayBeSendingAgain(suspect, facts)) return 'watch';
  const isEndlessSleep =
    pattern === 'sleep-loop' && facts.operation === 'sleep' && facts.loop?.isEndless === true;
  const isEndless = isEndlessSleep || isStreamReadOnce(suspect, facts);
  return level === 'watch' && isEndless && isAccumulating(signs) && isTelling(signs) ? 'likely' : level;
}

/** Whether it reads a stream to its end, and would return: who asks for the next one stays for as long as it is wanted. */
function isStreamReadOnce(
  {pattern, signs: {place}}: Suspect,
  {loop, limit, connections}: LineFacts,
): boolean {
  const isLimited = limit !== undefined || connections.bound !== undefined;
  return pattern === 'http-no-deadline' && isAnswerStreamed(place) && loop?.isEndless !== true && !isLimited;
}

/**
 * Whether a function that waits for a time, for whoever calls it, was looked at so rarely that nobody was seen between
 * two of its waits.
 */
function mayBeBetween({signs: {place, followed}}: Suspect, facts: LineFacts): boolean {
  const isPause =
    facts.operation === 'select' &&
    (hasCase(facts, 'time.After') || hasCase(facts, 'timer')) &&
    facts.loop === undefined;
  const isCalled = place.stack.at(-1) !== place.frame;
  return isPause && isCalled && (followed?.looks ?? 0) < tellingLooks;
}

/**
 * Whether a loop around a sleep ends by itself, or can be left from inside, by work that takes longer than anybody has
 * watched: nothing but that they come and stay speaks for a leak. That those who started them have gone does.
 */
function mayBeUnderWay(signs: Signs, {operation, loop}: LineFacts): boolean {
  if (operation !== 'sleep' || loop === undefined || (signs.followed?.overMs ?? 0) >= longWorkMs)
    return false;
  return loop.header === 'bounded' || (loop.exits.length > 0 && !areStartersGone(signs));
}

/**
 * Whether a sender that stays where it is may only have come back there, to send the next of many to somebody slow: that
 * no more of them come tells nothing against it then, nor that the function has returned which gave its channel away.
 */
function mayBeSendingAgain({signs}: Suspect, {operation, loop}: LineFacts): boolean {
  return operation === 'send' && loop !== undefined && !isAccumulating(signs) && !isRising(signs);
}

/**
 * Whether nobody there has come by a slot all the while, and the source shows a way by which one is not given back: that no
 * more of them come, as the queue before it is full, tells nothing against it.
 */
function isSlotLost(signs: Signs, {slots}: LineFacts): boolean {
  const {followed} = signs;
  if (slots?.missed === undefined || followed === undefined || !isHolding(signs)) return false;
  return followed.fromStart + followed.settled >= tellingSettled && followed.overMs >= leastFollowedMs;
}

/** In a loop that never waits, and was never left: in a function that this one calls, there would be work. */
function isSpinning({signs: {spinning}}: Suspect, {spinsAt}: LineFacts): boolean {
  return spinsAt !== undefined && spinning.every(({isInOne}) => isInOne);
}

/** Nothing but ticks, and what ends it. */
function isTickingUntilTold({cases = []}: LineFacts): boolean {
  return (
    cases.some(({kind}) => kind === 'ticker') && cases.every(({kind, leaves}) => kind === 'ticker' || leaves)
  );
}

function hasCase({cases}: LineFacts, kind: SelectCaseKind): boolean {
  return cases?.some((one) => one.kind === kind) === true;
}

function isClock(kind: SelectCaseKind | undefined): boolean {
  return kind === 'ticker' || kind === 'timer';
}
