import {describe, expect, test} from 'vitest';
import {factsAt} from './memory-files.ts';

const facts = async (lines: string) =>
  (await factsAt(`\nfunc work() {\n${lines}\n}\n`, {function: 'work'})).connections;

describe('a function with connections', () => {
  test.each([
    ['net.Dial', 'c, err := net.Dial("tcp", addr)'],
    ['d.DialContext', 'c, err := d.DialContext(ctx, "tcp", addr)'],
    ['s.dialBackend', 'c := s.dialBackend(id)'],
    ['dial', 'c := dial()'],
  ])('opens one by %s', async (text, line) => {
    expect((await facts(`${line}\nc.Read(buf) // here`)).opens).toEqual({text, line: 4});
  });

  test('does not open one that it opens only later, or in a literal', async () => {
    expect((await facts('c.Read(buf) // here\nc = dial()')).opens).toBeUndefined();
    expect((await facts('go func() { other = dial() }()\nc.Read(buf) // here')).opens).toBeUndefined();
  });

  test.each([
    'c.SetDeadline(soon)',
    'c.SetReadDeadline(soon)',
    'go func() {\n<-ctx.Done()\nc.Close()\n}()',
    'stop := context.AfterFunc(ctx, func() { c.Close() })',
  ])('limits its wait: %s', async (line) => {
    expect((await facts(`c := dial()\n${line}\nc.Read(buf) // here`)).isLimited).toBe(true);
  });

  test.each([
    ['context.WithTimeout', 'ctx, cancel := context.WithTimeout(parent, time.Minute)'],
    ['context.WithDeadlineCause', 'ctx, cancel := context.WithDeadlineCause(parent, at, why)'],
  ])('has a context that ends by itself: %s', async (text, line) => {
    expect((await facts(`${line}\nc.Do(r) // here`)).bound).toBe(text);
    expect((await facts(`c.Do(r) // here\n${line}`)).bound).toBeUndefined();
  });

  test('copies, or leaves that to others', async () => {
    const other = 'go func() { io.Copy(u, c) }()\n';
    expect((await facts(`${other}io.Copy(c, u) // here`)).copies).toBe(true);
    expect((await facts(`${other}done() // here`)).copies).toBe(false);
  });

  test('does not limit it by closing in the end', async () => {
    const lines = 'c := dial()\ndefer c.Close()\ndefer func() { c.Close() }()\nc.Read(buf) // here';
    expect((await facts(lines)).isLimited).toBe(false);
  });

  test.each(['c, _, err := h.Hijack()', 'c, err := l.Accept()', 'c, err := u.Upgrade(w, r, nil)'])(
    'takes over one of others: %s',
    async (line) => {
      expect((await facts(`${line}\nc.Read(buf) // here`)).accepts).toBe(true);
    },
  );
});
