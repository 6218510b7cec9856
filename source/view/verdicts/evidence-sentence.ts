// Each kind of evidence as a sentence.

import type {Evidence} from '../../diagnosis/verdict.ts';
import {packageOf, shortFunction} from '../../profile/frame.ts';
import {type Family, selectWithoutCases} from '../../profile/wait-reason.ts';
import {durationText, spanText} from '../../text/duration.ts';
import {formatChange, formatCount, plural} from '../text/format.ts';
import {findingSentence} from './finding-sentence.ts';
import {
  holderSleepsText,
  holderText,
  lockAgainText,
  lockOrderText,
  lockText,
  oneOf,
} from './lock-sentences.ts';
import {ofAll} from './portions.ts';

/** Rates below this are told with a decimal: `+0.5 a minute` is not nothing. */
const wholeFrom = 10;
/** A ratio this near to a whole number is that number. */
const wholeWithin = 0.05;
/** What these start for `AfterFunc`, they start in a goroutine that ends right after: that it has tells nothing. */
const endsAtOnce = new Set(['context', 'time']);
/** Who dials for a client has ended each time, whatever becomes of the connection. */
const dials = 'net/http.(*Transport).dialConn';
/** More names at once are not read. */
const namesTold = 3;

/** One thing that was seen, as a sentence with its numbers; begins with a small letter, ends without a full stop. */
export function evidenceSentence(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'proof':
      return `the garbage collector proves that ${portion(evidence.leaked, evidence.count)} can never wake up`;
    case 'deadlock':
      return 'the runtime ended the process because all of its goroutines were asleep: nothing can wake them';
    case 'endless':
      return evidence.status === selectWithoutCases
        ? 'it is a select without cases, which nothing can end'
        : `the channel is nil, so nothing can end this wait (${evidence.status})`;
    case 'orphan-sender':
    case 'creator-gone':
      return creatorText(evidence);
    case 'growth':
      return growthText(evidence);
    case 'survivors':
    case 'orphans-stay':
      return survivorsText(evidence);
    case 'stuck':
      return stuckText(evidence);
    case 'one-lock':
      return lockText(evidence);
    case 'holder':
      return holderText(evidence);
    case 'holder-sleeps':
      return holderSleepsText(evidence);
    case 'lock-order':
      return lockOrderText(evidence);
    case 'lock-again':
      return lockAgainText(evidence);
    case 'same-lock':
      return `the same lock as that of ${goroutinesIn(evidence.count, evidence.function)}, judged on ${evidence.count === 1 ? 'its' : 'their'} own`;
    case 'waits-for':
      return `waiting for ${goroutinesIn(evidence.count, evidence.function)}, judged on ${evidence.count === 1 ? 'its' : 'their'} own`;
    case 'victims':
      return `${goroutinesIn(evidence.count, evidence.function)} (${waitWord(evidence.family)}) ${evidence.count === 1 ? 'is' : 'are'} held up by this`;
    case 'pair':
      return `${goroutinesIn(evidence.count, evidence.function)} ${evidence.count === 1 ? 'belongs' : 'belong'} to the same`;
    case 'callers':
      return `requests were seen under way in ${listText(evidence.functions.map(shortFunction))}; shorter ones may not have been seen`;
    case 'started-within':
      return `who started them was seen in ${listText(evidence.functions.map(shortFunction))}: look there first`;
    case 'receiver-ended':
      return `${goroutinesIn(evidence.count, evidence.function)}, which received until then, ${evidence.count === 1 ? 'has' : 'have'} ended`;
    case 'one-way-left':
      return `of ${plural(evidence.seen, 'pair')} seen to carry a connection both ways, ${formatCount(evidence.left)} ${evidence.left === 1 ? 'has' : 'have'} one way left: the other has ended, and so has who started both`;
    case 'sleep':
      return sleepText(evidence);
    case 'load':
      return `moves with ${shortFunction(evidence.function)}: ${ratioText(evidence.ratio)} for each of its ${formatCount(evidence.count)}`;
    case 'always-running':
      return `running in ${looksText(evidence.looks)}, never seen to wait`;
    case 'source':
      return findingSentence(evidence.finding);
    case 'present-at-attach':
      return `${formatCount(evidence.count)} ${evidence.count === 1 ? 'was there at the first look, and still is' : 'were there at the first look, and still are'}`;
    case 'constant':
      return `constant at ${formatCount(evidence.count)}${Number.isFinite(evidence.overMs) ? ` over ${spanText(evidence.overMs)}` : ''}`;
  }
}

function sleepText({leastMs, mostMs, count, of}: Extract<Evidence, {kind: 'sleep'}>): string {
  const long = durationText(leastMs);
  const how = leastMs === mostMs ? long : `${long} to ${durationText(mostMs)}`;
  if (count === undefined || of === undefined) return `each sleep lasts ${how}`;
  return `${ofAll(count, of)} ${count === 1 ? 'sleeps' : 'sleep'} for ${how} at a time, and it is these that stay`;
}

/** `a`, `a and b`, `a, b, c and 4 more`. */
function listText(names: readonly string[]): string {
  const told = names.slice(0, namesTold);
  const more = names.length - told.length;
  if (more > 0) return `${told.join(', ')} and ${more} more`;
  const last = told.pop() ?? '';
  return told.length === 0 ? last : `${told.join(', ')} and ${last}`;
}

function stuckText({
  count,
  looks,
  overMs,
  goroutine,
  toldMs,
  isPart,
  of = count,
}: Extract<Evidence, {kind: 'stuck'}>): string {
  if (looks === 1) return waitedText(count, overMs);
  const told = toldMs === undefined ? '' : `, and the runtime says for ${spanText(toldMs)}`;
  const span = Number.isFinite(overMs) ? ` over ${spanText(overMs)}` : '';
  const over = `in ${looksText(looks)}${span}${told}`;
  if (of === 1) return `the same goroutine at the same place ${over}`;
  if (count === 1) return `${oneOf(goroutine, of)} at the same place ${over}`;
  const who = goroutine === undefined ? '' : `, goroutine ${goroutine} the longest`;
  const whom = isPart === true ? ' looked at' : '';
  return `none of ${count === of ? 'the ' : 'these '}${formatCount(count)}${whom} has moved on ${over}${who}`;
}

/** What the runtime itself says, where there was one look. */
function waitedText(count: number, overMs: number): string {
  if (overMs === 0) return `${formatCount(count)} wait there at the same time`;
  const forHow = `for ${count === 1 ? '' : 'up to '}${spanText(overMs)}, as the runtime says`;
  return count === 1 ? `it has waited there ${forHow}` : `${formatCount(count)} have waited there ${forHow}`;
}

function creatorText({
  kind,
  creator,
  gone,
  known,
  starters,
}: Extract<Evidence, {kind: 'orphan-sender' | 'creator-gone'}>): string {
  const startedBy = `started by ${shortFunction(creator)}`;
  if (endsAtOnce.has(packageOf(creator)) || creator === dials) return startedBy;
  const meaning = kind === 'orphan-sender' ? ', so nobody may be left to receive' : '';
  if (known === 1) {
    return gone === 1
      ? `its creator, ${shortFunction(creator)}, has returned${meaning}`
      : `its creator, ${shortFunction(creator)}, is still there`;
  }

  if (gone === 0)
    return `${startedBy} in ${starters === 1 ? 'one goroutine, which is' : `${formatCount(starters)} goroutines, which are`} still there`;
  if (starters === 1) return `${startedBy} in one goroutine, which has ended${meaning}`;
  const have = gone === 1 ? 'has' : 'have';
  return `${startedBy}: ${portion(gone, known)} ${have} outlived the goroutine that started ${gone === 1 ? 'it' : 'them'}${meaning}`;
}

function growthText({
  first,
  last,
  perMinute,
  overMs,
  neverFell,
}: Extract<Evidence, {kind: 'growth'}>): string {
  const way = `${formatCount(first)} at first, ${formatCount(last)} now`;
  const never = neverFell ? ', never fell' : '';
  if (!Number.isFinite(overMs)) return `${way}${never}`;
  return `${rateText(perMinute)} a minute over ${spanText(overMs)} (${way})${never}`;
}

/** `+42`, `+0.5`: what a minute brings. */
function rateText(perMinute: number): string {
  if (!Number.isFinite(perMinute)) return '?';
  if (Math.abs(perMinute) >= wholeFrom) return formatChange(perMinute);
  const rounded = Number(perMinute.toFixed(1));
  return rounded > 0 ? `+${rounded}` : String(rounded);
}

function survivorsText({
  kind,
  survived,
  seen,
  born,
  overMs,
}: Extract<Evidence, {kind: 'survivors' | 'orphans-stay'}>): string {
  const whose = kind === 'orphans-stay' ? 'of those whose creator has returned, ' : '';
  const when = Number.isFinite(overMs) ? `${spanText(overMs)} ago or earlier` : 'at an earlier moment';
  const stayed = `${ofAll(survived, seen)} seen ${when} ${survived === 1 ? 'is' : 'are'} still there by id`;
  return `${whose}${stayed}, ${born === 0 ? 'none' : formatCount(born)} came since the first look`;
}

/** `all 100`, `90 of 100`, `it`. */
function portion(part: number, whole: number): string {
  if (part !== whole) return ofAll(part, whole);
  return whole === 1 ? 'it' : `all ${formatCount(whole)}`;
}

function goroutinesIn(count: number, functionName: string): string {
  return `${plural(count, 'goroutine')} in ${shortFunction(functionName)}`;
}

function looksText(looks: number): string {
  return looks === 1 ? 'the one look' : `all ${formatCount(looks)} looks`;
}

function waitWord(family: Family): string {
  return family === 'mutex'
    ? 'waiting for a lock'
    : family === 'waitgroup'
      ? 'waiting for a WaitGroup'
      : family;
}

function ratioText(ratio: number): string {
  const whole = Math.round(ratio);
  return whole > 0 && Math.abs(ratio - whole) < wholeWithin ? String(whole) : ratio.toFixed(1);
}
