import {describe, expect, test} from 'vitest';
import {createHiddenFrameReader, unknownDirection} from '../../source/profile/hidden-frames.ts';
import {decode, fixture, groupOf, releases} from './fixtures.ts';

const record = (hidden: number[], ...functions: string[]) => ({hidden, functions});
const park = 0x43_9e_c5;
const sleeping = record([park], 'time.Sleep', 'main.a');
const send = record([park, 0x40_59_aa, 0x40_57_55], 'main.send');
const receive = record([park, 0x40_66_8f, 0x40_62_cb], 'main.receive');

describe('what debug=1 hides', () => {
  test.each(releases)(
    '%s: labels say what each goroutine waits for, and so do the families',
    async (release) => {
      const snapshot = await decode(fixture(`${release}/g1.txt`));
      const family = (cat: string) => groupOf(snapshot, cat).identity.family;

      expect(family('chan-send-unbuf')).toBe('chan send');
      expect(family('chan-send-nil')).toBe('chan send');
      expect(family('chan-recv2')).toBe('chan receive');
      expect(family('chan-recv-nil')).toBe('chan receive');
      expect(family('select-2')).toBe('select');
      expect(groupOf(snapshot, 'select-empty').status).toBe('select (no cases)');
      expect(groupOf(snapshot, 'chan-send-nil').status).toBe('chan send (nil chan)');
      expect(groupOf(snapshot, 'chan-recv1').status).toBe('chan receive');
      expect(family('sleep')).toBe('sleep');
      expect(family('mutex-lock')).toBe('mutex');
      expect(family('waitgroup')).toBe('waitgroup');
      expect(family('exec-wait')).toBe('syscall');
    },
  );

  test('of two entry functions the one at the lower address sends', () => {
    const waitOf = createHiddenFrameReader([sleeping, send, receive]);

    expect(waitOf(send).family).toBe('chan send');
    expect(waitOf(receive).family).toBe('chan receive');
  });

  test('of one entry function alone a distance that was measured decides', () => {
    expect(createHiddenFrameReader([sleeping, send])(send).family).toBe('chan send');
    expect(createHiddenFrameReader([receive])(receive).family).toBe('chan receive');
  });

  test('two entry functions side by side are the two forms of receiving', () => {
    const one = record([park, 0x50_05_00, 0x50_01_00], 'main.a');
    const two = record([park, 0x50_05_00, 0x50_01_20], 'main.b');

    expect(createHiddenFrameReader([sleeping, one, two])(two).family).toBe('chan receive');
  });

  test('when nothing decides, it says so', () => {
    const alone = record([park, 0x50_05_01, 0x50_01_00], 'main.a');

    expect(createHiddenFrameReader([sleeping, alone])(alone)).toEqual({
      status: unknownDirection,
      family: 'other',
      operation: undefined,
    });
  });

  test('a goroutine in C is in a system call, as debug=2 says', () => {
    const inC = record([0x49_1b_91], 'main._Cfunc_usleep');
    const preempted = record([0x45_01_14, 0x49_35_2b], 'main._Cfunc_usleep');
    const waitOf = createHiddenFrameReader([sleeping, inC, preempted]);

    expect(waitOf(inC)).toMatchObject({status: 'syscall', family: 'syscall'});
    expect(waitOf(preempted).status).toBe('runnable');
  });

  test('the word for a lock of internal/sync is that of Go 1.24 and later', () => {
    const locked = record([park, 0x45_01_14, 0x45_01_20], 'internal/sync.runtime_SemacquireMutex');

    expect(createHiddenFrameReader([locked])(locked)).toMatchObject({
      status: 'sync.Mutex.Lock',
      family: 'mutex',
    });
  });

  test('however many selects there are, the one of lowest address has no cases', () => {
    const many = Array.from({length: 200_000}, () => record([park, 0x50_02_00], 'main.loop'));
    const empty = record([park, 0x50_01_00], 'main.stop');
    const waitOf = createHiddenFrameReader([sleeping, ...many, empty]);

    expect(waitOf(many[0]!).status).toBe('select');
    expect(waitOf(empty).status).toBe('select (no cases)');
  });

  test('a preempted goroutine is not taken for a select', () => {
    const preempted = record([0x45_01_14, 0x49_35_2b], 'main.busy');

    expect(createHiddenFrameReader([sleeping, preempted])(preempted).status).toBe('runnable');
  });
});

describe('debug=1', () => {
  test('all goroutines of a leak profile are leaked', async () => {
    const snapshot = await decode(fixture('go1.27/gl1.txt'));
    const sum = snapshot.groups.reduce((total, group) => total + group.leaked, 0);

    expect(snapshot.complete).toBe(true);
    expect(sum).toBe(snapshot.total);
    expect(snapshot.total).toBe(16);
  });

  test('a body that ends early loses its last record, and says how many goroutines are missing', async () => {
    const bytes = fixture('go1.27/g1.txt');
    for (const length of [600, 5000, 20_000, bytes.length - 20]) {
      const snapshot = await decode(bytes.subarray(0, length));
      expect(snapshot.complete).toBe(false);
      expect(snapshot.total + snapshot.observer + snapshot.missing).toBe(54);
    }
  });

  test('the empty record that Go 1.27 adds to a leak profile is left out', async () => {
    const text = 'goroutineleak profile: total 2\n1 @ 0x2\n#\t0x1\tmain.f+0x1\t/a.go:1\n\n1 @\n#\t0x0\n\n';

    expect(await decode(text)).toMatchObject({total: 1, complete: true, groups: [{leaked: 1}]});
  });

  test('a goroutine that has not started yet has no frames, and can run', async () => {
    const {groups} = await decode('goroutine profile: total 1\n1 @ 0x46a1c1\n\n');

    expect(groups).toMatchObject([{count: 1, status: 'runnable', identity: {stack: []}}]);
  });

  test('an infinite count stays a number', async () => {
    const {total} = await decode(
      'goroutine profile: total 1\n9999999999999999999 @ 0x1\n#\t0x0\tmain.f+0x1\t/a.go:1\n\n',
    );

    expect(total).toBe(Number.MAX_SAFE_INTEGER);
  });
});
