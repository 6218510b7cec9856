import {expect, test} from 'vitest';
import {placesOf} from '../../../source/diagnosis/places/place.ts';
import {withSeenHolders} from '../../../source/diagnosis/causes/seen-holders.ts';
import type {SourceFinding} from '../../../source/diagnosis/source-finding.ts';
import type {Suspect} from '../../../source/diagnosis/suspect.ts';
import type {Family} from '../../../source/profile/wait-reason.ts';
import {group} from '../../helpers/session.ts';
import {suspect} from '../suspects.ts';

const lock = 'sync.(*Mutex).Lock /usr/local/go/src/sync/mutex.go:46';
const begin = 'example.com/store.(*DB).begin /src/store/db.go:12';
const keptOver: SourceFinding = {kind: 'lock-kept', lock: 'db.mu', function: 'Close', wait: 40};
const deferred: SourceFinding = {kind: 'unlock-deferred', lock: 'db.mu', line: 13};

function waiting(stack: readonly string[], ...findings: readonly SourceFinding[]): Suspect {
  const relations = findings.map((finding) => ({kind: 'source' as const, finding}));
  return {...suspect('mutex', [lock, ...stack]), relations};
}

/** What is still said of those that wait in `begin`, beside goroutines elsewhere. */
function told(findings: readonly SourceFinding[], ...others: readonly (readonly [Family, string])[]) {
  const one = waiting([begin, 'main.book'], ...findings);
  const places = others.map(([family, frame]) => group(1, family, [frame]));
  const [kept] = withSeenHolders([one], [one.signs.place, ...placesOf(places).values()]);
  return kept?.relations.flatMap((relation) => (relation.kind === 'source' ? [relation.finding] : []));
}

const closing = 'example.com/store.(*DB).Close /src/store/db.go:40';

test('that a function waits with the lock is said where a goroutine is at that line of it', () => {
  expect(told([keptOver])).toEqual([]);
  expect(told([keptOver], ['select', closing])).toEqual([keptOver]);
  expect(told([keptOver], ['select', closing.replace('Close', 'Close.func1')])).toEqual([keptOver]);
});

test('another line, another function and another package are not where the lock is kept', () => {
  expect(told([keptOver], ['select', closing.replace(':40', ':41')])).toEqual([]);
  expect(told([keptOver], ['select', closing.replace('Close', 'Open')])).toEqual([]);
  expect(told([keptOver], ['select', closing.replace('store.', 'cache.')])).toEqual([]);
});

test('that no unlock is forgotten is said where a goroutine is past the lock in a method of the type', () => {
  expect(told([deferred])).toEqual([]);
  expect(told([deferred], ['chan send', 'example.com/store.(*DB).sync /src/store/db.go:90'])).toEqual([
    deferred,
  ]);
  expect(told([deferred], ['chan send', 'example.com/store.(*Tx).sync /src/store/tx.go:90'])).toEqual([]);
});

test('a method that is called by one of its own type, and asks for the lock again, is past it itself', () => {
  const nested = waiting([begin, 'example.com/store.(*DB).update /src/store/db.go:70'], deferred);
  expect(withSeenHolders([nested], [nested.signs.place])[0]?.relations).toHaveLength(1);
});

test('that a function returns with the lock is said whoever is seen', () => {
  const handed = {lock: 'db.mu', function: 'begin', exit: 20, release: 'close', line: 60};
  const finding: SourceFinding = {kind: 'lock-handed-over', ...handed};
  expect(told([finding, keptOver])).toEqual([finding]);
});

test('what else the source says stays, and ways to leave with the lock, of which two are told', () => {
  const left = ['open', 'sync', 'grow'].map((name, at): SourceFinding => ({
    kind: 'lock-kept',
    lock: 'db.mu',
    function: name,
    exit: at,
  }));
  const operation: SourceFinding = {kind: 'operation', operation: 'lock', channel: undefined};
  expect(told([keptOver, ...left, operation])).toEqual([...left.slice(0, 2), operation]);
});
