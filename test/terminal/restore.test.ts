import {EventEmitter} from 'node:events';
import {describe, expect, test, vi} from 'vitest';
import {internalErrorExitCode, type Ending} from '../../source/terminal/ending.ts';
import {restoreSequence} from '../../source/terminal/modes.ts';
import {guardTerminal} from '../../source/terminal/restore.ts';

const leave = '\u001B[?1049l';

type Setting = {
  isTTY?: boolean;
  onEnd?: (ending: Ending) => string | undefined;
  finish?: () => Promise<string>;
  /** What throws: anything that happens with a description that begins so. */
  breaks?: readonly string[];
  /** Hears of errors of the output already. */
  listensBefore?: () => void;
};

const never = () => new Promise<string>(() => {});

/** Everything that happens, in its order. */
function makeWorld({isTTY = true, onEnd, finish, breaks = [], listensBefore}: Setting = {}) {
  const timers: (() => void)[] = [];
  const happened: string[] = [];
  const happen = (what: string) => {
    happened.push(what);
    if (breaks.some((broken) => what.startsWith(broken))) {
      throw new Error('EIO');
    }
  };

  const process = Object.assign(new EventEmitter(), {
    pid: 4711,
    kill(pid: number, signal: string) {
      happen(`kill ${pid} ${signal} ${process.listenerCount(signal)} listeners`);
    },
    exit(code: number) {
      happen(`exit ${code}`);
      process.emit('exit', code);
    },
  });
  const stdout = Object.assign(new EventEmitter(), {
    isTTY,
    write(text: string) {
      happen(
        text === restoreSequence({alternateScreen: text.includes(leave)}) ? 'restore' : `stdout ${text}`,
      );
      return text.includes(leave);
    },
  });
  const stdin = Object.assign(new EventEmitter(), {
    isTTY,
    setRawMode(on: boolean) {
      happen(`raw ${on}`);
    },
  });
  if (listensBefore !== undefined) stdout.on('error', listensBefore);
  const stderr = {
    write(text: string) {
      happen(`stderr ${text.split('\n')[0]}`);
    },
  };
  const guard = guardTerminal({
    process,
    stdout,
    stdin,
    stderr,
    onEnd(ending) {
      happen(`onEnd ${ending.kind}`);
      return onEnd?.(ending);
    },
    finish,
    startTimer: (callback) => timers.push(callback),
  });
  return {happened, process, stdout, stdin, guard, timers};
}

describe('the order is: our side, raw mode, terminal, message, death', () => {
  test('on quitting', () => {
    const {happened, guard} = makeWorld({onEnd: () => 'recorded 12 min to shop.gorec'});
    guard.end({kind: 'exit', code: 0});
    expect(happened).toEqual([
      'onEnd exit',
      'raw false',
      'restore',
      'stderr recorded 12 min to shop.gorec',
      'exit 0',
    ]);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGQUIT', 131],
  ])('on %s, by which it dies', (signal, code) => {
    const {happened, process} = makeWorld();
    process.emit(signal);
    expect(happened).toEqual([
      'onEnd signal',
      'raw false',
      'restore',
      `kill 4711 ${signal} 0 listeners`,
      `exit ${code}`,
    ]);
  });

  test.each(['uncaughtException', 'unhandledRejection'])('on %s, which is told only afterwards', (event) => {
    const {happened, process} = makeWorld();
    process.emit(event, new TypeError('rows is undefined'));
    expect(happened.map((what) => what.split(' ').slice(0, 2).join(' '))).toEqual([
      'onEnd error',
      'raw false',
      'restore',
      'stderr gorowatch',
      `exit ${internalErrorExitCode}`,
    ]);
  });
});

describe('what is still to be written when a signal comes', () => {
  const putBack = ['onEnd signal', 'raw false', 'restore'];

  test('is finished after the terminal is back, and told before the program dies by the signal', async () => {
    const {promise, resolve} = Promise.withResolvers<string>();
    const {happened, process, guard} = makeWorld({finish: () => promise});
    expect(guard.isEnding()).toBe(false);
    process.emit('SIGTERM');
    expect(guard.isEnding()).toBe(true);
    expect(happened).toEqual(putBack);
    resolve('Recorded 0:12 to shop.gorowatch.');
    await expect.poll(() => happened.at(-1)).toBe('exit 143');
    expect(happened).toEqual([
      ...putBack,
      'stderr Recorded 0:12 to shop.gorowatch.',
      'kill 4711 SIGTERM 0 listeners',
      'exit 143',
    ]);
  });

  test('keeps nobody waiting for ever, nor for a second signal', () => {
    const slow = makeWorld({finish: never});
    slow.process.emit('SIGTERM');
    for (const timeUp of slow.timers) timeUp();
    expect(slow.happened.at(-1)).toBe('exit 143');
    const hurried = makeWorld({finish: never});
    hurried.process.emit('SIGTERM');
    hurried.process.emit('SIGINT');
    expect(hurried.happened.at(-1)).toBe('exit 130');
  });

  test('is finished too when a terminal closes, with all the signs of that', async () => {
    const {promise, resolve} = Promise.withResolvers<string>();
    const {happened, process, stdin} = makeWorld({finish: () => promise});
    process.emit('SIGHUP');
    stdin.emit('end');
    process.emit('SIGHUP');
    expect(happened).toEqual(putBack);
    resolve('');
    await expect.poll(() => happened.at(-1)).toBe('exit 129');
  });
});

test.each([
  ['the reader of our output', 'EPIPE', 141],
  ['the terminal', 'EIO', 129],
])('with %s gone (%s) it ends without a word', (_, code, exitCode) => {
  for (const origin of ['stdout', 'process'] as const) {
    const world = makeWorld({onEnd: () => 'nobody reads this'});
    const error = Object.assign(new Error(`write ${code}`), {code});
    world[origin].emit(origin === 'stdout' ? 'error' : 'uncaughtException', error);
    expect(world.happened.at(-1)).toBe(`exit ${exitCode}`);
    expect(world.happened.some((what) => what.startsWith('stderr'))).toBe(false);
  }
});

test('what listened to the output before neither ends it nor is lost', () => {
  const listensBefore = vi.fn<() => void>();
  const closed = makeWorld({listensBefore, finish: never});
  closed.stdout.emit('error', Object.assign(new Error('write EIO'), {code: 'EIO'}));
  expect(listensBefore).not.toHaveBeenCalled();
  const released = makeWorld({listensBefore});
  released.guard.release();
  released.guard.release();
  released.stdout.emit('error', new Error('write EIO'));
  expect(listensBefore).toHaveBeenCalledOnce();
});

test('a terminal that was closed under it ends it too', () => {
  const {happened, stdin} = makeWorld();
  stdin.emit('end');
  expect(happened.at(-1)).toBe('exit 129');
});

test('nothing that fails on the way out keeps it from ending', () => {
  for (const broken of ['onEnd', 'raw', 'restore', 'stderr', 'kill']) {
    const {happened, process} = makeWorld({breaks: [broken], onEnd: () => 'bye'});
    process.emit('SIGTERM');
    expect(happened).toContain('restore');
    expect(happened.at(-1)).toBe('exit 143');
  }
});

test('an end during the end changes nothing', () => {
  const world = makeWorld({
    onEnd() {
      world.process.emit('SIGTERM');
      world.stdout.emit('error', new Error('EIO'));
      return undefined;
    },
  });
  world.guard.end({kind: 'exit', code: 0});
  world.guard.end({kind: 'exit', code: 3});
  expect(world.happened).toEqual(['onEnd exit', 'raw false', 'restore', 'exit 0']);
});

test('process.exit from anywhere puts the terminal back', () => {
  const {happened, process} = makeWorld();
  process.exit(2);
  expect(happened).toEqual(['exit 2', 'raw false', 'restore']);
});

test('the alternate screen is left only when it was entered: leaving moves the cursor', () => {
  const written: string[] = [];
  for (const enters of [true, false]) {
    const {guard, stdout} = makeWorld();
    const write = stdout.write.bind(stdout);
    stdout.write = (text) => {
      written.push(text);
      return write(text);
    };

    if (enters) {
      guard.enterScreen();
    }

    guard.end({kind: 'exit', code: 0});
  }

  expect(written.map((text) => text.includes(leave))).toEqual([true, false]);
});

test('output that is no terminal gets no escape sequence', () => {
  const {happened, guard} = makeWorld({isTTY: false});
  guard.end({kind: 'exit', code: 4});
  expect(happened).toEqual(['onEnd exit', 'exit 4']);
});

test('after release the program goes on and takes its signals itself', () => {
  const {happened, guard, process, stdout, stdin} = makeWorld();
  guard.release();
  guard.release();
  expect(happened).toEqual(['raw false', 'restore']);
  expect([process, stdout, stdin].flatMap((emitter) => emitter.eventNames())).toEqual([]);
});

test('every mode that a screen may have set is reset, synchronized output first', () => {
  const sequence = restoreSequence({alternateScreen: true});
  expect(sequence.startsWith('\u001B[?2026l')).toBe(true);
  for (const mode of [1000, 1002, 1003, 1004, 1006, 1015, 1049, 2004, 2026]) {
    expect(sequence).toContain(`\u001B[?${mode}l`);
  }

  expect(sequence).toContain('\u001B[?7h');
  expect(sequence.endsWith('\u001B[?25h')).toBe(true);
});

test('an error in the target’s words cannot steer the terminal on the way out', () => {
  const texts: string[] = [];
  const emitter = new EventEmitter();
  const fake = Object.assign(emitter, {pid: 1, kill() {}, exit() {}});
  guardTerminal({
    process: fake,
    stdout: Object.assign(new EventEmitter(), {isTTY: true, write: () => true}),
    stdin: new EventEmitter(),
    stderr: {write: (text: string) => texts.push(text)},
  }).end({kind: 'error', error: new Error('bad \u001B]0;owned\u0007 name')});
  expect(texts.join('')).toContain(String.raw`bad \x1b]0;owned\x07 name`);
  expect(texts.join('')).not.toContain('\u001B');
});
