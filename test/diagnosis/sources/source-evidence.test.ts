import {describe, expect, test} from 'vitest';
import type {Followed} from '../../../source/diagnosis/places/followed.ts';
import type {PatternName} from '../../../source/diagnosis/pattern-name.ts';
import {readSources} from '../../../source/diagnosis/sources/read-sources.ts';
import {refineBySource} from '../../../source/diagnosis/sources/source-evidence.ts';
import type {Suspect} from '../../../source/diagnosis/suspect.ts';
import {verdictOf} from '../../../source/diagnosis/verdict-of.ts';
import type {SourceFinding} from '../../../source/diagnosis/source-finding.ts';
import type {Level} from '../../../source/diagnosis/verdict.ts';
import type {SourceLook} from '../../../source/gosource/source-reader.ts';
import type {Family} from '../../../source/profile/wait-reason.ts';
import {lookAt, type Question} from '../../gosource/memory-files.ts';
import {frame} from '../../helpers/session.ts';
import {followedWith, suspect as suspectAt} from '../suspects.ts';

type Given = {
  readonly level?: Level;
  readonly count?: number;
  /** Different goroutines that started these. */
  readonly starters?: number;
  /** So many came and stayed. */
  readonly settled?: number;
  /** A function of the program that called the one that waits. */
  readonly caller?: string;
};

function suspect(pattern: PatternName, family: Family, given: Given = {}): Suspect {
  const {level = 'likely', count = 20, starters = 0, settled = 10, caller} = given;
  const callers = caller === undefined ? [] : [`${caller} /app/pool/pool.go:9`];
  const one = suspectAt(family, ['pool.f /app/pool/pool.go:1', ...callers], {level, pattern, count});
  const signs = {...one.signs, starters: {all: starters, gone: 0}, followed: followedWith(settled)};
  return {...one, signs};
}

async function refined(body: string, from: Suspect, question: Partial<Question> = {}): Promise<Suspect> {
  const wait = {family: from.signs.place.family, isInnermost: from.signs.place.family.startsWith('chan')};
  return refineBySource(from, await lookAt(body, {function: 'work', wait, ...question}));
}

function findings({relations}: Suspect): readonly SourceFinding[] {
  return relations.flatMap((one) => (one.kind === 'source' ? [one.finding] : []));
}

const inFunction = (lines: string, parameters = '') => `\nfunc work(${parameters}) {\n${lines}\n}\n`;

const loop = (cases: string) => `for {\nselect { // here\n${cases}\n}\n}`;

const toldOf = async (lines: string) =>
  findings(await refined(inFunction(lines), suspect('select-no-exit', 'select')));

const toldOfSelect = async (cases: string) => toldOf(loop(cases));

const fan = (rest: string) => `
func ask(n int) {
	answers := make(chan int)
	go func() { // go
		answers <- 1 // here
	}()
${rest}
}
`;

describe('a pause that others call', () => {
  const pause = 't := time.NewTimer(d)\nselect { // here\ncase <-t.C:\ncase <-ctx.Done():\n}';
  const seenAt = async (looks: number, caller?: string) => {
    const one = suspect('select-no-exit', 'select', caller === undefined ? {} : {caller});
    const followed = {...one.signs.followed!, looks};
    return (await refined(inFunction(pause), {...one, signs: {...one.signs, followed}})).level;
  };

  test('is only watched until many looks have shown that nobody leaves it', async () => {
    expect(await seenAt(7, 'pool.worker')).toBe('watch');
    expect(await seenAt(15, 'pool.worker')).toBe('likely');
  });
});

describe('a receive', () => {
  const decided: readonly (readonly [string, string, PatternName, PatternName])[] = [
    [
      'a range over a ticker',
      't := time.NewTicker(d)\nfor range t.C { // here\nwork()\n}',
      'range-never-closed',
      'ticker-loop',
    ],
    [
      'a range over time.Tick',
      'for range time.Tick(d) { // here\nwork()\n}',
      'range-never-closed',
      'ticker-loop',
    ],
    [
      'a tick in a loop',
      't := time.NewTicker(d)\nfor {\n<-t.C // here\nwork()\n}',
      'receive-never-sent',
      'ticker-loop',
    ],
    [
      'time.After in a loop',
      'for {\n<-time.After(d) // here\nwork()\n}',
      'receive-never-sent',
      'time-after-loop',
    ],
    ['a context', '<-ctx.Done() // here', 'receive-never-sent', 'context-never-cancelled'],
    [
      'the Done of a context, kept',
      'done := ctx.Done()\n<-done // here',
      'receive-never-sent',
      'context-never-cancelled',
    ],
    [
      'a range that debug=2 does not tell',
      'for v := range ch { // here\nuse(v)\n}',
      'receive-never-sent',
      'range-never-closed',
    ],
    [
      'two values in a loop',
      'for {\nv, ok := <-ch // here\nif !ok {\nreturn\n}\nuse(v)\n}',
      'receive-never-sent',
      'range-never-closed',
    ],
    ['two values once', 'v, ok := <-ch // here\nuse(v, ok)', 'range-never-closed', 'receive-never-sent'],
    [
      'a stopped timer',
      't := time.NewTimer(d)\nt.Stop()\n<-t.C // here',
      'receive-never-sent',
      'receive-never-sent',
    ],
    [
      'a tick in a loop that can end',
      't := time.NewTicker(d)\nfor {\n<-t.C // here\nif bad() {\nreturn\n}\n}',
      'receive-never-sent',
      'ticker-loop',
    ],
    [
      'a tick that is the only case of a select, in a loop that can end',
      't := time.NewTicker(d)\nfor {\nselect {\ncase <-t.C: // here\nif bad() {\nreturn\n}\n}\n}',
      'receive-never-sent',
      'ticker-loop',
    ],
    [
      'time.After in a loop that can end',
      'for {\n<-time.After(d) // here\nif bad() {\nreturn\n}\n}',
      'receive-never-sent',
      'time-after-loop',
    ],
    [
      'so many ticks and no more',
      't := time.NewTicker(d)\nfor range 5 {\n<-t.C // here\n}',
      'receive-never-sent',
      'receive-never-sent',
    ],
    [
      'the C of something else',
      'for v := range sub.C { // here\nuse(v)\n}',
      'range-never-closed',
      'range-never-closed',
    ],
  ];
  test.each(decided)('of %s', async (_what, lines, before, after) => {
    const {pattern, level} = await refined(inFunction(lines), suspect(before, 'chan receive'));
    expect([pattern, level]).toEqual([after, 'likely']);
  });

  test('from a ticker that is a field is one from a ticker', async () => {
    const body = `
type poller struct{ clock *time.Ticker }
func (p *poller) work() {
	for range p.clock.C { // here
		p.poll()
	}
}
`;
    const {pattern} = await refined(body, suspect('range-never-closed', 'chan receive'), {
      function: '(*poller).work',
    });
    expect(pattern).toBe('ticker-loop');
  });

  test('says where the clock was stopped that it waits for', async () => {
    const lines = 't := time.NewTimer(d)\nt.Stop()\n<-t.C // here';
    expect(
      findings(await refined(inFunction(lines), suspect('receive-never-sent', 'chan receive'))),
    ).toContainEqual({
      kind: 'stopped-clock',
      text: 't.C',
      line: 5,
    });
  });

  test('from a channel that nothing closes says so, and in how many files it was looked for', async () => {
    const lines = 'ch := make(chan int)\nfor v := range ch { // here\nuse(v)\n}';
    const told = findings(await refined(inFunction(lines), suspect('range-never-closed', 'chan receive')));
    expect(told).toEqual([
      {kind: 'operation', operation: 'range', channel: 'ch'},
      {kind: 'never-closed', channel: 'ch', files: 1},
    ]);
  });

  test.each([
    ['only some ways lead to the close', 'close(ch)', 5],
    ['a close is deferred', 'defer close(ch)', undefined],
  ])('from a channel that is closed says where, if %s', async (_when, close, line) => {
    const lines = `ch := make(chan int)\n${close}\nfor v := range ch { // here\nuse(v)\n}`;
    const told = findings(await refined(inFunction(lines), suspect('range-never-closed', 'chan receive')));
    expect(told).toContainEqual({kind: 'closed', channel: 'ch', line});
  });
});

const levelOfHandler = async (
  body: string,
  given: Partial<Followed> = {},
  family: Family = 'chan receive',
) => {
  const one = suspect('handler-stuck', family, {level: 'load'});
  const signs = {...one.signs, followed: {...followedWith(10), ...given}};
  return (await refined(inFunction(body), {...one, signs})).level;
};

describe('a request that waits while its client does', () => {
  test('is likely to wait for ever when it waits for nothing else, and none of them has ended', async () => {
    expect(await levelOfHandler('<-c.done // here')).toBe('likely');
    expect(await levelOfHandler('<-c.done // here', {settledLeft: 1})).toBe('load');
    expect(await levelOfHandler('<-c.done // here', {startBrief: 1})).toBe('load');
    expect(await levelOfHandler('<-c.done // here', {settled: 3})).toBe('load');
  });

  test('follows load when it ends with its client, or in time', async () => {
    expect(await levelOfHandler('<-r.Context().Done() // here')).toBe('load');
    expect(await levelOfHandler('<-time.After(d) // here')).toBe('load');
    expect(
      await levelOfHandler('select { // here\ncase <-c.done:\ncase <-ctx.Done():\n}', {}, 'select'),
    ).toBe('load');
  });
});

const levelOfStream = async (body: string) => {
  const stack = ['net/http.(*bodyEOFSignal).Read', 'bufio.(*Scanner).Scan', 'pool.f /app/pool/pool.go:1'];
  const {signs, ...one} = suspectAt('IO wait', stack, {level: 'watch', pattern: 'http-no-deadline'});
  return (await refined(inFunction(body), {...one, signs: {...signs, followed: followedWith(10)}})).level;
};

describe('an answer that is read line by line', () => {
  test('is one too many where its reader would return at its end, and not where it asks for the next', async () => {
    const read = 'r, _ := http.Get(url)\ns := bufio.NewScanner(r.Body)\nfor s.Scan() { // here\n}';
    expect(await levelOfStream(read)).toBe('likely');
    const limited = 'ctx, cancel := context.WithTimeout(ctx, time.Minute)\n';
    expect(await levelOfStream(limited + read)).toBe('watch');
    expect(await levelOfStream(`for {\n${read}\nr.Body.Close()\n}`)).toBe('watch');
  });
});

describe('a select', () => {
  const decided: readonly (readonly [string, string, PatternName, Level])[] = [
    [
      'with a context',
      loop('case v := <-ch:\nuse(v)\ncase <-ctx.Done():\nreturn'),
      'context-never-cancelled',
      'likely',
    ],
    [
      'with nothing but a ticker',
      `t := time.NewTicker(d)\n${loop('case <-t.C:\nuse()\ncase v := <-ch:\nuse(v)')}`,
      'ticker-loop',
      'likely',
    ],
    [
      'with ticks until somebody ends it',
      `t := time.NewTicker(d)\n${loop('case <-t.C:\nuse()\ncase <-stop:\nreturn')}`,
      'ticker-loop',
      'likely',
    ],
    [
      'with ticks beside other work until somebody ends it',
      `t := time.NewTicker(d)\n${loop('case <-t.C:\nuse()\ncase v := <-ch:\nuse(v)\ncase <-stop:\nreturn')}`,
      'select-no-exit',
      'likely',
    ],
    [
      'with time.After each turn',
      loop('case <-time.After(d):\nuse()\ncase v := <-ch:\nuse(v)'),
      'time-after-loop',
      'likely',
    ],
    [
      'with a timer now and then',
      `var due <-chan time.Time\n${loop('case <-ch:\ndue = time.After(d)\ncase <-due:\nuse()')}`,
      'select-no-exit',
      'likely',
    ],
    [
      'with a way out that nobody uses',
      loop('case <-t.C:\nuse()\ncase <-stop:\nreturn'),
      'select-no-exit',
      'likely',
    ],
    [
      'with a deadline and no loop',
      'select { // here\ncase <-time.After(d):\ncase <-ch:\n}',
      'select-no-exit',
      'watch',
    ],
  ];
  test.each(decided)('%s', async (_what, lines, pattern, level) => {
    const is = await refined(inFunction(lines), suspect('select-no-exit', 'select'), {
      wait: {family: 'select', isInnermost: true},
    });
    expect([is.pattern, is.level]).toEqual([pattern, level]);
  });

  test('with a deadline stays likely where a function around it may loop', async () => {
    const lines = 'select { // here\ncase <-time.After(d):\ncase <-ch:\n}';
    const {level} = await refined(
      inFunction(lines),
      suspect('select-no-exit', 'select', {caller: 'pool.run'}),
    );
    expect(level).toBe('likely');
  });

  test('tells its cases where none ends it, and the one that would', async () => {
    expect(await toldOfSelect('case v := <-in:\nuse(v)\ncase out <- 1:')).toEqual([
      {kind: 'no-exit-case', cases: ['<-in', 'out <-']},
    ]);
    expect(await toldOfSelect('case v := <-in:\nuse(v)\ncase <-s.stop:\nreturn')).toEqual([
      {kind: 'exit-case', text: '<-s.stop'},
    ]);
  });
});

describe('the way out of a select', () => {
  test.each([
    ['a context, over work', 'case v := <-in:\nreturn\ncase <-ctx.Done():\nreturn', '<-ctx.Done()'],
    ['what is named so, over work', 'case v := <-in:\nreturn\ncase <-t.stopCh:\nreturn', '<-t.stopCh'],
    ['what is named so, over a timer', 'case <-idle.C:\nreturn\ncase <-t.done:\nreturn', '<-t.done'],
    ['a method that is named so', 'case <-w.Modified:\nreturn\ncase <-w.Dying():\nreturn', '<-w.Dying()'],
    [
      'what leaves whatever comes, over what is only named so',
      'case <-t.listening:\nreturn\ncase p := <-t.closeQueue:\nuse(p)',
      '<-t.listening',
    ],
    ['work, over a timer', 'case <-idle.C:\nreturn\ncase <-in:\nreturn', '<-in'],
    ['a timer, if nothing else leaves', 'case v := <-in:\nuse(v)\ncase <-idle.C:\nreturn', '<-idle.C'],
    [
      'what notes that the loop has to end',
      'case <-h.closeCalled:\nend = true\ncase v := <-h.queue:\nif use(v) {\nreturn\n}',
      '<-h.closeCalled',
    ],
  ])('is %s', async (_what, cases, text) => {
    expect(await toldOf(loop(cases))).toEqual([{kind: 'exit-case', text}]);
  });

  test('is no channel that is only called done, in a loop that nothing ends', async () => {
    expect(await toldOf(loop('case <-w.done:\nidle++\ncase v := <-in:\nuse(v)'))).toEqual([
      {kind: 'no-exit-case', cases: ['<-w.done', '<-in']},
    ]);
  });

  test('is the end of its loop, where no case leaves', async () => {
    const cases = 'select { // here\ncase v := <-in:\nuse(v)\ncase out <- 1:\n}\n}';
    expect(await toldOf(`for in != nil || out != nil {\n${cases}`)).toEqual([{kind: 'loop-exit', line: 4}]);
    expect(await toldOf(`for {\nif ended {\nreturn\n}\n${cases}`)).toEqual([
      {kind: 'loop-exit', line: 4, exit: 6},
    ]);
  });
});

const levelOfSleep = async (lines: string, settled: number) =>
  (await refined(inFunction(lines), suspect('sleep-loop', 'sleep', {level: 'watch', settled}))).level;

const levelIn = async (header: string) => {
  const body = `${header} {\ntime.Sleep(d) // here\n}`;
  return (await refined(inFunction(body), suspect('sleep-loop', 'sleep'))).level;
};

const session = (timer: string, leave: string, rest = '') =>
  `t := time.NewTimer(d)\nfor {\nselect { // here\ncase m := <-in:\nhandle(m)\nt.Reset(d)\n${rest}\ncase ${timer}:\n${leave}\n}\n}`;

test('of a channel that is nil it is not said how it is made', async () => {
  const body = '\nfunc work() {\nvar c chan int\nif on {\nc = make(chan int, 64)\n}\nc <- 1 // here\n}\n';
  const told = async (pattern: PatternName) => findings(await refined(body, suspect(pattern, 'chan send')));
  expect(await told('nil-channel')).toEqual([]);
  expect(await told('send-blocked')).toEqual([{kind: 'buffered', channel: 'c', size: '64'}]);
});

const sized = (size: string) =>
  `\nfunc newQueue(n int) *queue { return &queue{jobs: make(chan int, ${size})} }\nfunc (q *queue) put() {\nq.jobs <- 1 // here\n}\n`;

const roomTold = async (size: string) =>
  findings(await refined(sized(size), suspect('send-blocked', 'chan send'), {function: '(*queue).put'}));

test('the room of a channel is told unless only a parameter names it', async () => {
  expect(await roomTold('n')).toEqual([]);
  expect(await roomTold('maxJobs')).toEqual([{kind: 'buffered', channel: 'q.jobs', size: 'maxJobs'}]);
});

describe('a select in a loop', () => {
  test.each<[string, string, Level]>([
    ['that a timer leaves is of those who still hear of somebody', session('<-t.C', 'return'), 'watch'],
    ['that a new timer leaves each turn, too', session('<-time.After(d)', 'return'), 'watch'],
    ['whose timer may be none is a leak', session('<-late', 'return', 'late := time.After(d)'), 'likely'],
    ['whose timer only does work is a leak', session('<-t.C', 'flush()'), 'likely'],
    ['whose timer leaves under a condition is a leak', session('<-t.C', 'if idle() {\nreturn\n}'), 'likely'],
    ['whose timer is stopped is a leak', session('<-t.C', 'return', 't.Stop()'), 'likely'],
  ])('%s', async (_what, lines, level) => {
    expect((await refined(inFunction(lines), suspect('select-no-exit', 'select'))).level).toBe(level);
  });
});

const turning = (rest: string) =>
  `every := time.NewTicker(d)\nfor {\nselect { // here\ncase <-ctx.Done():\nbreak\ncase <-every.C:\nwork()\n}\n${rest}\n}`;

test('a case that leaves nothing but the select is no way out of it', async () => {
  const one = suspect('select-no-exit', 'select');
  expect((await refined(inFunction(turning('next()')), one)).pattern).toBe('ticker-loop');
  const ending = await refined(inFunction(turning('if ctx.Err() != nil {\nreturn\n}')), one);
  expect(ending.pattern).toBe('context-never-cancelled');
});

describe('a sleep', () => {
  test.each<[string, string, PatternName, PatternName]>([
    ['in no loop is one of a flood', 'time.Sleep(d) // here', 'sleep-loop', 'sleep-flood'],
    ['in a loop without an end is a loop', 'for {\ntime.Sleep(d) // here\n}', 'sleep-flood', 'sleep-loop'],
    [
      'in a loop with a condition stays what it was',
      'for !done() {\ntime.Sleep(d) // here\n}',
      'sleep-loop',
      'sleep-loop',
    ],
  ])('%s', async (_what, lines, before, after) => {
    expect((await refined(inFunction(lines), suspect(before, 'sleep'))).pattern).toBe(after);
  });

  test('in a loop without an end makes it likely, if enough have come and stayed', async () => {
    const endless = 'for {\ntime.Sleep(d) // here\n}';
    expect([
      await levelOfSleep(endless, 10),
      await levelOfSleep(endless, 3),
      await levelOfSleep('for !done() {\ntime.Sleep(d) // here\n}', 10),
    ]).toEqual(['likely', 'watch', 'watch']);
  });

  test.each<[string, string, SourceFinding[]]>([
    ['that nothing leaves', 'for {\ntime.Sleep(d) // here\n}', [{kind: 'endless-loop', line: 4}]],
    [
      'that is left in a line',
      'for {\nif bad() {\nreturn\n}\ntime.Sleep(d) // here\n}',
      [{kind: 'loop-exit', line: 4, exit: 6}],
    ],
    ['with a condition', 'for !done() {\ntime.Sleep(d) // here\n}', [{kind: 'loop-exit', line: 4}]],
    ['over so many', 'for range 5 {\ntime.Sleep(d) // here\n}', [{kind: 'loop-exit', line: 4}]],
    ['over all of them', 'for range jobs {\ntime.Sleep(d) // here\n}', []],
  ])('in a loop %s says so', async (_what, lines, told) => {
    expect(findings(await refined(inFunction(lines), suspect('sleep-loop', 'sleep')))).toEqual(told);
  });

  test('in a loop that can be left may be of work under way, unless more speaks for a leak', async () => {
    const lines = 'for {\nif bad() {\nreturn\n}\ntime.Sleep(d) // here\n}';
    const levelOf = async (signs: Partial<Suspect['signs']> = {}, body = lines) => {
      const one = suspect('sleep-loop', 'sleep');
      return (await refined(inFunction(body), {...one, signs: {...one.signs, ...signs}})).level;
    };

    expect(await levelOf()).toBe('watch');
    expect(await levelOf({}, 'for !done() {\ntime.Sleep(d) // here\n}')).toBe('likely');
    const creators = [{frame: frame('pool.run /app/pool/pool.go:3'), count: 20, alive: 0}];
    expect(await levelOf({creators, starters: {all: 20, gone: 20}})).toBe('likely');
    expect(await levelOf({followed: {...followedWith(20), overMs: 20 * 60_000}})).toBe('likely');
  });

  test('in a loop that ends at a time, or after so many turns, may be of work under way', async () => {
    expect(await levelIn('for time.Now().Before(end)')).toBe('watch');
    expect(await levelIn('for page := 0; page < pages; page++')).toBe('watch');
    expect(await levelIn('for time.Now().Before(end) || !done()')).toBe('likely');
  });

  test('in a function that another may call in a loop stays what it was', async () => {
    const from = suspect('sleep-loop', 'sleep', {caller: 'pool.run'});
    expect((await refined(inFunction('time.Sleep(d) // here'), from)).pattern).toBe('sleep-loop');
  });
});

const levelOfSend = async (body: string, settled: number) =>
  (await refined(body, suspect('send-receiver-gone', 'chan send', {settled}))).level;

test('what a timer or a context ends at a time that was set is only watched, and says so', async () => {
  const lines = 'end := time.After(d)\nfor {\nselect { // here\ncase <-in:\ncase <-end:\nreturn\n}\n}';
  const is = await refined(inFunction(lines), suspect('select-no-exit', 'select'));
  expect(is.level).toBe('watch');
  expect(findings(is)).toEqual([{kind: 'ends-by-itself', text: 'time.After(d)'}]);
});

describe('a send', () => {
  const question = {function: 'ask.func1', creator: 'ask'};

  test('has lost its receiver when whoever started it can leave before the receive', async () => {
    const body = fan('if n == 0 {\nreturn\n}\nuse(<-answers)');
    const is = await refined(body, suspect('send-blocked', 'chan send', {starters: 20}), question);
    expect(is.pattern).toBe('send-receiver-gone');
    expect(findings(is)).toEqual([
      {kind: 'unbuffered', channel: 'answers'},
      {kind: 'creator-may-leave', exit: 9, receive: 11},
    ]);
  });

  test('has lost its receiver when several stand for one goroutine that started them one by one', async () => {
    const body = fan('use(<-answers)');
    const of = async (starters: number) =>
      (await refined(body, suspect('send-blocked', 'chan send', {starters, count: 20}), question)).pattern;
    expect([await of(2), await of(20)]).toEqual(['send-receiver-gone', 'send-blocked']);
  });

  test('that is one of many may only have come back, where no more senders come', async () => {
    const many = inFunction('for _, one := range all {\nout <- one // here\n}');
    const once = inFunction('out <- sum(all) // here');
    expect(await levelOfSend(many, 2)).toBe('watch');
    expect(await levelOfSend(many, 20)).toBe('likely');
    expect(await levelOfSend(once, 2)).toBe('likely');
  });

  test('says how much room the channel has', async () => {
    const body = fan('').replace('make(chan int)', 'make(chan int, limit)');
    const is = await refined(body, suspect('send-blocked', 'chan send'), question);
    expect(findings(is)).toEqual([{kind: 'buffered', channel: 'answers', size: 'limit'}]);
  });
});

describe('locks and WaitGroups', () => {
  test('name the function of the same type that keeps the lock, and no other', async () => {
    const body = `
func (r *registry) look() {
	r.mu.Lock() // here
	if r.empty {
		return
	}
	r.mu.Unlock()
}
func (o *other) look() {
	o.mu.Lock()
	if o.empty {
		return
	}
	o.mu.Unlock()
}
`;
    const is = await refined(body, suspect('mutex-not-released', 'mutex'), {function: '(*registry).look'});
    expect(findings(is)).toEqual([{kind: 'lock-kept', lock: 'r.mu', function: 'look', exit: 6}]);
  });

  test('name what is waited for under the lock', async () => {
    const body = `
func (j *journal) add() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.out <- 1
}
func (j *journal) size() {
	j.mu.Lock() // here
	j.mu.Unlock()
}
`;
    const is = await refined(body, suspect('mutex-not-released', 'mutex'), {function: '(*journal).size'});
    expect(findings(is)).toEqual([
      {kind: 'lock-kept', lock: 'j.mu', function: 'add', wait: 6, operation: 'send'},
    ]);
  });

  test('name who gives back the lock that a function returns with, before those that wait with it', async () => {
    const body = `
func (d *db) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.out <- 1
}
func (d *db) begin() *tx {
	d.mu.Lock() // here
	return &tx{d}
}
func (t *tx) commit() {
	t.d.mu.Unlock()
}
`;
    const is = await refined(body, suspect('mutex-not-released', 'mutex'), {function: '(*db).begin'});
    expect(findings(is)).toEqual([
      {kind: 'lock-handed-over', lock: 'd.mu', function: 'begin', exit: 10, release: 'commit', line: 13},
      {kind: 'lock-kept', lock: 'd.mu', function: 'close', wait: 6, operation: 'send'},
    ]);
  });

  test('name the lock that is held, which is not the one that is asked for', async () => {
    const body = `
func transfer(from, to *account) {
	from.mu.Lock()
	defer from.mu.Unlock()
	to.mu.Lock() // here
	to.mu.Unlock()
}
`;
    const is = await refined(body, suspect('mutex-not-released', 'mutex'), {function: 'transfer'});
    expect(findings(is)[0]).toEqual({
      kind: 'lock-kept',
      lock: 'from.mu',
      function: 'transfer',
      wait: 6,
      operation: 'lock',
    });
  });

  test('say that the function itself unlocks whatever happens', async () => {
    const body = `
func (b *batch) settle() {
	b.mu.Lock() // here
	defer b.mu.Unlock()
	b.n++
}
`;
    const is = await refined(body, suspect('mutex-not-released', 'mutex'), {function: '(*batch).settle'});
    expect(findings(is)).toEqual([{kind: 'unlock-deferred', lock: 'b.mu', line: 5}]);
  });

  test('name the way out that misses Done', async () => {
    const body = `
func (b *batch) settle() {
	b.wg.Wait() // here
}
func (b *batch) pay() {
	if bad() {
		return
	}
	b.wg.Done()
}
`;
    const is = await refined(body, suspect('waitgroup-never-done', 'waitgroup'), {
      function: '(*batch).settle',
    });
    expect(findings(is)).toEqual([{kind: 'done-missed', group: 'b.wg', function: 'pay', exit: 8}]);
  });
});

/** Leaves with its slot when there is nothing to do. */
const slotLost = `
var slots = make(chan struct{}, 4)

func work(b []byte) error {
	slots <- struct{}{} // here
	if len(b) == 0 {
		return errBad
	}
	<-slots
	return nil
}
`;

describe('the verdict', () => {
  test('on a slot that is not given back expects nothing of whoever started those that wait', async () => {
    const one = suspect('send-receiver-gone', 'chan send');
    const creators = [{frame: frame('pool.run /app/pool/pool.go:3'), count: 20, alive: 0}];
    const is = await refined(slotLost, {...one, signs: {...one.signs, creators}});
    expect(is.pattern).toBe('send-blocked');
    expect(findings(is)[0]).toEqual({
      kind: 'slots',
      channel: 'slots',
      release: 'work',
      line: 10,
      function: 'work',
      exit: 8,
    });
    const kinds = verdictOf(is).evidence.map(({kind}) => kind);
    expect(kinds).toContain('creator-gone');
    expect(kinds).not.toContain('orphan-sender');
  });

  test('on a slot that can be lost is as sure as nobody got one all the while', async () => {
    const cases = [
      [10, slotLost, 'likely'],
      [2, slotLost, 'watch'],
      [10, slotLost.replace('return errBad', 'note()'), 'watch'],
    ] as const;
    for (const [settled, source, level] of cases) {
      const one = suspect('send-blocked', 'chan send', {level: 'watch', settled});
      expect((await refined(source, one)).level).toBe(level);
    }
  });

  test('on a slot that is given back in another file names that', async () => {
    const body = `
type limit struct { slots chan struct{} }

func (l *limit) acquire() {
	l.slots <- struct{}{} // here
}
`;
    const others = {
      '/app/pool/limit.go': `package pool
func newLimit(n int) *limit { return &limit{slots: make(chan struct{}, n)} }
func (l *limit) release() { <-l.slots }
`,
    };
    const question = {function: '(*limit).acquire', others};
    const is = await refined(body, suspect('send-blocked', 'chan send'), question);
    expect(findings(is)[0]).toEqual({
      kind: 'slots',
      channel: 'l.slots',
      release: 'release',
      line: 3,
      file: 'limit.go',
    });
  });

  test('of what is proven, or known by its stack, is not decided otherwise', async () => {
    const lines = inFunction('<-ctx.Done() // here');
    for (const pattern of ['nil-channel', 'handler-stuck', 'sql-tx-open'] as const) {
      const is = await refined(lines, suspect(pattern, 'chan receive', {level: 'proven'}));
      expect([is.pattern, is.level]).toEqual([pattern, 'proven']);
    }
  });

  test('has the line with those around it', async () => {
    const is = await refined(
      inFunction('<-ctx.Done() // here'),
      suspect('receive-never-sent', 'chan receive'),
    );
    expect(verdictOf(is).source).toMatchObject({
      kind: 'found',
      path: '/app/pool/pool.go',
      line: 4,
      lines: [
        {number: 1, text: 'package pool'},
        {number: 2, text: ''},
        {number: 3, text: 'func work() {'},
        {number: 4, text: '<-ctx.Done() // here'},
        {number: 5, text: '}'},
      ],
    });
  });

  test.each<[string, SourceLook, object]>([
    ['is not there', {kind: 'none', tried: [], sentence: 'no'}, {kind: 'none'}],
    [
      'is another version',
      {kind: 'stale', path: '/app/a.go', why: 'the file has only 3 lines'},
      {kind: 'stale', path: '/app/a.go', why: 'the file has only 3 lines'},
    ],
  ])('stays as it was where the source %s, and says so', (_what, look, source) => {
    const from = suspect('receive-never-sent', 'chan receive');
    const is = refineBySource(from, look);
    expect([is.pattern, is.level, is.relations]).toEqual([from.pattern, from.level, []]);
    expect(verdictOf(is).source).toEqual(source);
  });
});

describe('which lines are read', () => {
  test('are those that a person will hear of, with the creator only of a first function', async () => {
    const asked: unknown[] = [];
    const suspects = [
      suspect('receive-never-sent', 'chan receive', {level: 'load'}),
      suspect('receive-never-sent', 'chan receive', {level: 'watch', caller: 'pool.run'}),
      suspect('receive-never-sent', 'chan receive', {count: 7}),
    ].map((one) => ({
      ...one,
      signs: {...one.signs, creators: [{frame: frame('pool.start'), count: 1, alive: 0}]},
    }));
    const read = await readSources(suspects, async (at, creator, wait) => {
      asked.push([at.function, creator?.function, wait]);
      return {kind: 'none', tried: [], sentence: 'no'};
    });
    const wait = {family: 'chan receive', isInnermost: true};
    expect(asked).toEqual([
      ['pool.f', 'pool.start', wait],
      ['pool.f', undefined, wait],
    ]);
    expect(read.map(({source}) => source?.kind)).toEqual([undefined, 'none', 'none']);
  });

  test('are none where the source is not asked', async () => {
    const suspects = [suspect('receive-never-sent', 'chan receive')];
    expect(await readSources(suspects, undefined)).toBe(suspects);
  });
});

test('the ways out that Go’s own code has are not told: they read as if nothing were wrong', async () => {
  const select = inFunction('select { // here\ncase <-done:\ncase <-ctx.Done():\n}', 'done chan int');
  const own = suspect('select-no-exit', 'select');
  expect(findings(await refined(select, own))).not.toEqual([]);
  const readLoop = 'net/http.(*persistConn).readLoop /usr/local/go/src/net/http/transport.go:2450';
  const standard = suspectAt('select', [readLoop], {pattern: 'http-body-not-closed'});
  expect(findings(await refined(select, standard))).toEqual([]);
});

test('a request whose context ends by itself is one to watch', async () => {
  const request = {...suspect('http-no-deadline', 'IO wait'), level: 'likely'} as const;
  const bound = 'ctx, cancel := context.WithTimeout(parent, time.Minute)\ndefer cancel()\n';
  const limited = await refined(inFunction(`${bound}lines.Scan() // here`), request);
  expect(limited.level).toBe('watch');
  expect(findings(limited)).toEqual([{kind: 'ends-by-itself', text: 'context.WithTimeout'}]);
  const other = await refined(inFunction('lines.Scan() // here'), request);
  expect([other.level, findings(other)]).toEqual(['likely', []]);
});
