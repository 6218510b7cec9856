import {expect, test} from 'vitest';
import type {GroupIdentity} from '../../source/profile/model.ts';
import {createNamesPool} from '../../source/recording/names-pool.ts';
import {createNames} from '../../source/recording/names-reader.ts';
import {createNamesWriter} from '../../source/recording/names-writer.ts';

const frame = {function: 'main.serve', file: '/srv/main.go', line: 30};
const identity: GroupIdentity = {
  key: '0123456789abcdef.01234567',
  place: '0123456789abcdef',
  family: 'select',
  stack: [frame, {...frame, function: 'main.main', line: 2 ** 40}],
  labels: {tenant: 'acme', ['__proto__']: 'é'},
};

/** The definitions of a chapter whose identities are these, in this order. */
function written(...identities: readonly GroupIdentity[]): Uint8Array {
  const names = createNamesWriter();
  for (const one of identities) names.identity(one);
  return names.take();
}

function readerOf(pool = createNamesPool(), ...pieces: readonly Uint8Array[]) {
  const names = createNames(pool);
  for (const piece of pieces) names.learn(piece);
  return names;
}

test('an identity is what was written, whatever stands before it in its chapter', () => {
  const other = {...identity, key: 'any text', labels: {}, stack: []};
  const names = readerOf(undefined, written(other, identity));
  expect(names.identity(0)).toEqual(other);
  expect(names.identity(1)).toEqual(identity);
  expect(() => names.identity(2)).toThrow('not known');
});

test('an identity that goes on in the next chapter is the same object there', () => {
  const pool = createNamesPool();
  const first = readerOf(pool, written(identity)).identity(0);
  const other = {...identity, key: 'fedcba9876543210', place: 'fedcba9876543210'};
  const next = readerOf(pool, written(other, identity));
  expect(next.identity(1)).toBe(first);
  expect(next.identity(0)).toEqual(other);
});

test('identities of one key that differ in anything stay what they are', () => {
  const pool = createNamesPool();
  const variants: readonly GroupIdentity[] = [
    identity,
    {...identity, stack: [{...frame, file: '/build/main.go'}, identity.stack[1]!]},
    {...identity, stack: identity.stack.toReversed()},
    {...identity, stack: [frame]},
    {...identity, labels: {tenant: 'blue'}},
    {...identity, labels: {acme: 'tenant'}},
    {...identity, family: 'mutex'},
  ];
  for (const one of variants) expect(readerOf(pool, written(one)).identity(0)).toEqual(one);
  for (const one of variants) expect(readerOf(pool, written(one)).identity(0)).toEqual(one);
});

test('groups that differ only in labels have the same stack', () => {
  const pool = createNamesPool();
  const first = readerOf(pool, written(identity)).identity(0);
  const other = {...identity, key: `${identity.place}.89abcdef`, labels: {tenant: 'blue'}};
  const next = readerOf(pool, written(other)).identity(0);
  expect(next).toEqual(other);
  expect(next.stack).toBe(first.stack);
});

test('what is lost of one chapter is not missing in the next', () => {
  const writer = createNamesWriter();
  writer.text(frame.file);
  writer.take();
  writer.identity(identity);
  const pool = createNamesPool();
  const damaged = readerOf(pool, writer.take()).identity(0);
  expect(damaged.key).toBe(identity.key);
  expect(damaged.stack[0]).toEqual({...frame, file: '(lost)'});
  expect(readerOf(pool, written(identity)).identity(0)).toEqual(identity);
});

test('what many other groups have passed since is made anew', () => {
  const pool = createNamesPool();
  const first = readerOf(pool, written(identity)).identity(0);
  const passing = Array.from({length: 60_000}, (_, at) => ({...identity, key: `${identity.place}.${at}`}));
  const names = readerOf(pool, written(...passing));
  for (let at = 0; at < passing.length; at++) names.identity(at);
  const again = readerOf(pool, written(identity)).identity(0);
  expect(again).not.toBe(first);
  expect(again).toEqual(first);
});
