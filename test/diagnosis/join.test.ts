import {expect, test} from 'vitest';
import {joinSame, ranked} from '../../source/diagnosis/join.ts';
import type {Suspect} from '../../source/diagnosis/suspect.ts';
import {namesOf, suspect, type SuspectOptions} from './suspects.ts';

const reader = suspect('IO wait', ['net/http.(*persistConn).readLoop'], {count: 12});
const writer = suspect('select', ['net/http.(*persistConn).writeLoop'], {count: 12});

test('the reader and the writer of connections are one verdict, at the reader', () => {
  for (const both of [
    [reader, writer],
    [writer, reader],
  ]) {
    const [one, ...more] = joinSame(both);
    expect(more).toEqual([]);
    expect(namesOf([one!])).toEqual(['net/http.(*persistConn).readLoop']);
    expect(one?.relations).toEqual([
      {kind: 'pair', function: 'net/http.(*persistConn).writeLoop', count: 12},
    ]);
  }
});

test('why connections are kept is told by their reader: the writer joins a body that is not closed', () => {
  const body = suspect('select', ['net/http.(*persistConn).readLoop'], {count: 12});
  expect(joinSame([writer, body]).map(({pattern}) => pattern)).toEqual(['http-body-not-closed']);
});

test('connections that wait for others to read come after these, whatever their writers do', () => {
  const body = suspect('select', ['net/http.(*persistConn).readLoop'], {count: 12, isVictim: true});
  const reading = suspect('IO wait', ['main.follow'], {count: 9});
  expect(namesOf(ranked(joinSame([writer, body, reading])))).toEqual([
    'main.follow',
    'net/http.(*persistConn).readLoop',
  ]);
});

test('the same line reached in different ways is one verdict, as sure as the surest', () => {
  const line = 'main.report /srv/app/report.go:7';
  const few = suspect('chan send', [line, 'main.a', 'main.loop'], {count: 2, level: 'likely'});
  const many = suspect('chan send', [line, 'main.b', 'main.loop'], {count: 9, level: 'watch'});
  const [one, ...more] = joinSame([many, few]);
  expect(more).toEqual([]);
  expect(one).toMatchObject({level: 'likely', joined: [many]});
});

test('other lines, other waits and other goroutines are other verdicts', () => {
  const one = suspect('chan send', ['main.report /srv/app/report.go:7', 'main.loop']);
  const line = suspect('chan send', ['main.report /srv/app/report.go:9', 'main.loop']);
  const wait = suspect('select', ['main.report /srv/app/report.go:7', 'main.loop']);
  const entry = suspect('chan send', ['main.report /srv/app/report.go:7', 'main.serve']);
  expect(joinSame([one, line, wait, entry])).toHaveLength(4);
});

function sender(name: string, options: SuspectOptions): Suspect {
  return suspect('chan send', [name], options);
}

test('the surest come first, causes before victims, then the largest', () => {
  const all = [
    sender('main.watched', {level: 'watch', count: 900}),
    sender('main.victim', {level: 'likely', count: 500, isVictim: true}),
    sender('main.small', {level: 'likely', count: 3}),
    sender('main.large', {level: 'likely', count: 30}),
    sender('main.proven', {level: 'proven', count: 1}),
  ];
  expect(namesOf(ranked(all))).toEqual([
    'main.proven',
    'main.large',
    'main.small',
    'main.victim',
    'main.watched',
  ]);
});

test('what nothing can be said of comes after the others of its level', () => {
  const read = 'os.(*File).Read /usr/local/go/src/os/file.go:144';
  const unknown = suspect('IO wait', [read, 'notify.(*Watcher).read'], {count: 90});
  const all = [unknown, sender('main.small', {count: 3}), sender('main.watched', {level: 'watch'})];
  expect(namesOf(ranked(all))).toEqual(['main.small', 'notify.(*Watcher).read', 'main.watched']);
});

test('of two that are as sure, the one that keeps a lock from others comes first, however few it is', () => {
  const many = suspect('chan receive', ['main.receive'], {count: 90});
  const few = suspect('chan send', ['main.(*Book).publish'], {count: 3});
  const victims = {kind: 'victims', function: 'main.(*Book).leave', family: 'mutex', count: 3} as const;
  expect(namesOf(ranked([many, few]))).toEqual(['main.receive', 'main.(*Book).publish']);
  expect(namesOf(ranked([many, {...few, relations: [victims]}]))).toEqual([
    'main.(*Book).publish',
    'main.receive',
  ]);
});

test('a fault of which one way seemed to wait for the other is no longer said to wait', () => {
  const go = 'golang.org/x/sync/errgroup.(*Group).Go /srv/errgroup.go:71';
  const entry = 'golang.org/x/sync/errgroup.(*Group).Go.func1';
  const outer: Suspect = {
    ...suspect('chan send', [go, 'main.split', 'main.encode.split.func1', entry], {
      count: 9,
      isVictim: true,
    }),
    relations: [{kind: 'waits-for', function: 'main.split', count: 8}],
  };
  const inner: Suspect = {
    ...suspect('chan send', [go, 'main.split', 'main.split.func1', entry], {count: 8}),
    relations: [
      {kind: 'victims', function: 'main.split', family: 'chan send', count: 9},
      {kind: 'victims', function: 'main.encode', family: 'waitgroup', count: 3},
    ],
  };
  const [one, ...more] = joinSame([outer, inner]);
  expect(more).toEqual([]);
  expect(one).toMatchObject({isVictim: false, joined: [outer]});
  expect(one?.relations).toMatchObject([{function: 'main.encode'}]);
});
