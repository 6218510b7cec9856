import {describe, expect, test} from 'vitest';
import type {Verdict} from '../../../source/diagnosis/verdict.ts';
import type {SessionEvent} from '../../../source/session/events.ts';
import {announcementOf, isStanding} from '../../../source/view/verdicts/announcement.ts';
import {verdictKey, verdictsOf} from '../../../source/view/verdicts/verdicts-now.ts';
import {group} from '../../helpers/session.ts';
import {diagnosisOf, verdictOn} from '../../helpers/verdicts.ts';

const senders = (count: number) => group(count, 'chan send', 'check.report check.go:72');
const others = group(800, 'chan send', 'audit.send audit.go:9');

/** The announcement of a verdict. */
function told(verdict: Verdict): SessionEvent {
  return {kind: 'leak', atMs: 0, wallMs: 0, text: announcementOf(verdict), verdict: verdictKey(verdict)};
}

/** The same from a recording that holds the sentence alone. */
function toldInWords(verdict: Verdict): SessionEvent {
  const {kind, atMs, wallMs, text} = told(verdict);
  return {kind, atMs, wallMs, text};
}

const stands = (event: SessionEvent, ...verdicts: Verdict[]) =>
  isStanding(event, verdictsOf(diagnosisOf(verdicts)));

describe.each([
  ['a verdict that was announced', told],
  ['one of which only the sentence is known', toldInWords],
])('%s', (_which, announced) => {
  test('stands while its goroutines become more, and when it is proven', () => {
    const event = announced(verdictOn(senders(1800)));
    expect(stands(event, verdictOn(senders(2500)))).toBe(true);
    expect(stands(event, verdictOn(others), verdictOn(senders(2500), {level: 'proven'}))).toBe(true);
  });

  test('does not when it is less sure, or gone', () => {
    const event = announced(verdictOn(senders(800)));
    expect(stands(event, verdictOn(senders(800), {level: 'watch'}))).toBe(false);
    expect(stands(event)).toBe(false);
  });
});

test('a verdict on another place is not the one that was announced, though its words are the same', () => {
  const event = told(verdictOn(senders(800)));
  expect(toldInWords(verdictOn(others)).text).toBe(event.text);
  expect(stands(event, verdictOn(others))).toBe(false);
});

test('it stands by its place, whatever its pattern becomes', () => {
  const event = told(verdictOn(senders(800)));
  expect(stands(event, verdictOn(senders(800), {pattern: 'send-blocked'}))).toBe(true);
});
