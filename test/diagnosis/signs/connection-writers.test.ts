import {expect, test} from 'vitest';
import {withoutLoneWriters} from '../../../source/diagnosis/signs/connection-writers.ts';
import type {Level} from '../../../source/diagnosis/verdict.ts';
import {suspect} from '../suspects.ts';

const dialed = 'created by net/http.(*Transport).dialConn';
const writer = (level: Level) => suspect('select', ['net/http.(*persistConn).writeLoop', dialed], {level});
const idle = (level: Level) =>
  suspect('IO wait', ['internal/poll.(*FD).Read', 'net/http.(*persistConn).readLoop', dialed], {level});
const other = suspect('select', ['main.wait']);

const levelsOf = (...all: Parameters<typeof withoutLoneWriters>[0]) =>
  withoutLoneWriters(all).map(({level}) => level);

test('who writes to a connection is as sure as who reads from it', () => {
  expect(levelsOf(writer('likely'), idle('likely'), other)).toEqual(['likely', 'likely', 'likely']);
  expect(levelsOf(writer('likely'), idle('watch'), other)).toEqual(['watch', 'watch', 'likely']);
  expect(levelsOf(writer('watch'), idle('likely'), other)).toEqual(['watch', 'likely', 'likely']);
});

test('without a reader that is told it tells nothing', () => {
  expect(withoutLoneWriters([writer('likely'), other])).toEqual([other]);
});
