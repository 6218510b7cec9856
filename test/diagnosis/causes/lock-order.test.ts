import {expect, test} from 'vitest';
import {findVictims} from '../../../source/diagnosis/causes/causes.ts';
import type {Circumstances} from '../../../source/diagnosis/causes/circumstances.ts';
import {indexOf, pointersOf} from '../../../source/diagnosis/places/pointer-index.ts';
import type {Suspect} from '../../../source/diagnosis/suspect.ts';
import {lookAt} from '../../gosource/memory-files.ts';
import {suspect} from '../suspects.ts';

const lock = 'sync.(*Mutex).Lock /usr/local/go/src/sync/mutex.go:46';
const unknown: Circumstances = {kin: new Map(), pointers: indexOf(new Map()), lockers: new Map()};

/** In `apply` the second lock is asked for in line 6, in `collect` in line 12. */
const code = (second: string) => `
func (t *tenant) apply() {
	t.quota.Lock()
	defer t.quota.Unlock()
	t.usage.Lock()
}

func (t *tenant) collect() {
	${second}.Lock()
	defer ${second}.Unlock()
	t.quota.Lock()
}
`;

const lines = {apply: 6, collect: 12};

async function waitingIn(
  name: keyof typeof lines,
  ids: readonly number[],
  second?: string,
): Promise<Suspect> {
  const line = lines[name];
  const one = suspect('mutex', [lock, `pool.(*tenant).${name} /app/pool/pool.go:${line}`], {ids});
  if (second === undefined) return one;
  const marked = code(second)
    .split('\n')
    .map((text, index) => (index === line - 2 ? `${text} // here` : text));
  const wait = {family: 'mutex', isInnermost: false} as const;
  return {...one, source: await lookAt(marked.join('\n'), {function: `(*tenant).${name}`, wait})};
}

const kinds = ({relations}: Suspect) => relations.map(({kind}) => kind);

test('two that each hold the lock the other waits for are one dead-lock, told once', async () => {
  const [apply, collect] = findVictims(
    [await waitingIn('apply', [1], 't.usage'), await waitingIn('collect', [2], 't.usage')],
    unknown,
  );
  expect(apply?.relations[0]).toMatchObject({
    kind: 'lock-order',
    function: 'pool.(*tenant).apply',
    other: 'pool.(*tenant).collect',
    lock: 't.usage',
    otherLock: 't.quota',
  });
  expect(collect?.relations[0]).toMatchObject({lock: 't.quota', otherLock: 't.usage'});
  expect([apply?.isVictim, collect?.isVictim]).toEqual([false, true]);
  expect(kinds(collect!)).toContain('waits-for');
});

test('one that waits for the lock of another while it has a third lock is no dead-lock', async () => {
  const both = [await waitingIn('apply', [1], 't.other'), await waitingIn('collect', [2], 't.other')];
  expect(findVictims(both, unknown).flatMap(kinds)).not.toContain('lock-order');
});

/** Goroutines that wait for one of the two locks of a value at an address. */
function waitingFor(values: readonly number[]): Circumstances {
  const texts = values.flatMap((value, index) => {
    const text = (name: string, at: number) =>
      `goroutine 1 [sync.Mutex.Lock]:\ninternal/sync.(*Mutex).lockSlow(0x${at.toString(16)})\n` +
      `pool.(*tenant).${name}(0x${value.toString(16)})\n`;
    return [
      [index * 2 + 1, text('apply', value + 8)],
      [index * 2 + 2, text('collect', value)],
    ] as const;
  });
  const goroutines = new Map(texts.map(([id, text]) => [id, pointersOf(text)] as const));
  return {...unknown, pointers: indexOf(goroutines)};
}

test('without source it takes two values, each with a goroutine at either of its locks', async () => {
  const first = await waitingIn('apply', [1, 3]);
  const second = await waitingIn('collect', [2, 4]);
  const apart = waitingFor([0xc0_00_10_00_00, 0xc0_00_20_00_00]);
  const [apply, collect] = findVictims([first, second], apart);
  expect(apply?.relations[0]).toMatchObject({kind: 'lock-order', goroutine: 1, otherGoroutine: 2});
  expect(collect?.relations[0]).toMatchObject({goroutine: 2, otherGoroutine: 1});
  const one = waitingFor([0xc0_00_10_00_00]);
  expect(findVictims([first, second], one).flatMap(kinds)).not.toContain('lock-order');
});

const transfer = `
func transfer(from, to *account) {
	from.mu.Lock()
	defer from.mu.Unlock()
	to.mu.Lock() // here
	defer to.mu.Unlock()
}
`;

/** The text of a goroutine that has the first account's lock and waits for the second's. */
function transferText(from: number, to: number): string {
  return (
    `goroutine 1 [sync.Mutex.Lock]:\ninternal/sync.(*Mutex).lockSlow(0x${to.toString(16)})\n` +
    `pool.transfer(0x${from.toString(16)}, 0x${to.toString(16)})\n`
  );
}

/** Goroutines in `transfer`, each from one account to another. */
function transferring(...ways: readonly (readonly [from: number, to: number])[]): Circumstances {
  const goroutines = new Map(
    ways.map(([from, to], at) => [at + 1, pointersOf(transferText(from, to))] as const),
  );
  return {...unknown, pointers: indexOf(goroutines)};
}

async function inTransfer(ids: readonly number[], source = transfer): Promise<Suspect> {
  const one = suspect('mutex', [lock, 'pool.transfer /app/pool/pool.go:6'], {ids});
  const wait = {family: 'mutex', isInnermost: false} as const;
  return {...one, source: await lookAt(source, {function: 'transfer', wait})};
}

const [a, b, c] = [0xc0_00_10_00_00, 0xc0_00_10_00_10, 0xc0_00_20_00_00];

test('two in one function that each have the lock the other waits for are told with the line that does it', async () => {
  const [found] = findVictims([await inTransfer([1, 2, 3])], transferring([c, a], [a, b], [b, a]));
  expect(found?.relations).toEqual([
    {
      kind: 'lock-order',
      function: 'pool.transfer',
      other: 'pool.transfer',
      lock: 'to.mu',
      otherLock: 'from.mu',
      goroutine: 2,
      otherGoroutine: 3,
    },
  ]);
  expect(found?.isVictim).toBe(false);
});

test('those that wait behind each other, or hold nothing while they wait, are no dead-lock', async () => {
  const behind = findVictims([await inTransfer([1, 2])], transferring([a, b], [b, c]));
  expect(behind.flatMap(kinds)).toEqual([]);
  const alone = transfer.replace('from.mu.Lock()', '').replace('defer from.mu.Unlock()', '');
  const holding = findVictims([await inTransfer([1, 2], alone)], transferring([a, b], [b, a]));
  expect(holding.flatMap(kinds)).toEqual([]);
});

const first = `
func transfer(from, to *account) {
	from.mu.Lock() // here
	defer from.mu.Unlock()
	to.mu.Lock()
	defer to.mu.Unlock()
}
`;

async function atFirstLock(ids: readonly number[]): Promise<Suspect> {
  const one = suspect('mutex', [lock, 'pool.transfer /app/pool/pool.go:4'], {ids});
  const wait = {family: 'mutex', isInnermost: false} as const;
  return {...one, source: await lookAt(first, {function: 'transfer', wait})};
}

test('several ways to the line of a dead-lock are told alike, and who asks for a first lock is held up by them', async () => {
  const ways = [await inTransfer([1, 2]), await inTransfer([3])];
  const circumstances = transferring([c, a], [a, b], [b, a]);
  // It asks for the lock of what it transfers from.
  const asking = pointersOf(transferText(b, a).replace('0xc000100000', '0xc000100010'));
  const goroutines = new Map([...circumstances.pointers.goroutines, [4, asking] as const]);
  const behind = {...circumstances, pointers: indexOf(goroutines)};
  const [one, other, victim] = findVictims([...ways, await atFirstLock([4])], behind);
  expect(one?.relations[0]).toMatchObject({kind: 'lock-order', lock: 'to.mu', otherLock: 'from.mu'});
  expect(other?.relations[0]).toEqual(one?.relations[0]);
  expect([one, other, victim].map((each) => each?.isVictim)).toEqual([false, false, true]);
  expect(kinds(victim!)).toContain('holder');
});

/** Has to do with both accounts, as those of the dead-lock do, and asks for its first lock. */
function askingFirst(from: number, to: number) {
  const text = transferText(from, to);
  return pointersOf(text.replace(`lockSlow(0x${to.toString(16)})`, `lockSlow(0x${from.toString(16)})`));
}

test('the queue before such a dead-lock is held up by it, also where the two locks have names of their own', async () => {
  const wind = `
func transfer(from, to *account) {
	from.Lock() // outer
	defer from.Unlock()
	to.Lock() // inner
	defer to.Unlock()
}
`;
  const waitsIn = (mark: string) => wind.replace(`// ${mark}`, '// here');
  const wait = {family: 'mutex', isInnermost: false} as const;
  const inLine = async (line: number, mark: string, ids: readonly number[]): Promise<Suspect> => ({
    ...suspect('mutex', [lock, `pool.transfer /app/pool/pool.go:${line}`], {ids}),
    source: await lookAt(waitsIn(mark), {function: 'transfer', wait}),
  });
  const outer = await inLine(4, 'outer', [3, 4]);
  const inner = await inLine(6, 'inner', [1, 2]);
  const ways = transferring([a, b], [b, a]);
  const pointers = indexOf(
    new Map([...ways.pointers.goroutines, [3, askingFirst(b, a)], [4, askingFirst(a, b)]]),
  );
  const [queue, cycle] = findVictims([outer, inner], {...ways, pointers});
  expect([queue?.isVictim, cycle?.isVictim]).toEqual([true, false]);
  expect(kinds(queue!)).toContain('holder');
  expect(cycle?.relations.map(({kind}) => kind)).toEqual(['lock-order', 'victims']);
});
