import {expect, test} from 'vitest';
import {readKind, writtenKind} from '../../source/recording/event-kinds.ts';
import {openRecording} from '../../source/recording/open-recording.ts';
import {watched} from '../helpers/session.ts';
import {recorderOf} from './recorded.ts';

test('what an event announces is read back with its kind', () => {
  expect(readKind(writtenKind({kind: 'leak', verdict: '4f1c9a'}))).toEqual({kind: 'leak', verdict: '4f1c9a'});
  expect(readKind(writtenKind({kind: 'alert'}))).toEqual({kind: 'alert'});
});

test('a recording that holds the kind alone announces nothing by its place', () => {
  expect(readKind('leak')).toEqual({kind: 'leak'});
});

test('an event of a kind that a later version has is a problem', () => {
  expect(readKind('eclipse').kind).toBe('problem');
  expect(readKind('toString').kind).toBe('problem');
});

test('events of a recording are those of the session, with what they announce', async () => {
  const {session, clock} = watched();
  const recorder = recorderOf();
  const unfollow = session.follow(recorder.write);
  session.addEvent('leak', 'LIKELY LEAK 12 goroutines wait', '4f1c9a');
  clock.pass(1000);
  session.addEvent('alert', 'goroutines 12 > 10');
  recorder.commit();
  unfollow();
  await recorder.close();
  const recording = openRecording(recorder.file);
  const inLog = [...recording.entries()].flatMap((entry) => (entry.kind === 'event' ? [entry.event] : []));
  const told = session.events.slice(-2);
  expect(told[0]?.verdict).toBe('4f1c9a');
  expect(recording.events().slice(-2)).toEqual(told);
  expect(inLog.slice(-2)).toEqual(told);
  recording.close();
});
