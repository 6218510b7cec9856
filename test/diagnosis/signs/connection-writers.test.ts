import {expect, test} from 'vitest';
import {withoutLoneWriters} from '../../../source/diagnosis/signs/connection-writers.ts';
import type {Family} from '../../../source/profile/wait-reason.ts';
import {suspect} from '../suspects.ts';

const writers = suspect('select', ['net/http.(*persistConn).writeLoop'], {count: 20});
const other = suspect('select', ['main.wait']);

/** So many connections whose reader waits so. */
function readers(family: Family, count: number) {
  return suspect(family, ['internal/poll.(*FD).Read', 'net/http.(*persistConn).readLoop'], {count}).signs;
}

test('who writes to connections that others read from tells nothing', () => {
  const places = [writers.signs, readers('select', 20), other.signs];
  expect(withoutLoneWriters([writers, other], places)).toEqual([other]);
});

test('where most connections are idle, all that there are tell', () => {
  const places = [writers.signs, readers('select', 6), readers('IO wait', 14)];
  expect(withoutLoneWriters([writers, other], places)).toEqual([writers, other]);
});
