import {expect, test} from 'vitest';
import {groupsOf} from '../../../source/diagnosis/places/look-groups.ts';
import {group, snapshot} from '../../helpers/session.ts';

const reader = group(2, 'IO wait', [
  'internal/poll.(*FD).Read /usr/local/go/src/internal/poll/fd_unix.go:165',
  'net.(*conn).Read /usr/local/go/src/net/net.go:196',
  'shop.read /srv/app/read.go:20',
]);
const collector = group(1, 'select', 'runtime.bgsweep /usr/local/go/src/runtime/mgcsweep.go:300');
const worker = group(3, 'chan receive', 'shop.work /srv/app/work.go:8');
const labelled = group(1, 'chan receive', 'shop.work /srv/app/work.go:8', {labels: {tenant: 'acme'}});

test('groups that differ in labels alone are of one place', () => {
  const {byPlace} = groupsOf(snapshot([worker, reader, labelled]));
  expect([...byPlace.values()]).toEqual([[worker, labelled], [reader]]);
});

test('groups that wait for a peer, and those of libraries alone, are told from the others', () => {
  const {ofPeers, ofLibraries} = groupsOf(snapshot([worker, reader, collector]));
  expect(ofPeers.map(({group: {identity}, kind}) => [identity, kind.waitsForPeer])).toEqual([
    [reader.identity, true],
  ]);
  expect(ofLibraries).toEqual([collector]);
});

test('the groups of a look are sorted once', () => {
  const dump = snapshot([worker]);
  expect(groupsOf(dump)).toBe(groupsOf(dump));
});
