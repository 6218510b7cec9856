// How long one round of judging takes, how long it keeps the main thread from anything else, and what memory it holds,
// after an hour of watching 10,000 groups, few of which move, or half: node bench/judge.ts [--groups 10000] [--minutes 60]
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {createDiagnoser} from '../source/diagnosis/diagnoser.ts';
import {groupKey, placeKey} from '../source/profile/group-key.ts';
import type {Frame, Group, GroupIdentity, Members, Snapshot} from '../source/profile/model.ts';
import type {Family} from '../source/profile/wait-reason.ts';
import type {Clock} from '../source/session/clock.ts';
import {Session} from '../source/session/session.ts';
import {type Figure, milliseconds, printFigures, quantile} from './figures.ts';
import {benchOptions} from './program.ts';

const {numbers} = benchOptions({groups: 10_000, minutes: 60, rounds: 30});
const limitMs = 50;
/** One group in so many leaks: more leaks at once than any program has. */
const groupsPerLeak = 200;
const mib = 1024 * 1024;
const stepMs = 2000;
/** Full stacks of so many goroutines are taken about this often. */
const lookEveryMs = 60_000;
const depth = 12;

setFlagsFromString('--expose-gc');
// What V8 makes of the flag; nothing else is called `gc` in an empty context.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const collect = runInNewContext('gc') as () => void;

let nowMs = 0;
const startWallMs = Date.UTC(2026, 10, 21);
const clock: Clock = {
  monotonicMs: () => nowMs,
  wallMs: () => startWallMs + nowMs,
  sleep: () => Promise.resolve(),
};

/** From 0 to below 1, the same each time for the same number and moment. */
function noise(index: number, at: number): number {
  let mixed = Math.imul(index + 1, 0x9e_37_79_b1) ^ Math.imul(at + 1, 0x85_eb_ca_6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c_1b_3c_6d);
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32;
}

/** How many goroutines a group has in a second. */
type CountAt = (index: number, second: number) => number;

/** `isStuck`: it has queues before locks that nobody lets go of. */
type Program = {readonly name: string; readonly countAt: CountAt; readonly isStuck: boolean};

/** Half are constant, the others do what counts do: harsher than any program. */
const halfMoving: CountAt = (index, second) => {
  switch (index % 10) {
    case 5:
      return index % groupsPerLeak === 5 ? 1 + Math.floor(second / 60) : 2;
    case 6:
      return 1 + Math.floor(noise(index, second) * 6);
    case 7:
      return 1 + Math.floor((second % 600) / 60);
    case 8:
      return second < 1200 + (index % 1000) ? 1 : 8;
    case 9:
      return second % 300 < 20 ? 10 : 1;
    default:
      return 1 + (index % 3);
  }
};

/** One group in so many moves, as in a server at work, and one in so many leaks. */
const groupsPerMoving = 50;
const groupsPerSlowLeak = 500;
const fewMoving: CountAt = (index, second) => {
  if (index % groupsPerSlowLeak === 7) return 1 + Math.floor(second / 60);
  return index % groupsPerMoving === 3 ? 1 + Math.floor(noise(index, second) * 6) : 1 + (index % 3);
};

/** One in so many waits for a lock that is never passed on; the others for what most goroutines wait for. */
const groupsPerLock = 30;
const families: readonly Family[] = ['chan receive', 'select', 'select', 'chan send', 'IO wait', 'sleep'];
const library: readonly Frame[] = [
  {function: 'internal/poll.(*FD).Read', file: '/usr/local/go/src/internal/poll/fd_unix.go', line: 165},
  {function: 'net.(*conn).Read', file: '/usr/local/go/src/net/net.go', line: 196},
];

function identityOf(index: number, isStuck: boolean): GroupIdentity {
  const family = isStuck && index % groupsPerLock === 0 ? 'mutex' : families[index % families.length]!;
  const own = Array.from({length: depth}, (_, level) => ({
    function: `example.com/shop/internal/part${index % 97}.(*Type${index % 389}).step${level}`,
    file: `/srv/shop/internal/part${index % 97}/type.go`,
    line: index + level,
  }));
  const stack = family === 'IO wait' ? [...library, ...own] : own;
  const place = placeKey(family, stack);
  return {key: groupKey(place, {}), place, family, stack, labels: {}};
}

/** Groups whose goroutines come and go: the oldest leave first, and new ones get new ids. */
function createGroups({countAt, isStuck}: Program): (second: number, withIds: boolean) => Group[] {
  const identities = Array.from({length: numbers.groups}, (_, index) => identityOf(index, isStuck));
  const ids = identities.map((): number[] => []);
  let nextId = 1;
  const membersOf = (index: number, count: number): Members => {
    const known = ids[index]!;
    known.splice(0, Math.max(0, known.length - count));
    while (known.length < count) known.push(nextId++);
    return {
      ids: Float64Array.from(known),
      waitMinutes: new Uint32Array(count),
      createdBy: new Float64Array(count).fill(1),
      lockedToThread: new Uint8Array(count),
    };
  };
  return (second, withIds) =>
    identities.map((identity, index) => {
      const count = countAt(index, second);
      return {
        identity,
        status: identity.family,
        count,
        leaked: 0,
        operation: undefined,
        creators: [],
        members: withIds ? membersOf(index, count) : undefined,
      };
    });
}

function snapshotOf(groups: readonly Group[], source: Snapshot['source']): Snapshot {
  const total = groups.reduce((sum, {count}) => sum + count, 0);
  return {takenAt: clock.wallMs(), source, total, complete: true, missing: 0, observer: 2, groups};
}

/** What texts of goroutines cost belongs to reading dumps; these are as long as real ones. */
const words = Array.from({length: depth}, (_, level) => `main.step${level}(0xc00001${level}000, 0x${level})`);
const texts = (asked: readonly number[]) =>
  Promise.resolve(new Map(asked.map((id) => [id, `goroutine ${id} [select]:\n${words.join('\n')}\n`])));

type Round = {readonly tookMs: number; readonly usedMs: number; readonly stallMs: number};

/** `usedMs`: processor time of this thread, which is what is left of a round on an idle machine. */
async function measure(work: () => Promise<unknown>): Promise<Round> {
  let stallMs = 0;
  let lastUsed = usedByThread();
  let isOver = false;
  const turn = () => {
    const used = usedByThread();
    stallMs = Math.max(stallMs, used - lastUsed);
    lastUsed = used;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  const start = performance.now();
  const startUsed = usedByThread();
  await work();
  const round = {tookMs: performance.now() - start, usedMs: usedByThread() - startUsed};
  isOver = true;
  return {...round, stallMs: Math.max(stallMs, usedByThread() - lastUsed)};
}

function usedByThread(): number {
  const {user, system} = process.threadCpuUsage();
  return (user + system) / 1000;
}

function heapBytes(): number {
  collect();
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
}

function figure(name: string, rounds: readonly Round[]): Figure[] {
  const used = quantile(
    rounds.map(({usedMs}) => usedMs),
    0.5,
  );
  const stall = quantile(
    rounds.map(({stallMs}) => stallMs),
    0.5,
  );
  const took = rounds.map(({tookMs}) => tookMs);
  return [
    {
      name,
      target: `≤ ${limitMs} ms`,
      measured: `median ${milliseconds(used)} busy, ${milliseconds(quantile(took, 0.5))} until done, longest ${milliseconds(Math.max(...took))}`,
      ok: used <= limitMs,
    },
    {
      name: '… longest stall of the main thread in it',
      target: `≤ ${limitMs} ms`,
      measured: `median ${milliseconds(stall)}, most ${milliseconds(Math.max(...rounds.map((round) => round.stallMs)))}`,
      ok: stall <= limitMs,
    },
  ];
}

async function judged(program: Program): Promise<Figure[]> {
  const before = heapBytes();
  const firstMs = nowMs;
  const lastMs = firstMs + numbers.minutes * 60_000;
  const session = new Session(clock, {name: 'bench', url: ''}, numbers.minutes * 60_000);
  const diagnoser = createDiagnoser({session, texts});
  const groupsAt = createGroups(program);
  const sample = async (isLook: boolean) => {
    const second = Math.floor((nowMs - firstMs) / 1000);
    session.addSnapshot(snapshotOf(groupsAt(second, false), 'debug=0'));
    if (isLook) await session.addLook(snapshotOf(groupsAt(second, true), 'debug=2'));
  };

  for (; nowMs < lastMs; nowMs += stepMs) {
    await sample((nowMs - firstMs) % lookEveryMs === 0);
    await diagnoser.observe();
  }

  // The first has all to read that the others know from it.
  await diagnoser.judge();
  const counts: Round[] = [];
  const looks: Round[] = [];
  let verdicts = 0;
  for (let round = 0; round < numbers.rounds; round++) {
    nowMs += stepMs;
    const isLook = round % 3 === 0;
    await sample(isLook);
    const one = await measure(async () => {
      await diagnoser.observe();
      verdicts = (await diagnoser.judge()).verdicts.length;
    });
    (isLook ? looks : counts).push(one);
  }

  const held = heapBytes() - before;
  return [
    {
      name: program.name,
      target: '',
      measured: `${numbers.groups} groups, ${session.look?.snapshot.total} goroutines, ${numbers.minutes} min, ${session.history.points} points; ${verdicts} verdicts`,
    },
    ...figure('a round of judging, new counts', counts),
    ...figure('a round of judging, new full stacks', looks),
    {name: '… memory of history, ids and diagnosis', target: '', measured: `${(held / mib).toFixed(0)} MiB`},
  ];
}

printFigures([
  ...(await judged({name: 'a server at work: 2 % of its groups move', countAt: fewMoving, isStuck: false})),
  ...(await judged({
    name: 'half move, 1 in 200 leaks, 1 in 30 is stuck',
    countAt: halfMoving,
    isStuck: true,
  })),
]);
