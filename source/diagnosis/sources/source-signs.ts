// Questions to the source that several rules ask.

import type {LineFacts} from '../../gosource/line-facts.ts';
import type {SelectCaseKind} from '../../gosource/select-cases.ts';
import type {Suspect} from '../suspect.ts';

/** Below this many for each goroutine that starts them, the function that did may still be running. */
const severalEach = 2;

/** Whether the function of the line is the one that the goroutine began with: nothing around it can loop. */
export function isOutermost({signs: {place}}: Suspect): boolean {
  return place.frame !== undefined && place.stack.at(-1) === place.frame;
}

/** Whether nothing in the body of a loop around the line leaves it. A condition that was never met does not count. */
export function isLooping({loop}: LineFacts): boolean {
  return (
    loop !== undefined && loop.exits.length === 0 && loop.header !== 'range' && loop.header !== 'bounded'
  );
}

/** Whether the line is in a loop that goes on until something ends it; a range ends by itself, and what counts does. */
export function isGoingRound({loop}: LineFacts): boolean {
  return loop !== undefined && loop.header !== 'range' && loop.header !== 'bounded';
}

/** The line where the clock that it waits for is stopped, not with `defer`: its channel stays silent from then on. */
export function stopOf({waitsFor, subject, cleanups}: LineFacts): number | undefined {
  if (waitsFor !== 'timer' && waitsFor !== 'ticker') return undefined;
  return cleanups.find(({text, isDeferred}) => !isDeferred && text === `${subject?.of}.Stop`)?.line;
}

const endsInTime = new Set<SelectCaseKind>(['time.After', 'timer', 'ticker']);

/**
 * What ends the wait by itself, as written: a timer, where no loop leads back to it. Undefined where nothing does, or
 * where a loop may be in a function around it.
 */
export function endingWait(facts: LineFacts, suspect: Suspect): string | undefined {
  return isOutermost(suspect) ? timerOf(facts) : undefined;
}

/** The timer that ends the wait, as written, where no loop in its own function leads back to it. */
export function timerOf(facts: LineFacts): string | undefined {
  if (facts.loop !== undefined) return undefined;
  if (facts.operation === 'select') {
    const ending = facts.cases?.find(({kind, channel}) => endsInTime.has(kind) && !isKept(channel?.text));
    return ending?.channel?.text;
  }

  const {waitsFor, subject} = facts;
  const isEnding = waitsFor !== undefined && endsInTime.has(waitsFor) && facts.operation !== 'range';
  return isEnding && stopOf(facts) === undefined && !isKept(subject?.text) ? subject?.text : undefined;
}

/**
 * The timer, as written, whose case leaves the loop around a select whenever it fires: who waits there is gone soon after
 * the last of what the other cases bring. Undefined where nothing does so, or where the timer is stopped.
 */
export function idleTimerOf({operation, loop, cases = [], cleanups}: LineFacts): string | undefined {
  if (operation !== 'select' || loop === undefined) return undefined;
  const ending = cases.find(
    ({kind, leavesAlways, channel}) =>
      (kind === 'time.After' || kind === 'timer') && leavesAlways && !isKept(channel?.text),
  );
  const isStopped = cleanups.some(
    ({text, isDeferred}) => !isDeferred && text === `${ending?.channel?.of}.Stop`,
  );
  return isStopped ? undefined : ending?.channel?.text;
}

/** A channel in a variable may be nil, or that of a timer that was stopped. */
function isKept(text: string | undefined): boolean {
  return text === undefined || /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text);
}

/**
 * Whether the function that started it was to receive, and has left: it can return before, or it starts one goroutine
 * and there are several for each that runs it.
 */
export function hasCreatorLeft({channel, creator}: LineFacts, {signs}: Suspect): boolean {
  const isOwn = channel?.how === 'same-function' || channel?.how === 'argument';
  const isReceiver = creator?.uses.some(({kind}) => kind === 'receive' || kind === 'range') === true;
  if (!isOwn || !isReceiver) return false;
  const {starters, place} = signs;
  const isSeveral = !creator.startsInLoop && starters.all > 0 && place.count >= starters.all * severalEach;
  return creator.earlyExits.length > 0 || isSeveral;
}
