import {expect, test} from 'vitest';
import {factsAt} from './memory-files.ts';

const limitIn = async (lines: string, parameters = '') =>
  (await factsAt(`\nfunc work(${parameters}) {\n${lines}\n}\n`, {function: 'work'})).limit;

const loop = (before: string, leaves: string) =>
  `${before}\nfor {\nselect { // here\ncase <-tick:\nplay()\ncase ${leaves}\n}\n}`;
const timed = 'ctx, cancel := context.WithTimeout(parent, limit)\ndefer cancel()';

test.each([
  ['a timer that was set before the loop', loop('end := time.After(d)', '<-end:\nreturn'), 'time.After(d)'],
  ['the same with NewTimer', loop('t := time.NewTimer(d)', '<-t.C:\nreturn'), 'time.NewTimer(d)'],
  ['a context with a limit', loop(timed, '<-ctx.Done():\nreturn'), 'context.WithTimeout(parent, limit)'],
  ['a wait for such a context', `${timed}\n<-ctx.Done() // here`, 'context.WithTimeout(parent, limit)'],
  [
    'a loop until such a context ends',
    `${timed}\nfor ctx.Err() == nil {\ntime.Sleep(d) // here\n}`,
    'context.WithTimeout(parent, limit)',
  ],
  [
    'a deadline',
    'ctx, _ := context.WithDeadline(parent, at)\nselect { // here\ncase <-ctx.Done():\ncase v := <-in:\nuse(v)\n}',
    'context.WithDeadline(parent, at)',
  ],
])('ends a wait: %s', async (_what, lines, limit) => {
  expect(await limitIn(lines)).toBe(limit);
});

test.each([
  ['a timer that each turn sets', loop('', '<-time.After(d):\nreturn')],
  ['a timer that is set again', loop('t := time.NewTimer(d)', 't2 := <-t.C:\nt.Reset(d)\nreturn')],
  [
    'a variable that each turn gives another timer',
    'for {\nend := time.After(d)\nselect { // here\ncase <-end:\nreturn\n}\n}',
  ],
  ['a timer whose case stays', loop('end := time.After(d)', '<-end:\nlog()')],
  ['a context without a limit', loop('ctx, cancel := context.WithCancel(parent)', '<-ctx.Done():\nreturn')],
  [
    'a timer that is set only under a condition',
    loop('var end <-chan time.Time\nif d > 0 {\nend = time.After(d)\n}', '<-end:\nreturn'),
  ],
  [
    'a limit that is set only under a condition',
    loop('if d > 0 {\nctx, cancel = context.WithTimeout(ctx, d)\n}', '<-ctx.Done():\nreturn'),
  ],
  ['a context from elsewhere', loop('', '<-ctx.Done():\nreturn')],
  [
    'a limit that is lifted',
    loop(`${timed}\nctx, cancel = context.WithCancel(parent)`, '<-ctx.Done():\nreturn'),
  ],
])('ends no wait: %s', async (_what, lines) => {
  expect(await limitIn(lines)).toBeUndefined();
});

test('a context is followed to where the goroutine was started, and into the function around it', async () => {
  const body = `
func stream() {
	${timed.replace('\n', '\n\t')}
	go keep(ctx) // go
}
func keep(done context.Context) {
	for {
		select { // here
		case <-t.C:
		case <-done.Done():
			return
		}
	}
}
`;
  const {limit} = await factsAt(body, {function: 'keep', creator: 'stream'});
  expect(limit).toBe('context.WithTimeout(parent, limit)');
  expect(
    (await factsAt(body.replace('ctx) // go', 'parent) // go'), {function: 'keep'})).limit,
  ).toBeUndefined();
  const literal = `\nfunc stream() {\n${timed}\ngo func() {\n<-ctx.Done() // here\n}()\n}\n`;
  expect((await factsAt(literal, {function: 'stream.func1'})).limit).toBe(
    'context.WithTimeout(parent, limit)',
  );
});

const watching = (name: string, calls: string) => `
func (s *store) ${name}(ctx context.Context) <-chan event {
	out := make(chan event)
	go func() {
		select { // here
		case <-ctx.Done():
		case out <- event{}:
		}
	}()
	return out
}
func control(s *store) {
	${timed.replace('\n', '\n\t')}
	${calls}
}
`;

test.each([
  ['all of them set', 'watch', 'for range s.watch(ctx) {}', 'context.WithTimeout(parent, limit)'],
  ['one of them does not set', 'watch', 'for range s.watch(ctx) {}\n\tuse(s.watch(parent))', undefined],
  ['another package may call without', 'Watch', 'for range s.Watch(ctx) {}', undefined],
  ['nobody is seen to set', 'watch', '', undefined],
])('a limit that comes from the callers: %s', async (_what, name, calls, limit) => {
  const body = watching(name, calls);
  expect((await factsAt(body, {function: `(*store).${name}.func1`})).limit).toBe(limit);
});
