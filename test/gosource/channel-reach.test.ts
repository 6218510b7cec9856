import {expect, test} from 'vitest';
import {factsAt} from './memory-files.ts';

async function isLeft(body: string, goroutine = 'f.func1'): Promise<boolean> {
  const creator = body.includes('// go') ? {creator: 'f'} : {};
  const {isLeftWithCreator} = await factsAt(body, {function: goroutine, ...creator});
  return isLeftWithCreator;
}

const sending = (rest: string, more = '') =>
  isLeft(`
func f(n int) error {
	got := make(chan int)
	for i := range n {
		go func() {
			got <- i // here
		}()
	}
	${rest}
	return nil
}
${more}`);

test.each([
  ['receives from it itself', 'for range n { if <-got < 0 { return errors.New("x") } }'],
  ['receives in one of several cases', 'select { case <-got: case <-time.After(1): }'],
  ['asks how many are in it', 'if len(got) > 0 { return nil }\n\t<-got'],
  ['starts others that send on it', 'go func() { got <- 7 }()\n\t<-got'],
])('a sender has nobody once its creator has returned, which %s', async (_, rest) => {
  expect(await sending(rest)).toBe(true);
});

test.each([
  ['returns it', 'return use(got)'],
  ['gives it to a function', 'drain(got)'],
  ['gives it to another goroutine', 'go drain(got)'],
  ['keeps it in a field', 's.out = got'],
  ['keeps it in a literal', 's := &sink{in: got}\n\t_ = s'],
  ['sends it to somebody', 'outs <- got'],
  ['receives in a literal', 'go func() { for range got {} }()'],
  ['puts another in its place', '<-got\n\tgot = other'],
  ['takes its address', 'p := &got\n\t_ = p'],
])('a sender may be received from where its creator %s', async (_, rest) => {
  expect(await sending(rest)).toBe(false);
});

test('a channel that the creator did not make is not its own', async () => {
  expect(await isLeft('func f(got chan int) {\n\tgo func() {\n\t\tgot <- 1 // here\n\t}()\n\t<-got\n}')).toBe(
    false,
  );
  expect(
    await isLeft(
      'func f(all []chan int) {\n\tfor _, got := range all {\n\t\tgo func() {\n\t\t\tgot <- 1 // here\n\t\t}()\n\t}\n}',
    ),
  ).toBe(false);
});

const given = (body: string) =>
  isLeft(
    `
func f() int {
	got := make(chan int)
	go ask(1, got) // go
	go ask(2, got)
	return <-got
}
func ask(n int, to chan<- int) {
	${body}
}`,
    'ask',
  );

test('a channel that is given to the function which waits is followed there', async () => {
  expect(await given('to <- n // here')).toBe(true);
  expect(await given('to <- n // here\n\tkeep(to)')).toBe(false);
});

const asArgument = (rest: string) =>
  isLeft(
    `func f() {\n\tgot := make(chan int)\n\tgo func(to chan int) {\n\t\tto <- 1 // here\n\t\t${rest}\n\t}(got)\n\t<-got\n}`,
  );

test('a literal that gets it as an argument is the goroutine itself', async () => {
  expect(await asArgument('')).toBe(true);
  expect(await asArgument('pass(to)')).toBe(false);
});

const receiving = (rest: string) =>
  isLeft(`func f() {\n\tdone := make(chan bool)\n\tgo func() {\n\t\t<-done // here\n\t}()\n\t${rest}\n}`);

test('a receiver has nobody once its creator has returned without sending or closing', async () => {
  expect(await receiving('if work() { close(done) }')).toBe(true);
  expect(await receiving('defer func() { close(done) }()')).toBe(false);
  expect(await receiving('on(func() { done <- true })')).toBe(false);
});
