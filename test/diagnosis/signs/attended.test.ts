import {describe, expect, test} from 'vitest';
import {alarms, judgedSession, lineOf, type Goroutine} from '../judged-session.ts';

const main: Goroutine = {id: 1, family: 'IO wait', stack: ['main.main /srv/app/main.go:20']};
const wait = [
  'syscall.Syscall6 /go/src/syscall/syscall_linux.go:96',
  'os.(*Process).wait /go/src/os/exec_unix.go:22',
  'os.(*Process).Wait /go/src/os/exec.go:340',
  'os/exec.(*Cmd).Wait /go/src/os/exec/exec.go:922',
];
const watchCtx = 'os/exec.(*Cmd).watchCtx';
const seconds = 20;

/** One more each second, from 100 on: whatever `each` makes of it. */
async function judged(each: (id: number) => readonly Goroutine[], others: readonly Goroutine[] = []) {
  const {second, judge} = judgedSession();
  for (let at = 1; at <= seconds; at++)
    await second([main, ...others, ...Array.from({length: at}, (_, index) => each(100 + index * 10)).flat()]);
  return judge();
}

const watcher = (id: number, by: number): Goroutine => ({
  id,
  by,
  family: 'select',
  stack: [`${watchCtx} /go/src/os/exec/exec.go:789`],
});
const waiter = (id: number, by: number): Goroutine => ({
  id,
  by,
  family: 'syscall',
  stack: [...wait, 'main.convert /srv/app/convert.go:18'],
});

const levelOfWatchers = async (...waits: readonly Goroutine[]) => {
  const {second, judge} = judgedSession();
  for (let at = 1; at <= seconds; at++) {
    const each = Array.from({length: at * 100}, () => [watcher(1, 0), ...waits]);
    await second([main, ...each.flat()], {looks: false});
  }

  return (await judge()).verdicts.find(({group}) => group.frame?.function === watchCtx)?.level;
};

const copying = [
  'internal/poll.(*FD).Read /go/src/internal/poll/fd_unix.go:165',
  'os.(*File).Read /go/src/os/file.go:124',
  'io.Copy /go/src/io/io.go:388',
  'os/exec.(*Cmd).Start.func2 /go/src/os/exec/exec.go:761',
];
const copier = (id: number, by: number): Goroutine => ({id, by, family: 'IO wait', stack: copying});
const toldOfCommands = async (each: (id: number) => readonly Goroutine[]) =>
  (await judged(each)).verdicts.filter(({group}) => group.stack.at(-1)?.function.startsWith('os/exec'));

describe('commands that run for long, more each second', () => {
  test('are load, each being waited for by whoever has started it', async () => {
    const diagnosis = await judged((id) => [waiter(id, 1), watcher(id + 1, id)]);
    expect(alarms(diagnosis)).toEqual([]);
    expect(diagnosis.verdicts.map((verdict) => lineOf(verdict))).toEqual([
      'watch unknown-growth 20 main.convert',
      'load unknown-growth 20 os/exec.(*Cmd).watchCtx',
    ]);
    expect(diagnosis.verdicts[1]?.evidence).toContainEqual({
      kind: 'load',
      function: 'main.convert',
      ratio: 1,
      count: 20,
    });
    expect(diagnosis.others.load).toBe(1);
  });

  test('are load, each being waited for by another that was started for it', async () => {
    const diagnosis = await judged((id) => [watcher(id + 1, id), waiter(id + 2, id)]);
    expect(alarms(diagnosis)).toEqual([]);
  });

  test('are load while those who have started them have not come to wait yet', async () => {
    const reading = {family: 'IO wait', stack: ['main.read /srv/app/convert.go:30']} as const;
    const diagnosis = await judged((id) => [{id, by: 1, ...reading}, watcher(id + 1, id)]);
    expect(diagnosis.verdicts.find(({group}) => group.frame?.function === watchCtx)?.level).toBe('load');
  });

  test('are load with all that copies their output, which is two goroutines for each', async () => {
    expect(
      await toldOfCommands((id) => [waiter(id, 1), copier(id + 1, id), copier(id + 2, id)]),
    ).toMatchObject([
      {level: 'load', evidence: expect.arrayContaining([expect.objectContaining({kind: 'load', ratio: 2})])},
    ]);
    expect(await toldOfCommands((id) => [copier(id + 1, id), copier(id + 2, id)])).toMatchObject([
      {level: 'likely', pattern: 'exec-wait-missing'},
    ]);
  });

  test('are load by their counts alone where full stacks are too costly', async () => {
    expect(await levelOfWatchers()).toBe('likely');
    expect(await levelOfWatchers(waiter(2, 0))).toBe('load');
  });

  test('are left where nobody waits, whoever else waits for commands', async () => {
    const others = [5, 6, 7].map((id) => waiter(id, 1));
    const diagnosis = await judged((id) => [watcher(id + 1, id)], others);
    expect(alarms(diagnosis)).toEqual(['likely exec-wait-missing 20 os/exec.(*Cmd).watchCtx']);
  });

  test('are left where the connection of the request that has started them waits for the next', async () => {
    const idle = [
      'internal/poll.(*FD).Read /go/src/internal/poll/fd_unix.go:165',
      'bufio.(*Reader).Peek /go/src/bufio/bufio.go:144',
      'net/http.(*conn).serve /go/src/net/http/server.go:2137',
    ];
    const diagnosis = await judged((id) => [
      {id, by: 1, family: 'IO wait', stack: idle},
      watcher(id + 1, id),
    ]);
    expect(alarms(diagnosis)).toContain('likely exec-wait-missing 20 os/exec.(*Cmd).watchCtx');
  });
});

const writer = (id: number, by: number): Goroutine => ({
  id,
  by,
  family: 'select',
  stack: [
    'io.(*pipe).write /go/src/io/pipe.go:86',
    'io.(*PipeWriter).Write /go/src/io/pipe.go:161',
    'main.produce /srv/app/upload.go:20',
  ],
});

// A creator of the test's goroutines is called `main.start`.
const reading = (id: number, ...stack: readonly string[]): Goroutine => ({
  id,
  by: 1,
  family: 'sleep',
  stack: [...stack, 'main.handle /srv/app/upload.go:9'],
});

const levelOfWriters = async (each: (id: number) => readonly Goroutine[]) =>
  (await judged(each)).verdicts.find(({group}) => group.frame?.function === 'main.produce')?.level;

describe('writers of pipes, more each second', () => {
  test('are load while the functions that have started them are there to read', async () => {
    const slow = 'main.consume /srv/app/upload.go:30';
    const diagnosis = await judged((id) => [
      reading(id, slow, 'main.start /srv/app/upload.go:7'),
      writer(id + 1, id),
    ]);
    const verdict = diagnosis.verdicts.find(({group}) => group.frame?.function === 'main.produce');
    expect(verdict).toMatchObject({level: 'load', pattern: 'unknown-growth'});
    expect(verdict?.evidence).toContainEqual({kind: 'load', function: 'main.consume', ratio: 1, count: 20});
  });

  test('are load while those are there that were started beside them, or by them', async () => {
    const copy = {family: 'sleep', stack: ['main.copy /srv/app/copy.go:7']} as const;
    expect(await levelOfWriters((id) => [writer(id, 1), {id: id + 1, by: 1, ...copy}])).toBe('load');
    expect(await levelOfWriters((id) => [writer(id, 1), {id: id + 1, by: id, ...copy}])).toBe('load');
  });

  test('are left where the functions that have started them have returned', async () => {
    const next = 'main.next /srv/app/upload.go:40';
    const gone = await judged((id) => [writer(id + 1, id)]);
    const elsewhere = await judged((id) => [reading(id, next), writer(id + 1, id)]);
    for (const {verdicts} of [gone, elsewhere])
      expect(verdicts.map((verdict) => lineOf(verdict))).toContain('likely pipe-abandoned 20 main.produce');
  });

  test('are left where those who have started them wait for them', async () => {
    const diagnosis = await judged((id) => [
      {id, by: 1, family: 'waitgroup', stack: ['main.start /srv/app/upload.go:7']},
      writer(id + 1, id),
    ]);
    expect(alarms(diagnosis)).toContain('likely pipe-abandoned 20 main.produce');
  });
});
