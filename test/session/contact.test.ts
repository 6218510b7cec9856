import {expect, test} from 'vitest';
import {createContact} from '../../source/session/contact.ts';
import {Session} from '../../source/session/session.ts';
import {TargetError, type TargetErrorKind} from '../../source/target/target-error.ts';
import {fakeClock} from '../helpers/fake-clock.ts';

function begun() {
  const clock = fakeClock();
  const session = new Session(clock, {name: 'shop:6060', url: 'http://shop:6060/debug/pprof/'});
  const contact = createContact(session);
  /** After how long it is to be tried again. */
  const lost = (error: unknown = failure('refused')) => contact.lost(error) - clock.monotonicMs();
  const counted = () => {
    session.addPulse(8, undefined);
    contact.answered();
  };
  return {clock, session, contact, lost, counted, kinds: () => session.events.map(({kind}) => kind)};
}

function failure(kind: TargetErrorKind): TargetError {
  return new TargetError(kind, `shop:6060 ${kind}`, 'Look.');
}

test('each failure in a row is waited for longer, up to ten seconds', () => {
  const {lost, counted} = begun();
  expect(Array.from({length: 7}, () => lost())).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  counted();
  expect(lost()).toBe(500);
});

test('an outage is told once, and its end once', () => {
  const {contact, session, lost, counted, kinds} = begun();
  counted();
  counted();
  lost();
  lost(new Error('The cable was cut.'));
  expect(session.status).toMatchObject({kind: 'lost', problem: 'The cable was cut.'});
  contact.endOutage();
  contact.endOutage();
  counted();
  expect(session.status.kind).toBe('live');
  expect(kinds()).toEqual(['attached', 'lost', 'back']);
});

test('before the target has ever answered there is no outage to end', () => {
  const {contact, session, lost, kinds} = begun();
  lost();
  contact.endOutage();
  expect(session.status).toMatchObject({kind: 'connecting', problem: 'shop:6060 refused'});
  expect(kinds()).toEqual([]);
});

test('only the very first failure is final, and not one that took too long', () => {
  const {contact, lost, counted} = begun();
  expect(contact.isFinal(failure('refused'))).toBe(true);
  expect(contact.isFinal(failure('timed out'))).toBe(false);
  lost(failure('timed out'));
  expect(contact.isFinal(failure('refused'))).toBe(false);
  counted();
  expect(contact.isFinal(failure('refused'))).toBe(false);
});
