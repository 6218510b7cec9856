import {expect, test} from 'vitest';
import {createInterner} from '../../source/profile/interner.ts';
import {transferables} from '../../source/profile/snapshot-message.ts';
import {createSnapshotPacker} from '../../source/profile/snapshot-packer.ts';
import {createSnapshotUnpacker} from '../../source/profile/snapshot-unpacker.ts';
import {decode, fixture, withoutColumns} from './fixtures.ts';

test('a snapshot that was packed and unpacked is the same snapshot', async () => {
  for (const file of [
    'go1.27/g0.pb.gz',
    'go1.27/gl2.txt',
    'special/labels-go1.27.txt',
    'go1.27/delta.pb.gz',
  ]) {
    const snapshot = await decode(fixture(file));
    const message = createSnapshotPacker(0).pack(snapshot);
    const crossed = structuredClone(message, {transfer: transferables(message)});

    expect(withoutColumns(createSnapshotUnpacker().unpack(crossed))).toEqual({
      skippedLines: 0,
      ...withoutColumns(snapshot),
    });
  }
});

test('that a process ended in a deadlock crosses with its goroutines', async () => {
  const text =
    'fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [select (no cases)]:\nmain.main()\n\t/app/main.go:9 +0x1d\n';
  const snapshot = await decode(text);
  expect(snapshot.isDeadlock).toBe(true);
  const message = createSnapshotPacker(0).pack(snapshot);
  expect(createSnapshotUnpacker().unpack(structuredClone(message)).isDeadlock).toBe(true);
});

test('what was sent once is not sent again', async () => {
  const interner = createInterner();
  const packer = createSnapshotPacker(0);
  packer.pack(await decode(fixture('go1.27/g0.pb.gz'), {}, interner));
  const second = packer.pack(await decode(fixture('go1.27/g0.pb.gz'), {}, interner));

  expect(second).toMatchObject({newStrings: [], newFamilies: [], newIdentities: {keys: []}});
  expect(second.newFrames).toHaveLength(0);
});

test('identities survive when the tables begin anew, but not for ever', async () => {
  const unpacker = createSnapshotUnpacker();
  const snapshot = await decode(fixture('go1.27/g0.pb.gz'));
  const other = await decode(fixture('header-variants.txt'));
  const first = unpacker.unpack(createSnapshotPacker(0).pack(snapshot));
  const second = unpacker.unpack(createSnapshotPacker(1).pack(snapshot));
  unpacker.unpack(createSnapshotPacker(2).pack(other));
  const later = unpacker.unpack(createSnapshotPacker(3).pack(snapshot));

  expect(second.groups[0]!.identity).toBe(first.groups[0]!.identity);
  expect(later.groups[0]!.identity).not.toBe(first.groups[0]!.identity);
  expect(later.groups[0]!.identity).toEqual(first.groups[0]!.identity);
});

test('a worker that takes over from another goes on with the same identities', async () => {
  const snapshot = await decode(fixture('go1.27/g0.pb.gz'));
  const before = createSnapshotUnpacker();
  const first = before.unpack(createSnapshotPacker(0).pack(snapshot));
  const second = createSnapshotUnpacker(before).unpack(createSnapshotPacker(0).pack(snapshot));

  expect(second.groups[0]!.identity).toBe(first.groups[0]!.identity);
});

test('counts cross as columns, and groups are made of them when they are asked for', async () => {
  const snapshot = await decode(fixture('go1.27/g0.pb.gz'), {source: 'debug=0'});
  const {columns, groups} = createSnapshotUnpacker().unpack(createSnapshotPacker(0).pack(snapshot));

  expect(groups).toEqual(snapshot.groups);
  expect(Array.from(columns!.groups, (index) => columns!.identities[index])).toEqual(
    groups.map(({identity}) => identity),
  );
  expect(Array.from(columns!.counts)).toEqual(groups.map(({count}) => count));
});

test('columns of profiles and groups of dumps share what is known on the other side', async () => {
  const interner = createInterner();
  const packer = createSnapshotPacker(0);
  const unpacker = createSnapshotUnpacker();
  const cross = async (file: string) => {
    const snapshot = await decode(fixture(file), {}, interner);
    return {snapshot, crossed: unpacker.unpack(packer.pack(snapshot))};
  };

  for (const file of [
    'go1.27/g0.pb.gz',
    'go1.27/g2.txt',
    'go1.26/g0.pb.gz',
    'go1.27/g1.txt',
    'go1.27/g0.pb.gz',
  ]) {
    const {snapshot, crossed} = await cross(file);
    expect(crossed.groups).toEqual(snapshot.groups);
  }
});

test('labels cross whatever they are called', () => {
  const interner = createInterner();
  const stack = interner.stack([interner.frame('main.work', '/srv/main.go', 7)]);
  const labels = Object.fromEntries([
    ['__proto__', 'one'],
    ['constructor', 'two'],
    ['', ''],
  ]);
  const identity = interner.identity(stack, 'select', labels);
  const group = {
    identity,
    status: 'select',
    count: 1,
    leaked: 0,
    operation: undefined,
    creators: [],
    members: undefined,
  };
  const facts = {takenAt: 0, source: 'file', total: 1, complete: true, missing: 0, observer: 0} as const;
  const {groups} = createSnapshotUnpacker().unpack(createSnapshotPacker(0).pack({...facts, groups: [group]}));

  expect(groups[0]?.identity).toEqual(identity);
  expect(Object.keys(groups[0]?.identity.labels ?? {})).toEqual(['__proto__', 'constructor', '']);
});
