import {expect, test} from 'vitest';
import {findSilentCauses, findVictims} from '../../../source/diagnosis/causes/causes.ts';
import type {Circumstances} from '../../../source/diagnosis/causes/circumstances.ts';
import {lockersOf} from '../../../source/diagnosis/causes/lock-holders.ts';
import type {Suspect} from '../../../source/diagnosis/suspect.ts';
import type {Family} from '../../../source/profile/wait-reason.ts';
import {indexOf, pointersOf} from '../../../source/diagnosis/places/pointer-index.ts';
import {lookAt} from '../../gosource/memory-files.ts';
import {followedWith, suspect} from '../suspects.ts';

/** Of goroutines by their texts. */
function indexPointers(texts: ReadonlyMap<number, string>) {
  return indexOf(new Map(Array.from(texts, ([id, text]) => [id, pointersOf(text)])));
}

/** Each came for itself. */
const strangers: Circumstances = {
  kin: new Map(Array.from({length: 100}, (_, id) => [id, id])),
  pointers: indexPointers(new Map()),
  lockers: new Map(),
};
const kinOf = (...ids: readonly number[]): Circumstances => ({
  ...strangers,
  kin: new Map([...strangers.kin, ...ids.map((id) => [id, -1] as const)]),
});
const waitGroup = 'sync.(*WaitGroup).Wait /usr/local/go/src/sync/waitgroup.go:118';
const lock = 'sync.(*Mutex).Lock /usr/local/go/src/sync/mutex.go:46';
const once = 'sync.(*Once).doSlow /usr/local/go/src/sync/once.go:77';

/** Of one goroutine, but for its address. */
const stuck = {count: 1, long: 1, overMs: 20_000, seenMs: 20_000, goroutine: 7, looks: 13, of: 1};

/** With source that has this operation. */
async function withSource(one: Suspect, operation: string): Promise<Suspect> {
  const source = await lookAt(`\nfunc work() {\n\t${operation} // here\n}\n`, {function: 'work'});
  return {...one, source};
}

const senders = suspect('chan send', ['main.one'], {ids: [11, 12], createdBy: [10, 10]});

test('who waits for a place in an errgroup waits for its members that wait for one themselves', () => {
  const go = 'golang.org/x/sync/errgroup.(*Group).Go';
  const outside = suspect('chan send', [go, 'main.importAll'], {ids: [5, 6]});
  const member = ['main.convert', 'main.importAll.func1', `${go}.func1`];
  const inside = suspect('chan send', [go, ...member], {ids: [11, 12], createdBy: [5, 6]});
  const others = suspect('chan send', [go, ...member], {ids: [11, 12], createdBy: [50, 60]});
  const [victim, cause] = findVictims([outside, inside], strangers);
  expect(victim).toMatchObject({isVictim: true, pattern: 'errgroup-stuck'});
  expect(victim?.relations).toEqual([{kind: 'waits-for', function: 'main.convert', count: 2}]);
  expect(cause).toMatchObject({isVictim: false, pattern: 'errgroup-stuck'});
  expect(findVictims([outside, others], strangers).map(({isVictim}) => isVictim)).toEqual([false, false]);
});

test('a parent that waits for the goroutines it has started is their victim, and both say so', () => {
  const parent = suspect('waitgroup', [waitGroup, 'main.all'], {ids: [10]});
  const [first, second] = findVictims([senders, parent], strangers);
  expect([first?.isVictim, second?.isVictim]).toEqual([false, true]);
  expect(second?.relations).toEqual([{kind: 'waits-for', function: 'main.one', count: 2}]);
  expect(first?.relations).toEqual([{kind: 'victims', function: 'main.all', family: 'waitgroup', count: 1}]);
});

test('one that waits for goroutines of others is no victim of these', () => {
  const parent = suspect('waitgroup', [waitGroup, 'main.all'], {ids: [99]});
  expect(findVictims([senders, parent], strangers).map(({isVictim}) => isVictim)).toEqual([false, false]);
});

test('one that came together with those it waits for is their victim, whoever started them', () => {
  const parent = suspect('waitgroup', [waitGroup, 'main.all'], {ids: [99]});
  expect(findVictims([senders, parent], kinOf(11, 12, 99)).map(({isVictim}) => isVictim)).toEqual([
    false,
    true,
  ]);
});

const closer = suspect('waitgroup', [waitGroup, 'main.all.func2'], {ids: [20, 21], createdBy: [1, 2]});

function ranging(...ids: readonly number[]) {
  return suspect('chan receive', ['main.best'], {ids, pattern: 'range-never-closed'});
}

function victimsAmong(...both: Parameters<typeof findVictims>[0]): readonly boolean[] {
  return findVictims(both, kinOf(20, 21, 30, 31, 32, 33)).map(({isVictim}) => isVictim);
}

test('who ranges over a channel that another closes after a WaitGroup is its victim', () => {
  expect(victimsAmong(ranging(30, 31), closer)).toEqual([true, false]);
  expect(victimsAmong(closer, ranging(30, 31))).toEqual([false, true]);
});

test('several workers for each that waits for a WaitGroup are what it waits for', () => {
  expect(victimsAmong(ranging(30, 31, 32, 33), closer)).toEqual([false, true]);
});

test("what follows load is nobody's cause", () => {
  const parent = suspect('waitgroup', [waitGroup, 'main.all'], {ids: [10]});
  expect(findVictims([{...senders, level: 'load'}, parent], strangers)[1]?.isVictim).toBe(false);
});

test('a queue is the victim of who is blocked elsewhere with a pointer to the value of the lock', () => {
  const pointers = indexPointers(
    new Map([
      [
        7,
        'goroutine 7 [sync.Mutex.Lock]:\nsync.(*Mutex).lockSlow(0xc000012348)\nmain.(*Book).Sell(0xc000012340)\n',
      ],
      [9, 'goroutine 9 [chan receive]:\nmain.audit(0xc000012340)\n'],
      [8, 'goroutine 8 [chan receive]:\nmain.other(0xc000099000)\n'],
    ]),
  );
  const queue = suspect('mutex', [lock, 'main.(*Book).Sell'], {
    ids: [7],
    stuckLock: {...stuck, address: 0xc0_00_01_23_48},
  });
  const holder = suspect('chan receive', ['main.audit'], {ids: [9]});
  const other = suspect('chan receive', ['main.other'], {ids: [8]});
  const silent = findSilentCauses([queue], [other, holder].map(fromStart), {...strangers, pointers});
  expect(silent.map(({ids}) => ids)).toEqual([[9]]);
  const [first] = findVictims([queue, holder], {...strangers, pointers});
  expect(first?.isVictim).toBe(true);
  expect(first?.relations).toEqual([
    {kind: 'holder', function: 'main.audit', status: 'chan receive', count: 1, goroutine: 9},
  ]);
});

test('a method of the same type that came together with the queue holds its lock; a sleeper does not', () => {
  const queue = suspect('mutex', [lock, 'main.(*Book).Sell'], {ids: [7]});
  const holder = suspect('chan send', ['main.(*Book).audit'], {ids: [9]});
  const sleeper = suspect('sleep', ['main.(*Book).nap'], {ids: [9]});
  expect(findVictims([queue, holder], kinOf(7, 9))[0]?.isVictim).toBe(true);
  expect(findVictims([queue, holder], strangers)[0]?.isVictim).toBe(false);
  expect(findVictims([queue, sleeper], kinOf(7, 9))[0]?.isVictim).toBe(false);
});

function queueAt(method: string): Suspect {
  const stuckLock = {...stuck, count: 3, of: 3, address: 0xc0_00_01};
  return suspect('mutex', [method, 'main.(*Book).Sell'], {ids: [1, 2, 3], stuckLock});
}

function isQueueVictim(queue: Suspect, of: Suspect): boolean | undefined {
  return findVictims([queue, of], kinOf(1, 2, 3, 8, 9))[0]?.isVictim;
}

function keeps(one: Suspect, holder: Suspect): boolean | undefined {
  return findVictims([one, holder], strangers)[0]?.isVictim;
}

function waitingAt(line: number): Suspect {
  return suspect('chan receive', [`main.(*Book).Audit /srv/app/main.go:${line}`], {ids: [9]});
}

test('who waits in the line where the source shows a function to wait with the lock holds it', () => {
  const queue = suspect('mutex', [lock, 'main.(*Book).Sell'], {ids: [20, 21, 22]});
  const finding = {kind: 'lock-kept', lock: 'b.mu', function: 'Audit', wait: 20} as const;
  const sourced: Suspect = {...queue, relations: [{kind: 'source', finding}]};
  expect(keeps(sourced, waitingAt(20))).toBe(true);
  expect(keeps(sourced, waitingAt(40))).toBe(false);
  expect(keeps(queue, waitingAt(20))).toBe(false);
});

/** Those were there when they were first looked at, all of them. */
function fromStart(one: Suspect): Suspect {
  return {...one, signs: {...one.signs, followed: {...followedWith(0), fromStart: one.ids.length}}};
}

test('where nobody saw who came when, the only one blocked in a method of the type may hold its lock', () => {
  const queue = suspect('mutex', [lock, 'main.(*Book).Sell'], {ids: [20, 21, 22]});
  const closures = suspect('mutex', [lock, 'main.run.func2'], {ids: [20, 21, 22]});
  const blocked = (name: string, ...ids: readonly number[]) => fromStart(suspect('select', [name], {ids}));
  expect(keeps(fromStart(queue), blocked('main.(*Book).audit', 9))).toBe(true);
  expect(keeps(fromStart(queue), blocked('main.(*Book).audit', 8, 9))).toBe(false);
  expect(keeps(fromStart(closures), blocked('main.run.func1', 9))).toBe(false);
  expect(keeps(queue, blocked('main.(*Book).audit', 9))).toBe(false);
});

test('a lock is not held by all who are blocked at one place, unless they only read', () => {
  const holders = suspect('chan send', ['main.(*Book).audit'], {ids: [8, 9]});
  expect(isQueueVictim(queueAt(lock), holders)).toBe(false);
  expect(isQueueVictim(queueAt(lock), suspect('chan send', ['main.(*Book).audit'], {ids: [9]}))).toBe(true);
  expect(isQueueVictim(queueAt('sync.(*RWMutex).Lock /usr/local/go/src/sync/rwmutex.go:155'), holders)).toBe(
    true,
  );
});

test('of everything that was started at once nothing is the cause of one wait for that alone', () => {
  const queue = suspect('mutex', [lock, 'main.main.func1'], {ids: [7]});
  const group = suspect('waitgroup', [waitGroup, 'main.main.func2'], {ids: [8]});
  const blocked = ['func3', 'func4', 'func5', 'func6'].map((name, index) =>
    suspect('chan send', [`main.main.${name}`], {ids: [10 + index]}),
  );
  const relations = (...some: readonly Suspect[]) =>
    findVictims([...some, queue, group], kinOf(7, 8, 10, 11, 12, 13)).map((one) => one.relations.length);
  expect(relations(...blocked)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(relations(...blocked.slice(0, 1))).toEqual([2, 1, 1]);
  expect(findSilentCauses([queue], blocked.map(fromStart), kinOf(7, 10, 11, 12, 13))).toEqual([]);
});

test('who shares only a caller with the queue does not hold its lock, though it came together with it', () => {
  const queue = suspect('mutex', [lock, 'main.(*Book).Leave', 'main.(*Auction).sniper'], {ids: [7]});
  const bidders = suspect('chan receive', ['main.(*Auction).bidder'], {ids: [4, 5, 6]});
  const holder = suspect('chan send', ['main.(*Book).Publish', 'main.(*Auction).clock'], {ids: [9]});
  const victims = findVictims([bidders, holder, queue], kinOf(4, 5, 6, 7, 9));
  expect(victims.map(({isVictim}) => isVictim)).toEqual([false, false, true]);
  expect(victims[2]?.relations).toMatchObject([{kind: 'holder', function: 'main.(*Book).Publish'}]);
  expect(findVictims([bidders, queue], kinOf(4, 5, 6, 7))[1]?.isVictim).toBe(false);
});

test('who receives from whom a lock stops while it sends is a victim of that sender, when the source shows it', async () => {
  const queue = suspect('mutex', [lock, 'main.(*Book).Leave'], {ids: [7]});
  const holder = await withSource(suspect('chan send', ['main.(*Book).Publish'], {ids: [9]}), 's.C <- tick');
  const bidders = suspect('chan receive', ['main.(*Auction).bidder'], {ids: [4, 5, 6]});
  const areVictims = (one: Suspect) =>
    findVictims([one, holder, queue], kinOf(4, 5, 6, 7, 9)).map((other) => other.isVictim);
  expect(areVictims(await withSource(bidders, 'v := <-sub.C'))).toEqual([true, false, true]);
  expect(areVictims(await withSource(bidders, 'v := <-sub.D'))).toEqual([false, false, true]);
  expect(areVictims(bidders)).toEqual([false, false, true]);
});

/** Goroutines that wait in a method for the lock at an address. */
function queueFor(name: string, ids: readonly number[], address: number): Suspect {
  const stuckLock = {...stuck, count: 2, of: 2, address};
  return suspect('mutex', [lock, `main.(*Book).${name}`], {ids, stuckLock});
}

test('two queues for one lock that nobody is known to hold are one fault, told at the first', () => {
  const first = queueFor('Sell', [1, 2], 0xc0_00_01);
  const second = queueFor('Buy', [3, 4], 0xc0_00_01);
  const other = queueFor('Audit', [5, 6], 0xc0_00_99);
  const told = findVictims([first, second, other], strangers);
  expect(told.map(({isVictim}) => isVictim)).toEqual([false, true, false]);
  expect(told[1]?.relations).toEqual([{kind: 'same-lock', function: 'main.(*Book).Sell', count: 2}]);
});

test('of several that may hold a lock none is named by its number unless its arguments tell', () => {
  const queue = suspect('mutex', [lock, 'main.(*Book).Leave'], {ids: [7]});
  const holders = suspect('chan send', ['main.(*Book).Publish'], {ids: [8, 9]});
  const [first] = findVictims([queue, holders], kinOf(7, 8, 9));
  expect(first?.relations).toEqual([
    {kind: 'holder', function: 'main.(*Book).Publish', status: 'chan send', count: 2, goroutine: undefined},
  ]);
});

test('who is inside a sync.Once is the cause of who waits for it', () => {
  const inside = suspect('chan receive', ['main.(*Config).load', once, 'main.(*Config).Colour'], {ids: [7]});
  const waiting = suspect('mutex', [lock, once, 'main.(*Config).Colour'], {ids: [8, 9]});
  const [first, second] = findVictims([inside, waiting], strangers);
  expect([first?.pattern, first?.isVictim, second?.isVictim]).toEqual(['once-stuck', false, true]);
});

test('queries that wait for a connection are the victims of rows and transactions left open', () => {
  const query = suspect('select', ['database/sql.(*DB).conn', 'main.query'], {ids: [7]});
  const rows = suspect('select', ['database/sql.(*Rows).awaitDone'], {ids: [8]});
  expect(query.pattern).toBe('sql-pool-exhausted');
  expect(findVictims([query, rows], strangers).map(({isVictim}) => isVictim)).toEqual([true, false]);
});

test('who is in a function that others wait in for a lock has come by it, and holds it', () => {
  const stuckLock = {...stuck, count: 9, long: 9, of: 9, address: 0xbe_46_70};
  const writers = suspect('mutex', [lock, 'main.(*Log).append'], {ids: [1, 2], stuckLock});
  const readers = suspect('mutex', [lock, 'main.(*Log).length'], {ids: [3, 4], stuckLock});
  const holder = suspect('chan send', ['main.(*Log).append'], {ids: [9]});
  const other = suspect('chan send', ['main.(*Log).flush'], {ids: [8]});
  const given = {...strangers, lockers: lockersOf([writers, readers])};
  const silent = findSilentCauses([readers, writers], [other, holder].map(fromStart), given);
  expect(silent.map(({ids}) => ids)).toEqual([[9]]);
  expect(findVictims([readers, writers, ...silent], given).map(({isVictim}) => isVictim)).toEqual([
    true,
    true,
    false,
  ]);
});

test('who waits for one it has started, which waits for a third, is a victim too', () => {
  const parent = suspect('chan receive', ['main.parent'], {ids: [1]});
  const child = suspect('chan receive', ['main.child'], {ids: [2], createdBy: [1]});
  const third = suspect('cond', ['main.third'], {ids: [3], createdBy: [2]});
  expect(findVictims([parent, child, third], strangers).map(({isVictim}) => isVictim)).toEqual([
    true,
    true,
    false,
  ]);
  expect(findVictims([parent, child], strangers).map(({isVictim}) => isVictim)).toEqual([false, false]);
});

test('what waits for a likely leak is as likely never to end', () => {
  const parent = suspect('waitgroup', [waitGroup, 'main.all'], {ids: [10], level: 'watch'});
  expect(findVictims([senders, parent], strangers)[1]?.level).toBe('likely');
  expect(findVictims([{...senders, level: 'watch'}, parent], strangers)[1]?.level).toBe('watch');
});

const groupWait = 'golang.org/x/sync/errgroup.(*Group).Wait';
const groupGo = 'golang.org/x/sync/errgroup.(*Group).Go';

test('who waits for an errgroup waits for nothing that it has started beside the group', () => {
  const parent = suspect('waitgroup', [waitGroup, groupWait, 'main.crawl'], {ids: [5, 6]});
  const beside = suspect('chan receive', ['log.(*Writer).run'], {ids: [7, 8], createdBy: [5, 6]});
  const member = suspect('chan receive', ['main.page', `${groupGo}.func1`], {ids: [9], createdBy: [5]});
  const relations = (...some: readonly Suspect[]) =>
    findVictims([...some, parent], kinOf(5, 6, 7, 8, 9)).map((one) => one.relations.length);
  expect(relations(beside)).toEqual([0, 0]);
  expect(relations(beside, member)).toEqual([0, 1, 1]);
});

test('who should receive, and waits for those who send to it to end, is their victim', async () => {
  const body = `
func (b *Backup) read() {
	b.chunks <- 1 // here
}
func (b *Backup) run() {
	for chunk := range b.chunks {
		use(chunk)
	}
}
`;
  const name = 'example.com/app/pool.(*Backup)';
  const frame = `${name}.read /app/pool/pool.go:4`;
  const members = suspect('chan send', [frame, `${groupGo}.func1`], {ids: [9], createdBy: [5]});
  const sending = {...members, source: await lookAt(body, {function: '(*Backup).read'})};
  const told = (family: 'waitgroup' | 'cond', ...stack: readonly string[]) =>
    findVictims([sending, suspect(family, [...stack, `${name}.run`], {ids: [5]})], strangers).map(
      ({isVictim, relations: [first]}) => [isVictim, first],
    );
  expect(told('waitgroup', waitGroup, groupWait)).toEqual([
    [false, {kind: 'victims', function: `${name}.run`, family: 'waitgroup', count: 1}],
    [true, {kind: 'waits-for', function: `${name}.read`, count: 1}],
  ]);
  expect(told('cond', 'example.com/app/pool.(*Queue).get').map(([isVictim]) => isVictim)).toEqual([
    true,
    false,
  ]);
});

test('arguments show which members of an errgroup are waited for, whoever has started them', () => {
  const parent = suspect('waitgroup', [waitGroup, groupWait, 'main.crawl'], {ids: [5]});
  const members = suspect('chan send', [groupGo, 'main.page', `${groupGo}.func1`], {
    ids: [9],
    createdBy: [3],
  });
  const givenGroups = (...groups: readonly string[]) => ({
    ...strangers,
    pointers: indexPointers(
      new Map([
        [5, `goroutine 5 [sync.WaitGroup.Wait]:\n${groupWait}(${groups[0]})\nmain.crawl(0xc000099000)\n`],
        [9, `goroutine 9 [chan send]:\n${groupGo}(${groups[1]}, 0xc000088000)\nmain.page(0xc000099000)\n`],
      ]),
    ),
  });
  const isVictim = (...groups: readonly string[]) =>
    findVictims([members, parent], givenGroups(...groups))[1]?.isVictim;
  expect(isVictim('0xc000012340', '0xc000012340')).toBe(true);
  expect(isVictim('0xc000012340', '0xc000056780')).toBe(false);
  expect(isVictim('0xc000012340?', '0xc000012340?')).toBe(false);
});

test('beside goroutines that one has started, those that only came together with it do not keep it', () => {
  const parent = suspect('waitgroup', [waitGroup, 'main.all'], {ids: [10]});
  const beside = suspect('select', ['main.report'], {ids: [20], createdBy: [99]});
  const relations = findVictims([senders, beside, parent], kinOf(10, 11, 12, 20)).map((one) => one.relations);
  expect(relations.map((some) => some.length)).toEqual([1, 0, 1]);
  expect(relations[2]).toEqual([{kind: 'waits-for', function: 'main.one', count: 2}]);
});

test('what a WaitGroup has started itself is what it waits for', () => {
  const parent = suspect('waitgroup', [waitGroup, 'main.all'], {ids: [10]});
  const member = suspect('select', ['main.visit', 'sync.(*WaitGroup).Go.func1'], {
    ids: [20],
    createdBy: [10],
  });
  const relations = findVictims([senders, member, parent], strangers).map((one) => one.relations.length);
  expect(relations).toEqual([0, 1, 1]);
});

const kept = suspect('select', ['net/http.(*persistConn).readLoop'], {count: 8});

function readingBody(count: number, level: Suspect['level'] = 'likely'): Suspect {
  return suspect('IO wait', ['net/http.(*bodyEOFSignal).Read', 'main.follow'], {count, level});
}

test('connections whose bodies are being read are victims of those who read, and no surer than these', () => {
  expect(findVictims([kept, readingBody(6)], strangers)[0]).toMatchObject({isVictim: true, level: 'likely'});
  expect(findVictims([kept, readingBody(6, 'watch')], strangers)[0]).toMatchObject({level: 'watch'});
});

test('a few who read do not explain many connections', () => {
  expect(findVictims([kept, readingBody(3)], strangers)[0]).toMatchObject({isVictim: false, relations: []});
});

const waitingForGroup = suspect('waitgroup', [waitGroup, 'main.(*group).do', 'main.get'], {ids: [2, 3]});

test.each<[boolean, Family, readonly string[]]>([
  [true, 'chan receive', ['main.pull', 'main.(*group).do', 'main.get']],
  [false, 'chan receive', ['main.pull', 'main.get']],
  [false, 'sleep', ['time.Sleep', 'main.(*group).do', 'main.get']],
  [false, 'chan receive', ['main.(*group).do', 'main.get']],
])(
  'who waits for a WaitGroup is kept by who was called where it waits: %s for %s in %j',
  (isKept, family, stack) => {
    const [waiting] = findVictims([waitingForGroup, suspect(family, stack, {ids: [1]})], strangers);
    expect(waiting?.isVictim).toBe(isKept);
  },
);

function keptRows(left: number): Suspect {
  const one = suspect('select', ['database/sql.(*Rows).awaitDone'], {ids: [1, 2], level: 'watch'});
  return {...one, signs: {...one.signs, followed: {...followedWith(0), fromStart: 2, startLeft: left}}};
}

test('rows that keep all connections are as sure as those who wait for one', () => {
  const wait = ['database/sql.(*DB).conn', 'database/sql.(*DB).query', 'main.daily'];
  const waiting = suspect('select', wait, {ids: [5, 6, 7], pattern: 'sql-pool-exhausted'});
  const levelBeside = (left: number, level: Suspect['level'] = 'likely') =>
    findVictims([{...waiting, level}, keptRows(left)], strangers)[1]?.level;
  expect(levelBeside(0)).toBe('likely');
  expect(levelBeside(2)).toBe('watch');
  expect(levelBeside(0, 'watch')).toBe('watch');
});
