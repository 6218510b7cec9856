import {expect, test} from 'vitest';
import {factsAt} from './memory-files.ts';

const spinsAt = async (lines: string) =>
  (await factsAt(`\nfunc work() {\n${lines}\n}\n`, {function: 'work'})).spinsAt;

test.each([
  ['a select with a default case', 'for {\nselect {\ncase <-done:\nreturn\ndefault:\nn++ // here\n}\n}'],
  ['a flag that is read again and again', 'for !ready.Load() { // here\n}'],
  ['a counter until another changes', 'for seen := g.Load(); g.Load() == seen; { // here\nr.rounds++\n}'],
  ['a lock that is tried', 'for {\nif mu.TryLock() { // here\nbreak\n}\nruntime.Gosched()\n}'],
  ['the clock', 'for time.Now().Before(end) { // here\n}'],
  ['a context', 'for ctx.Err() == nil { // here\nn++\n}'],
  ['an empty loop', 'for { // here\n}'],
  [
    'a closed channel whose break leaves only the select',
    'for {\nselect {\ncase v, ok := <-s.out: // here\nif !ok {\nbreak\n}\nuse(v)\ncase <-stop:\nreturn\n}\n}',
  ],
  ['a closed channel that is passed over', 'for {\nv, ok = <-in // here\nif !ok {\ncontinue\n}\nuse(v)\n}'],
  ['a loop without a way out that only counts', 'for {\nn++ // here\n}'],
])('a loop never waits: %s', async (_what, lines) => {
  expect(await spinsAt(lines)).toBeDefined();
});

test.each([
  ['it works', 'for {\njob := next() // here\nrun(job)\n}'],
  ['it works while it asks', 'for ctx.Err() == nil {\nhash(block) // here\n}'],
  ['it counts to an end', 'for i := 0; i < n; i++ {\nsum += a[i] // here\n}'],
  ['it goes over items', 'for _, item := range items {\nsum += item // here\n}'],
  ['it waits for a channel', 'for !ready.Load() {\n<-tick // here\n}'],
  ['it sleeps', 'for !ready.Load() {\ntime.Sleep(d) // here\n}'],
  ['a select without a default case', 'for {\nselect {\ncase v := <-in:\nsum += v // here\n}\n}'],
  ['it computes until it is done', 'for n > 1 {\nn /= 2 // here\n}'],
  ['it leaves when the channel is closed', 'for {\nv, ok := <-in // here\nif !ok {\nbreak\n}\nuse(v)\n}'],
  [
    'it returns when the channel is closed',
    'for {\nselect {\ncase v, ok := <-in: // here\nif !ok {\nreturn\n}\nuse(v)\n}\n}',
  ],
  [
    'it pauses when the channel is closed',
    'for {\nselect {\ncase v, ok := <-in: // here\nif !ok {\ntime.Sleep(d)\nbreak\n}\nuse(v)\n}\n}',
  ],
  ['no loop is around it', 'if ready.Load() { // here\nn++\n}'],
])('a loop may be of use: %s', async (_what, lines) => {
  expect(await spinsAt(lines)).toBeUndefined();
});

test.each([
  ['asks an atomic', '{ return f.v.Load() }', 'for !up() { // here\nruntime.Gosched()\n}', true],
  [
    'asks an atomic, in a loop that does nothing else',
    '{ return f.v.Load() }',
    'for !up() { // here\n}',
    true,
  ],
  ['works', '{ return compute(f) }', 'for !up() { // here\nruntime.Gosched()\n}', false],
  ['waits', '{ return <-f.v }', 'for !up() { // here\nruntime.Gosched()\n}', false],
  [
    'goes over items',
    '{ for range f.all { n++ }; return n > 3 }',
    'for !up() { // here\nruntime.Gosched()\n}',
    false,
  ],
])('a loop that calls a function of its package which %s', async (_what, body, lines, spins) => {
  const {spinsAt: at} = await factsAt(`\nfunc work() {\n${lines}\n}\nfunc up() bool ${body}\n`, {
    function: 'work',
  });
  expect(at !== undefined).toBe(spins);
});
