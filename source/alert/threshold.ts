// Reads thresholds as they are typed.

import {families, type Family} from '../profile/wait-reason.ts';
import {escapeText} from '../target/escape.ts';
import {suggest} from '../text/suggest.ts';

/** What a threshold counts. */
export type Subject =
  | {readonly kind: 'goroutines'}
  | {readonly kind: 'threads'}
  | {readonly kind: 'family'; readonly family: Family};

/** What the count is held against. */
export type Rule =
  | {readonly kind: 'above'; readonly limit: number}
  | {readonly kind: 'above baseline'; readonly percent: number}
  | {readonly kind: 'growth'; readonly perMinute: number};

export type Threshold = {readonly subject: Subject; readonly rule: Rule};

/** A threshold that cannot be read; the message is one sentence with what was understood and an example. */
export class ThresholdError extends Error {
  override readonly name = 'ThresholdError';
  readonly exitCode = 2;
}

const examples = ['5000', '+50%', 'chan send>100', 'select>+50%', 'growth>100/min', 'threads>500'] as const;
const exampleList = `${examples
  .slice(0, -1)
  .map((example) => `'${example}'`)
  .join(', ')} or '${examples.at(-1)}'`;

const longestTextLength = 200;

const amountPattern =
  /^(?<plus>\+?)(?<number>\d{1,3}(?:[,_ ]\d{3})+|\d+)(?<fraction>\.\d+)?(?<thousands>k?)(?:(?<percent>%)|\/(?:(?<second>s|sec|second)|(?<minute>m|min|minute)|(?<hour>h|hr|hour)))?$/;

/** Families by their letters only, so that `ChanSend`, `chan-send` and `chan  send` are the same. */
const subjects = new Map<string, Subject>([
  ...['', 'goroutine', 'goroutines', 'total', 'count'].map((word) => [word, {kind: 'goroutines'}] as const),
  ...['thread', 'threads'].map((word) => [word, {kind: 'threads'}] as const),
  ...families.map((family) => [squeeze(family), {kind: 'family', family}] as const),
  ['chanrecv', {kind: 'family', family: 'chan receive'}],
]);
const knownWords = ['goroutines', 'threads', 'growth', ...families] as const;

/**
 * Reads a threshold as typed after `--threshold`; spaces and case do not matter.
 *
 * Example input:  `chan send growth>20/min`
 * Example output: `{subject: {kind: 'family', family: 'chan send'}, rule: {kind: 'growth', perMinute: 20}}`
 *
 * @throws {ThresholdError} when it cannot be read as one subject and one amount.
 */
export function parseThreshold(text: string): Threshold {
  const typed = text.trim().replaceAll(/\s+/g, ' ');
  if (typed === '') throw new ThresholdError(`A threshold is empty; write one like ${exampleList}.`);
  if (typed.length > longestTextLength) {
    throw new ThresholdError(
      `A threshold of ${typed.length} characters cannot be read; write one like ${exampleList}.`,
    );
  }
  const {words, amountText} = split(typed);
  const growth = /^(?:(?<before>.*?)[ \-_]*growth|growth(?: of)? (?<after>.*))$/.exec(words)?.groups;
  const subject = readSubject(growth?.['before'] ?? growth?.['after'] ?? words, typed);
  return {subject, rule: readRule(amountText, growth !== undefined, typed)};
}

/** `chan send > +50%` → words `chan send`, amount `+50%`; the `>` may be left out. */
function split(typed: string): {words: string; amountText: string} {
  const parts = /^(?<words>[^>\d+]*)>?(?<amount>[^>]*)$/.exec(typed.toLowerCase());
  if (!parts?.groups || typed.includes('>=')) {
    const hint = typed.includes('>=')
      ? "'>=' is not known, as a threshold fires above its limit"
      : 'it has more than one part';
    throw new ThresholdError(
      `The threshold ${quote(typed)} cannot be read: ${hint}; write one like ${exampleList}.`,
    );
  }
  return {words: (parts.groups['words'] ?? '').trim(), amountText: (parts.groups['amount'] ?? '').trim()};
}

function readSubject(words: string, typed: string): Subject {
  const subject = subjects.get(squeeze(words));
  if (subject) return subject;
  const nearest = suggest(words, knownWords);
  const advice = nearest
    ? `did you mean '${nearest}'?`
    : `known are ${knownWords.map((name) => `'${name}'`).join(', ')}.`;
  throw new ThresholdError(
    `The threshold ${quote(typed)} watches ${quote(words)}, which is nothing it can count: ${advice}`,
  );
}

function readRule(amountText: string, growth: boolean, typed: string): Rule {
  const parts = amountPattern.exec(
    amountText.replace(/ *\bper\b */, '/').replaceAll(/ *([+%/k]) */g, '$1'),
  )?.groups;
  if (!parts) {
    const understood = amountText === '' ? 'it has no limit' : `${quote(amountText)} is no amount`;
    throw new ThresholdError(
      `The threshold ${quote(typed)} cannot be read: ${understood}; write one like ${exampleList}.`,
    );
  }
  const whole = (parts['number'] ?? '').replaceAll(/[,_ ]/g, '');
  const amount = Number(whole + (parts['fraction'] ?? '')) * (parts['thousands'] ? 1000 : 1);
  const perTime = parts['second'] ?? parts['minute'] ?? parts['hour'];
  if (growth || perTime) {
    if (parts['percent']) {
      throw new ThresholdError(
        `The threshold ${quote(typed)} mixes growth with a percentage: growth is goroutines per minute, as in 'growth>100/min'.`,
      );
    }
    if (!growth) {
      throw new ThresholdError(
        `The threshold ${quote(typed)} has a limit per time but does not say of what: write 'growth>${amountText}', or 'chan send growth>${amountText}' for one kind of wait.`,
      );
    }
    const perMinute = parts['second'] ? amount * 60 : parts['hour'] ? amount / 60 : amount;
    return {kind: 'growth', perMinute: inRange(perMinute, typed)};
  }
  if (parts['percent']) return {kind: 'above baseline', percent: inRange(amount, typed)};
  if (parts['plus']) {
    throw new ThresholdError(
      `The threshold ${quote(typed)} is a rise without a unit: write '+${whole}%' for a rise over the baseline, or '${whole}' for a limit.`,
    );
  }
  // `5.000` may mean five or five thousand.
  if (!Number.isInteger(amount) || (parts['fraction'] && !parts['thousands'])) {
    throw new ThresholdError(
      `The threshold ${quote(typed)} is not a whole number of goroutines; write one like ${exampleList}.`,
    );
  }
  return {kind: 'above', limit: inRange(amount, typed)};
}

function inRange(amount: number, typed: string): number {
  if (amount <= Number.MAX_SAFE_INTEGER) return amount;
  throw new ThresholdError(
    `The threshold ${quote(typed)} is larger than any count can be; write one like ${exampleList}.`,
  );
}

function squeeze(words: string): string {
  return words.toLowerCase().replaceAll(/(?<=[a-z])[\s\-_]+(?=[a-z])/g, '');
}

function quote(text: string): string {
  return `"${escapeText(text)}"`;
}
