import {describe, expect, test} from 'vitest';
import type {Slots} from '../../source/gosource/slots.ts';
import {lookAt} from './memory-files.ts';

const path = '/app/pool/pool.go';

async function slotsOf(body: string, work = 'work', creator?: string): Promise<Slots | undefined> {
  const wait = {family: 'chan send', isInnermost: true} as const;
  const look = await lookAt(body, {function: work, wait, ...(creator === undefined ? {} : {creator})});
  return look.kind === 'found' ? look.facts.slots : undefined;
}

const inOne = (rest: string, made = 'make(chan struct{}, 4)', sent = 'struct{}{}') => `
var slots = ${made}

func work(b []byte) error {
	slots <- ${sent} // here
${rest}
	return nil
}
`;

const type = (resolve: string, size = 'n') => `
type limit struct{ tokens chan struct{} }

func newLimit(n int) *limit { return &limit{tokens: make(chan struct{}, ${size})} }

func (l *limit) acquire() { l.tokens <- struct{}{} } // here
func (l *limit) release() { <-l.tokens }

func (l *limit) resolve(keys []string) error {
${resolve}
}
`;

const calling = (rest: string) => `
type limit struct{ queue, active chan struct{} }

func newLimit(n int) *limit { return &limit{make(chan struct{}, n * 2), make(chan struct{}, n)} }

func (l *limit) acquire() { l.active <- struct{}{} } // here
func (l *limit) run(work func() bool) bool {
	l.acquire()
	${rest}
	<-l.active
	return true
}
`;

describe('a send that takes a slot of a limit', () => {
  test('is given back later in the same function, and a return before that misses it', async () => {
    const rest = '\tif len(b) == 0 {\n\t\treturn errBad\n\t}\n\t<-slots';
    expect(await slotsOf(inOne(rest))).toEqual({
      release: 'work',
      path,
      line: 10,
      missed: {function: 'work', path, exit: 8},
    });
    expect(await slotsOf(inOne('\tdo(b)\n\t<-slots'))).toMatchObject({missed: undefined});
  });

  test('is given back by a function that it defers, or by a goroutine that it starts', async () => {
    expect(await slotsOf(inOne('\tdefer func() { <-slots }()'))).toMatchObject({release: 'work', line: 7});
    expect(await slotsOf(inOne('\tgo func() {\n\t\tdo(b)\n\t\t<-slots\n\t}()'))).toMatchObject({line: 9});
  });

  const early = '\tl.acquire()\n\tif len(keys) == 0 {\n\t\treturn errNone\n\t}\n\tl.release()\n\treturn nil';

  test('is given back by another method, which a caller can pass by', async () => {
    expect(await slotsOf(type(early), '(*limit).acquire')).toEqual({
      release: 'release',
      path,
      line: 8,
      missed: {function: 'resolve', path, exit: 13},
    });
    const deferred = '\tl.acquire()\n\tdefer l.release()\n\treturn nil';
    expect(await slotsOf(type(deferred), '(*limit).acquire')).toMatchObject({missed: undefined});
  });

  test('is given back by a caller of the function that takes it, which can pass by that', async () => {
    expect(await slotsOf(calling('if !work() {\n\t\treturn false\n\t}'), '(*limit).acquire')).toEqual({
      release: 'run',
      path,
      line: 13,
      missed: {function: 'run', path, exit: 11},
    });
    expect(await slotsOf(calling('work()'), '(*limit).acquire')).toMatchObject({missed: undefined});
  });

  test('is none where there is room for one, which only wakes somebody up', async () => {
    expect(await slotsOf(type(early, '1'), '(*limit).acquire')).toBeUndefined();
  });
});

test.each([
  ['a value that somebody wants', inOne('\t<-slots', 'make(chan int, 4)', 'len(b)')],
  ['a channel without room', inOne('\t<-slots', 'make(chan struct{})')],
  ['what is received in a loop of its own', inOne('\tfor range 4 {\n\t\t<-slots\n\t}')],
  ['what is received before', inOne('').replace('\tslots <-', '\t<-slots\n\tslots <-')],
])('a send is no slot of a limit: %s', async (_, body) => {
  expect(await slotsOf(body)).toBeUndefined();
});

test('a goroutine that tells its creator that it has ended takes no slot', async () => {
  const body = `
func run() {
	done := make(chan struct{}, 2)
	for range 5 {
		go func() { // go
			do()
			done <- struct{}{} // here
		}()
	}
	<-done
	<-done
}
`;
  expect(await slotsOf(body, 'run.func1', 'run')).toBeUndefined();
});
