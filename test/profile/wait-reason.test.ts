import {describe, expect, test} from 'vitest';
import {classifyLeaf} from '../../source/profile/leaf-wait.ts';
import {familyOf, isEndless, parseStatus} from '../../source/profile/wait-reason.ts';

const leaf = (...names: string[]) => names.map((name) => ({function: name, line: 0, startLine: 0}));

const statusAt = (line: number, startLine: number) =>
  classifyLeaf([
    ...leaf('runtime.gopark'),
    {function: 'runtime.chanrecv', line, startLine},
    ...leaf('runtime.chanrecv1'),
  ]).status;

describe('parseStatus', () => {
  test('takes any number of suffixes off, and leaves what belongs to the word', () => {
    expect(parseStatus('chan receive (nil chan) (leaked)')).toEqual({
      status: 'chan receive (nil chan)',
      leaked: true,
      durable: false,
    });
    expect(parseStatus('sync.WaitGroup.Wait (scan) (durable)')).toEqual({
      status: 'sync.WaitGroup.Wait',
      leaked: false,
      durable: true,
    });
    expect(parseStatus('select (synctest)')).toEqual({status: 'select', leaked: false, durable: true});
  });
});

describe('familyOf', () => {
  test.each([
    ['semacquire', ['sync.runtime_SemacquireMutex', 'sync.(*Mutex).lockSlow'], 'mutex'],
    ['semacquire', ['sync.runtime_SemacquireMutex', 'sync.(*RWMutex).RLock'], 'mutex'],
    ['semacquire', ['sync.runtime_Semacquire', 'sync.(*WaitGroup).Wait'], 'waitgroup'],
    ['semacquire', ['internal/poll.runtime_Semacquire', 'internal/poll.(*fdMutex).rwlock'], 'semacquire'],
    ['semacquire', [], 'semacquire'],
    ['GC assist wait', [], 'GC'],
    ['synctest.Run', [], 'other'],
    ['a state of Go 1.40', [], 'other'],
  ])('%s under %j is %s', (status, functions, family) => {
    expect(familyOf(status, functions)).toBe(family);
  });
});

describe('classifyLeaf', () => {
  test.each([
    [
      ['runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv2', 'main.f'],
      'chan receive',
      'chan receive',
      'runtime.chanrecv2',
    ],
    [
      ['runtime.gopark', 'runtime.chansend', 'reflect.chansend0', 'main.f'],
      'chan send',
      'chan send',
      'reflect.chansend0',
    ],
    [['runtime.gopark', 'runtime.block', 'main.f'], 'select (no cases)', 'select', 'runtime.block'],
    [
      ['runtime.gopark', 'runtime.netpollblock', 'internal/poll.runtime_pollWait'],
      'IO wait',
      'IO wait',
      'internal/poll.runtime_pollWait',
    ],
    [
      [
        'runtime.gopark',
        'runtime.goparkunlock',
        'runtime.semacquire1',
        'sync.runtime_Semacquire',
        'sync.(*WaitGroup).Wait',
      ],
      'semacquire',
      'waitgroup',
      'sync.runtime_Semacquire',
    ],
    [['runtime.coroswitch', 'iter.Pull[...].func2'], 'coroutine', 'coroutine', 'runtime.coroswitch'],
    [['runtime.notetsleepg', 'os/signal.signal_recv'], 'syscall', 'syscall', undefined],
    [['internal/runtime/syscall/linux.Syscall6', 'syscall.RawSyscall6'], 'syscall', 'syscall', undefined],
    [['runtime.asyncPreempt2', 'runtime.asyncPreempt', 'main.busy'], 'runnable', 'runnable', undefined],
    [
      ['runtime.goroutineProfileWithLabelsConcurrent', 'runtime/pprof.writeRuntimeProfile'],
      'running',
      'running',
      undefined,
    ],
    [['runtime.gopark', 'runtime.somethingNew'], 'waiting', 'other', 'runtime.somethingNew'],
    [['runtime.gopark'], 'waiting', 'other', undefined],
    [
      ['runtime.gopark', 'runtime.semacquire1', 'runtime.semacquire', 'runtime.ReadMemStats', 'main.f'],
      'semacquire',
      'semacquire',
      'runtime.ReadMemStats',
    ],
    [[], 'runnable', 'runnable', undefined],
  ])('%j', (names, status, family, operation) => {
    expect(classifyLeaf(leaf(...names))).toEqual({status, family, operation});
  });

  test('a channel is nil where the operation parks in its first lines', () => {
    expect(statusAt(522, 510)).toBe('chan receive (nil chan)');
    expect(statusAt(653, 510)).toBe('chan receive');
    expect(statusAt(12, 0)).toBe('chan receive');
  });
});

test('a wait that nothing can end is on a nil channel, or a select without cases', () => {
  const statuses = ['chan send (nil chan)', 'chan receive (nil chan)', 'select (no cases)'];
  expect(statuses.filter((status) => isEndless(status))).toEqual(statuses);
  expect(['chan send', 'select', 'chan receive (durable)', 'GC worker (idle)'].filter(isEndless)).toEqual([]);
});
