import {gunzipSync} from 'node:zlib';
import {Profile} from 'pprof-format';
import {describe, expect, test} from 'vitest';
import type {Group, Snapshot} from '../../source/profile/model.ts';
import {unknownDirection} from '../../source/profile/hidden-frames.ts';
import {familyOf} from '../../source/profile/wait-reason.ts';
import {pprofOf} from '../../source/report/pprof-out.ts';
import {group, snapshot} from '../helpers/session.ts';
import {decode, finalizerReleases, fixture, releases} from '../profile/fixtures.ts';

async function readBack(written: Pick<Snapshot, 'groups' | 'takenAt'>): Promise<Snapshot> {
  return decode(pprofOf(written));
}

/** All of a group that the format can hold. */
function said({identity, status, count, leaked}: Group) {
  return {key: identity.key, stack: identity.stack, labels: identity.labels, status, count, leaked};
}

const byKey = (groups: readonly Group[]) =>
  groups.map(said).toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));

async function stateLabels(of: Snapshot): Promise<string[]> {
  const profile = Profile.decode(gunzipSync(pprofOf(of)));
  const text = (index: number | bigint) => profile.stringTable.strings[Number(index)]!;
  return profile.sample
    .flatMap(({label}) => label.filter(({key}) => text(key) === 'go::goroutine_state'))
    .map(({str}) => text(str));
}

function functionsOf(of: Snapshot): string[][] {
  const profile = Profile.decode(gunzipSync(pprofOf(of)));
  const text = (index: number | bigint) => profile.stringTable.strings[Number(index)]!;
  return profile.sample.map(({locationId}) =>
    locationId.map((id) =>
      text(profile.function[Number(profile.location[Number(id) - 1]!.line[0]!.functionId) - 1]!.name),
    ),
  );
}

describe.each([...releases, ...finalizerReleases])('%s', (release) => {
  test.each(['g0.pb.gz', 'g1.txt', 'g2.txt'])(
    '%s, written and read back, has the same groups',
    async (name) => {
      const before = await decode(fixture(`${release}/${name}`));
      const after = await readBack(before);

      expect(byKey(after.groups)).toEqual(byKey(before.groups));
      expect(after).toMatchObject({total: before.total, complete: true, missing: 0});
    },
  );

  test('what a debug=0 profile says of a wait is in frames again, not in a label', async () => {
    expect(await stateLabels(await decode(fixture(`${release}/g0.pb.gz`)))).toEqual([]);
  });
});

test.each(['go1.27/gl1.txt', 'go1.27/gl2.txt', 'go1.27/g2-after-leak.txt'])(
  '%s: goroutines that the garbage collector marked stay marked',
  async (name) => {
    const before = await decode(fixture(name));
    expect(before.groups.some(({leaked}) => leaked > 0)).toBe(true);
    expect(byKey((await readBack(before)).groups)).toEqual(byKey(before.groups));
  },
);

test.each([
  'special/labels-go1.27.txt',
  'special/ancestors-go1.27.txt',
  'special/cgo-go1.19.txt',
  'special/cgo-go1.27.pb.gz',
  'special/synctest-go1.27.txt',
  'header-variants.txt',
])('%s is read back with the same groups', async (name) => {
  const before = await decode(fixture(name));
  expect(byKey((await readBack(before)).groups)).toEqual(byKey(before.groups));
});

test('a difference of two profiles keeps its negative counts', async () => {
  const before = await decode(fixture('go1.26/delta.pb.gz'));
  expect(before.groups.some(({count}) => count < 0)).toBe(true);
  // Some came and as many went: that is no goroutine.
  const counted = before.groups.filter(({count}) => count !== 0);
  expect(byKey((await readBack(before)).groups)).toEqual(byKey(counted));
});

test('written twice it is the same: reading it back loses nothing that writing needs', async () => {
  const once = pprofOf(await decode(fixture('go1.26/g0.pb.gz')));
  const again = pprofOf({...(await decode(once)), takenAt: 0});
  expect(Buffer.from(gunzipSync(again)).equals(gunzipSync(once))).toBe(true);
});

describe('the innermost frames are those of the runtime', () => {
  const worker = 'main.worker /srv/app/main.go:30';

  test.each([
    ['runtime.chanrecv1', ['runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv1', 'main.worker']],
    ['runtime.chanrecv2', ['runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv2', 'main.worker']],
    // Nobody knows which: neither is written.
    [undefined, ['runtime.gopark', 'runtime.chanrecv', 'main.worker']],
  ] as const)('of a receive parked in %s', async (operation, functions) => {
    const of = snapshot([{...group(3, 'chan receive', worker), operation}]);
    expect(functionsOf(of)).toEqual([[...functions]]);
    const [read] = (await readBack(of)).groups;
    expect(read).toMatchObject({status: 'chan receive', operation: operation ?? 'runtime.chanrecv'});
  });

  test('of a send are certain, whatever the format: only package reflect sends otherwise', () => {
    expect(
      functionsOf(
        snapshot([
          group(1, 'chan send', worker),
          group(1, 'chan send', ['reflect.chansend0 a.go:1', worker]),
        ]),
      ),
    ).toEqual([
      ['runtime.gopark', 'runtime.chansend', 'runtime.chansend1', 'main.worker'],
      ['runtime.gopark', 'runtime.chansend', 'reflect.chansend0', 'main.worker'],
    ]);
  });

  test('of a system call are those of its kind: waiting for signals is not calling C', () => {
    expect(
      functionsOf(
        snapshot(
          ['os/signal.signal_recv', 'main._Cfunc_sleep', 'syscall.Syscall6'].map((leaf) =>
            group(1, 'syscall', [`${leaf} a.go:1`, worker]),
          ),
        ),
      ),
    ).toEqual([
      ['runtime.notetsleepg', 'os/signal.signal_recv', 'main.worker'],
      ['runtime.cgocall', 'main._Cfunc_sleep', 'main.worker'],
      ['syscall.Syscall6', 'main.worker'],
    ]);
  });

  test('of a select, a sleep and a lock, as go tool pprof is used to show them', () => {
    const of = snapshot([
      group(1, 'select', worker),
      group(1, 'sleep', ['time.Sleep time/sleep.go:1', worker]),
      group(1, 'mutex', ['internal/sync.runtime_SemacquireMutex runtime/sema.go:95', worker], {
        status: 'sync.Mutex.Lock',
      }),
      group(1, 'runnable', worker),
    ]);
    expect(functionsOf(of)).toEqual([
      ['runtime.gopark', 'runtime.selectgo', 'main.worker'],
      ['runtime.gopark', 'time.Sleep', 'main.worker'],
      [
        'runtime.gopark',
        'runtime.goparkunlock',
        'runtime.semacquire1',
        'internal/sync.runtime_SemacquireMutex',
        'main.worker',
      ],
      ['main.worker'],
    ]);
  });

  test('where frames cannot tell the wait, its word is a label, and nobody sees it in gorowatch', async () => {
    const of = snapshot([group(2, 'other', worker, {status: 'trace reader (blocked)', labels: {app: 'x'}})]);
    expect(await stateLabels(of)).toEqual(['trace reader (blocked)']);
    const [read] = (await readBack(of)).groups;
    expect(read).toMatchObject({
      status: 'trace reader (blocked)',
      identity: {family: 'other', labels: {app: 'x'}},
    });
  });
});

/** runtime/runtime2.go waitReasonStrings and traceback.go gStatusStrings, Go 1.15–1.27, and what gorowatch adds. */
const words =
  `chan send|chan send (nil chan)|chan receive|chan receive (nil chan)|select|select (no cases)|sleep|IO wait
semacquire|sync.Mutex.Lock|sync.RWMutex.RLock|sync.RWMutex.Lock|sync.WaitGroup.Wait|sync.Cond.Wait|syscall|runnable
running|coroutine|idle|waiting|GC assist wait|GC sweep wait|GC worker (idle)|finalizer wait|cleanup wait|force gc (idle)
panicwait|synctest.Run|synctest.Wait|preempted|trace reader (blocked)|debug call|???|wait for GC cycle|dumping heap
a word of Go 1.99|${unknownDirection}`.split(/[|\n]/);
const innermost =
  `main.worker time.Sleep syscall.Syscall internal/poll.runtime_pollWait reflect.rselect reflect.chansend0
sync.runtime_Semacquire sync.runtime_SemacquireMutex main._Cfunc_sleep internal/sync.runtime_SemacquireMutex panic
sync.runtime_SemacquireRWMutexR os/signal.signal_recv sync.runtime_SemacquireWaitGroup sync.runtime_notifyListWait
iter.Pull[...].func2 runtime/pprof.writeRuntimeProfile`.split(/\s/);

test.each(words)('%s is read back as that, whatever the stack', async (status) => {
  const callers = ['sync.(*WaitGroup).Wait', 'main.main'];
  const stacks = [
    ...innermost.flatMap((leaf) => [[leaf], [leaf, ...callers]]),
    ['...205 frames elided...'],
    ['...205 frames elided...', ...callers],
    // What is shown where there is nothing but the runtime.
    ['runtime.Gosched'],
    ['runtime.gopark', 'runtime.bgsweep'],
    [],
  ];
  for (const stack of stacks) {
    const frames = stack.map((name, at) => ({
      function: name,
      file: name.startsWith('...') ? '' : 'a.go',
      line: at + 3,
    }));
    const of = snapshot([group(3, familyOf(status, stack), frames, {status, labels: {app: 'x'}})]);
    expect((await readBack(of)).groups.map(said)).toEqual(of.groups.map(said));
  }
});

test('some of a group marked as leaked are two samples and one group', async () => {
  const of = snapshot([group(9, 'chan send', 'main.worker', {leaked: 4})]);
  expect(await stateLabels(of)).toEqual(['chan send (leaked)']);
  const {groups} = await readBack(of);
  expect(groups).toMatchObject([{count: 9, leaked: 4, status: 'chan send'}]);
});

test('it is what the runtime writes: one sample type, no duration, times in nanoseconds, no string twice', async () => {
  const of = {...(await decode(fixture('go1.26/g2.txt'))), takenAt: 1_700_000_000_123};
  const profile = Profile.decode(gunzipSync(pprofOf(of)));
  const {strings} = profile.stringTable;
  expect(profile.sampleType.map(({type, unit}) => [strings[Number(type)], strings[Number(unit)]])).toEqual([
    ['goroutine', 'count'],
  ]);
  expect(profile).toMatchObject({period: 1, durationNanos: 0, timeNanos: 1_700_000_000_123_000_000n});
  expect(new Set(strings).size).toBe(strings.length);
  expect(strings[0]).toBe('');
});
