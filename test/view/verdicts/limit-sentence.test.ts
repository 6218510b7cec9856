import {expect, test} from 'vitest';
import type {Limit} from '../../../source/diagnosis/verdict.ts';
import {formatClock} from '../../../source/view/text/format.ts';
import {limitSentence} from '../../../source/view/verdicts/limit-sentence.ts';

const wallMs = Date.UTC(2026, 10, 21, 5);
const clock = formatClock(wallMs);

/** Every kind, so that a new one without a test does not compile. */
const sentences: Record<Limit['kind'], readonly [Limit, string]> = {
  restarted: [{kind: 'restarted', times: 1, wallMs}, `restarted at ${clock}`],
  lost: [{kind: 'lost', problem: 'Connection refused.', wallMs}, `lost at ${clock} (Connection refused);`],
  cut: [{kind: 'cut', missing: 1200}, '1,200 goroutines are missing'],
  'one-sample': [{kind: 'one-sample'}, 'nothing can be said of growth'],
  'no-stacks': [{kind: 'no-stacks', goroutines: 48_000}, 'Full stacks were not seen (48,000 goroutines)'],
  short: [{kind: 'short', overMs: 4_000}, 'for 4 s only'],
  'no-times': [{kind: 'no-times', moments: 3}, '3 moments are taken to be a minute apart'],
  'no-proof': [
    {kind: 'no-proof', why: 'it was interrupted.'},
    'The garbage collector was not asked: it was interrupted.',
  ],
};

test.each(Object.values(sentences))('%o is one sentence for a person', (limit, words) => {
  const sentence = limitSentence(limit);
  expect(sentence).toContain(words);
  expect(sentence).toMatch(/^[A-Z][^\n]*\.$/);
});

test('a process that was restarted again and again is one sentence', () => {
  expect(limitSentence({kind: 'restarted', times: 1200, wallMs})).toContain(
    `restarted 1,200 times, last at ${clock};`,
  );
});

test('a file that was cut does not tell how many more there were', () => {
  expect(limitSentence({kind: 'cut', missing: 1, isLeast: true})).toContain(
    'at least 1 goroutine is missing',
  );
});
