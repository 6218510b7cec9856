import {PassThrough} from 'node:stream';
import {describe, expect, test} from 'vitest';
import {askBackground} from '../../source/terminal/ask-background.ts';
import {backgroundQuestion, makeReplyFilter, readColour} from '../../source/terminal/reply-filter.ts';

const light = '\u001B]11;rgb:ffff/ffff/ffff\u001B\\';
const dark = '\u001B]11;rgb:1e1e/1e1e/1e1e\u0007';
const identity = '\u001B[?62;4c';

/** A terminal's two ends and a timer that only the test lets go off. */
function makeTerminal() {
  const stdin = Object.assign(new PassThrough(), {
    isRaw: false,
    setRawMode(on: boolean) {
      stdin.isRaw = on;
    },
  });
  const written: string[] = [];
  let timeOut: (() => void) | undefined;
  let stopped = false;
  const answer = askBackground({
    stdin,
    stdout: {write: (text) => written.push(text)},
    startTimer(callback) {
      timeOut = callback;
      return () => {
        stopped = true;
      };
    },
  });
  return {
    stdin,
    written,
    answer,
    timeOut: () => {
      timeOut?.();
    },
    isTimerStopped: () => stopped,
    async send(...reads: string[]) {
      for (const read of reads) {
        stdin.write(read);
        await new Promise(setImmediate);
      }
    },
  };
}

test.each([
  ['rgb:ffff/ffff/ffff', 'light'],
  ['rgb:fdfd/f6f6/e3e3', 'light'],
  ['rgb:0/0/0', 'dark'],
  ['rgb:00/2b/36', 'dark'],
  ['rgba:1e1e/1e1e/1e1e/ffff', 'dark'],
  ['#fdf6e3', 'light'],
  ['rgb:zz/00/00', undefined],
  ['', undefined],
])('%s is a %s background', (reply, background) => {
  expect(readColour(reply)).toBe(background);
});

test('a terminal that answers is believed at once', async () => {
  const terminal = makeTerminal();
  expect(terminal.written).toEqual([backgroundQuestion]);
  expect(terminal.stdin.isRaw).toBe(true);
  await terminal.send(light + identity);
  expect(await terminal.answer).toBe('light');
  expect(terminal.isTimerStopped()).toBe(true);
  expect(terminal.stdin.listenerCount('readable')).toBe(0);
  expect(terminal.stdin.read()).toBe(null);
});

test('a terminal that does not know the question ends the waiting with its identity', async () => {
  const terminal = makeTerminal();
  await terminal.send(identity);
  expect(await terminal.answer).toBeUndefined();
});

test('keys that the user types meanwhile go to the next reader, byte for byte', async () => {
  const terminal = makeTerminal();
  await terminal.send('j', `k${dark}é`, '\u001B[A', `${identity}q`);
  expect(await terminal.answer).toBe('dark');
  expect((terminal.stdin.read() as Buffer).toString()).toBe('jké\u001B[Aq');
});

test('replies cut at any byte are put together again', async () => {
  const replies = dark + identity;
  for (let cut = 1; cut < replies.length; cut++) {
    const terminal = makeTerminal();
    await terminal.send(`a${replies.slice(0, cut)}`, `${replies.slice(cut)}b`);
    expect(await terminal.answer).toBe('dark');
    expect((terminal.stdin.read() as Buffer).toString()).toBe('ab');
  }
});

describe('when the time is up', () => {
  test('the question counts as not answered, and an escape key that was held back is given on', async () => {
    const terminal = makeTerminal();
    await terminal.send('\u001B');
    terminal.timeOut();
    expect(await terminal.answer).toBeUndefined();
    expect((terminal.stdin.read() as Buffer).toString()).toBe('\u001B');
  });

  test('a late reply does not become keys: its "d" would dump, its "1" would change the view', async () => {
    const terminal = makeTerminal();
    terminal.timeOut();
    await terminal.answer;
    const keys: string[] = [];
    terminal.stdin.on('readable', () => {
      for (
        let read = terminal.stdin.read() as Buffer | null;
        read !== null;
        read = terminal.stdin.read() as Buffer | null
      ) {
        keys.push(read.toString());
      }
    });
    await terminal.send('j', '\u001B]11;rgb:dd', `dd/dddd/dddd\u0007k`, identity, 'x', dark);
    expect(keys.join('')).toBe(`jkx${dark}`);
  });
});

test('whatever is typed, a filter gives back exactly that', () => {
  const filter = makeReplyFilter();
  const typed = ['jjj', '\u001B', '\u001B[A', '\u001BOP', '\u001B[1;5C', '\u001B[200~pasted\u001B[201~', 'q'];
  expect(typed.map((keys) => filter.push(keys))).toEqual(typed);
});
