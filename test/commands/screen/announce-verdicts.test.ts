import {describe, expect, test} from 'vitest';
import {announceVerdicts} from '../../../source/commands/screen/announce-verdicts.ts';
import {maxEvents} from '../../../source/session/events.ts';
import {group, watched} from '../../helpers/session.ts';
import {diagnosisOf, verdictOn} from '../../helpers/verdicts.ts';

const senders = group(800, 'chan send', 'check.report check.go:72');
const lock = group(7, 'mutex', 'ledger.Withdraw ledger.go:9');

function announcing() {
  const {session} = watched();
  const announce = announceVerdicts(session);
  return {
    session,
    told: () => session.events.flatMap(({kind, text}) => (kind === 'leak' ? [text] : [])),
    judge: (...verdicts: Parameters<typeof verdictOn>[]) =>
      announce(diagnosisOf(verdicts.map((one) => verdictOn(...one)))),
  };
}

describe('a verdict is announced', () => {
  test('when it becomes likely, and not again while it stands', () => {
    const {judge, told} = announcing();
    judge([senders, {level: 'watch'}]);
    expect(told()).toEqual([]);
    judge([senders, {level: 'likely'}]);
    judge([senders, {level: 'likely'}]);
    expect(told()).toEqual(['LIKELY LEAK 800 goroutines wait to send on a channel whose receiver has gone']);
  });

  test('with its place, by which it is found as long as it stands', () => {
    const {session, judge} = announcing();
    judge([senders, {level: 'likely'}]);
    expect(session.events.at(-1)?.verdict).toBe(senders.identity.place);
  });

  test('again when it is proven, and not when it is less sure for a while', () => {
    const {judge, told} = announcing();
    judge([senders, {level: 'likely'}]);
    judge([senders, {level: 'proven'}]);
    judge([senders, {level: 'watch'}]);
    judge([senders, {level: 'likely'}]);
    judge();
    judge([senders, {level: 'proven', pattern: 'send-blocked'}]);
    expect(told().map((text) => text.split(' ')[0])).toEqual(['LIKELY', 'PROVEN']);
  });

  test('the surest last, which stays in view longest', () => {
    const {judge, told} = announcing();
    judge([senders, {level: 'proven'}], [lock, {level: 'likely', pattern: 'mutex-not-released'}]);
    expect(told().map((text) => text.split(' ')[0])).toEqual(['LIKELY', 'PROVEN']);
  });

  test('anew of a process that was restarted', () => {
    const {session, judge, told} = announcing();
    judge([senders, {level: 'likely'}]);
    session.restarted('its start time changed');
    judge([senders, {level: 'likely'}]);
    expect(told()).toHaveLength(2);
  });

  test('anew also after so many restarts that the events of the first ones are dropped', () => {
    const {session, judge, told} = announcing();
    for (let restart = 0; restart < maxEvents; restart++) session.restarted('it crashes at once');
    judge([senders, {level: 'likely'}]);
    session.restarted('it crashes at once');
    judge([senders, {level: 'likely'}]);
    expect(told()).toHaveLength(2);
  });
});

test('what follows load is never announced', () => {
  const {judge, told} = announcing();
  judge([senders, {level: 'load'}], [lock, {level: 'benign'}]);
  expect(told()).toEqual([]);
});
