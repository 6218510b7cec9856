import {describe, expect, test, vi} from 'vitest';
import {formatClock} from '../../source/view/text/format.ts';
import {group, watched, type Watched} from '../helpers/session.ts';
import {onScreen, type OnScreen} from './on-screen.tsx';

const senders = (count: number) => group(count, 'chan send', 'check.report check.go:72');

function shop(): Watched {
  const target = watched();
  target.sees(senders(800), group(40, 'sleep', 'retry.loop retry.go:5'));
  return target;
}

/** How many cells of the screen are drawn inverse, and how many have a colour. */
function styled({terminal}: OnScreen): {inverse: string; coloured: number} {
  let inverse = '';
  let coloured = 0;
  for (let y = 0; y < terminal.rows; y++) {
    const line = terminal.buffer.active.getLine(y);
    for (let x = 0; x < terminal.cols; x++) {
      const cell = line?.getCell(x);
      if (cell === undefined) continue;
      if (cell.isInverse()) inverse += cell.getChars() || ' ';
      if (!cell.isFgDefault() || !cell.isBgDefault()) coloured++;
    }
  }

  return {inverse, coloured};
}

describe('connecting', () => {
  test('shows what is asked, for how long, and which key ends it', async () => {
    const target = watched();
    target.clock.pass(3000);
    const screen = await onScreen(target);
    expect(screen.lines()[0]).toContain('localhost:6060');
    expect(screen.lines()[0]).toContain('CONNECTING 3s');
    expect(screen.text()).toContain('asking http://localhost:6060/debug/pprof/ …');
    expect(screen.text()).toContain('waiting for the first answer');
    expect(screen.lines().at(-1)).toContain('q quit');
  });

  test('takes keys at once', async () => {
    const screen = await onScreen(watched());
    for (const key of [
      'j',
      'G',
      'enter',
      'tab',
      'enter',
      '3',
      'enter',
      '4',
      '1',
      'v',
      '>',
      'y',
      'space',
      '?',
      'esc',
    ]) {
      await screen.press(key);
    }

    expect(screen.lines()[0]).toContain('CONNECTING');
  });

  test('says what is wrong while it goes on trying', async () => {
    const target = watched();
    target.session.setStatus({
      kind: 'connecting',
      sinceMs: target.clock.monotonicMs(),
      problem: 'Nothing listens there.',
    });
    const screen = await onScreen(target);
    expect(screen.text()).toContain('Nothing listens there.');
  });
});

describe('lost', () => {
  test('says when it tries again, what happened, and when the target was last seen', async () => {
    const target = shop();
    const seen = formatClock(target.clock.wallMs());
    target.clock.pass(500);
    target.loses('Connection refused by localhost:6060.');
    const screen = await onScreen(target);
    expect(screen.lines()[0]).toContain(`RECONNECTING IN 2s  last seen ${seen}`);
    expect(screen.text()).toContain('Connection refused by localhost:6060.');
  });

  test('keeps the last picture, faded', async () => {
    const target = shop();
    const screen = await onScreen(target, {colour: 'mono'});
    const list = screen.line('retry.loop  retry.go:5');
    target.loses('Connection refused.');
    await screen.settle();
    expect(screen.line('retry.loop  retry.go:5')).toBe(list);
    const y = screen.lines().indexOf(list);
    expect(screen.terminal.buffer.active.getLine(y)?.getCell(60)?.isDim()).toBeTruthy();
  });

  test('counts down by itself', async () => {
    vi.useFakeTimers({toFake: ['setInterval', 'clearInterval']});
    try {
      const target = shop();
      target.loses('Connection refused.', 9000);
      const screen = await onScreen(target);
      expect(screen.lines()[0]).toContain('RECONNECTING IN 9s');
      target.clock.pass(3000);
      vi.advanceTimersByTime(1000);
      await screen.settle();
      expect(screen.lines()[0]).toContain('RECONNECTING IN 6s');
    } finally {
      vi.useRealTimers();
    }
  });

  test('while live, the age of the counts goes on when no answer comes', async () => {
    vi.useFakeTimers({toFake: ['setInterval', 'clearInterval']});
    try {
      const target = shop();
      const screen = await onScreen(target);
      expect(screen.lines()[0]).toContain('counts 0.0 s ago');
      target.clock.pass(6000);
      vi.advanceTimersByTime(1000);
      await screen.settle();
      expect(screen.lines()[0]).toContain('counts 6.0 s ago');
    } finally {
      vi.useRealTimers();
    }
  });

  test('leaves a gap in the curve, not a line across it', async () => {
    const target = watched();
    for (let second = 0; second < 20; second++) target.sees(senders(800 + second));
    target.loses('Connection refused.');
    target.clock.pass(20_000);
    for (let second = 0; second < 20; second++) target.sees(senders(900 + second));
    const screen = await onScreen(target);
    const chart = screen.lines().slice(2, 8);
    const columns = Array.from({length: 120}, (_, x) => chart.some((line) => /[─╭╮╰╯│]/.test(line[x] ?? '')));
    const first = columns.indexOf(true);
    const gap = columns.indexOf(false, first);
    expect(columns.indexOf(true, gap)).toBeGreaterThan(gap + 10);
  });
});

describe('an alert', () => {
  const alert = 'goroutines 1,502 > 1,500';

  test('stands in inverse above the footer, and then what became of its dump', async () => {
    const target = shop();
    const screen = await onScreen(target);
    target.session.addEvent('alert', alert);
    await screen.settle();
    const time = formatClock(target.clock.wallMs());
    expect(screen.lines().at(-2)).toContain(`▲ ${time} ${alert}`);
    expect(styled(screen).inverse).toContain(alert);
    target.session.addEvent(
      'dump',
      `${alert} · full stacks saved: /home/me/.local/state/gorowatch/dumps/${'x'.repeat(60)}.txt.gz`,
    );
    await screen.settle();
    expect(screen.lines().at(-2)).toMatch(/full stacks saved: ….*\.txt\.gz/);
  });

  test('stays until four other things have happened', async () => {
    const target = shop();
    const screen = await onScreen(target);
    target.session.addEvent('alert', alert);
    for (let event = 1; event <= 4; event++) {
      await screen.settle();
      expect(screen.lines().at(-2)).toContain(alert);
      target.session.addEvent('problem', `event ${event}`);
    }

    await screen.settle();
    expect(screen.lines().at(-2)).not.toContain(alert);
    await screen.press('4');
    expect(screen.line(alert)).toContain('alert');
  });

  test('is marked on the axis of time', async () => {
    const target = shop();
    target.session.addEvent('alert', alert);
    const screen = await onScreen(target);
    expect(screen.lines().slice(7, 10).join('')).toContain('▲');
  });
});

test('what was just done is said until the next key', async () => {
  const screen = await onScreen(shop());
  screen.inspector.say('Copied 12 lines.', 'good');
  await screen.settle();
  expect(screen.lines().at(-2)).toContain('Copied 12 lines.');
  await screen.press('j');
  expect(screen.lines().at(-2)).not.toContain('Copied');
  expect(screen.lines().at(-2)).toContain('40 goroutines sleep in retry.loop.');
});

describe('without colour', () => {
  const moments: [string, (target: Watched) => void, RegExp][] = [
    ['live', () => undefined, /LIVE/],
    ['lost', (target) => target.loses('gone'), /RECONNECTING/],
    ['alert', (target) => target.session.addEvent('alert', 'too many'), /▲ .*too many/],
  ];

  test.each(['mono', 'none'] as const)(
    '%s: not one cell has a colour, and every state is a word',
    async (colour) => {
      for (const [, make, words] of moments) {
        const target = shop();
        make(target);
        const screen = await onScreen(target, {colour});
        expect(styled(screen).coloured).toBe(0);
        expect(screen.text()).toMatch(words);
      }
    },
  );

  test('states that must not be missed are inverse all the same', async () => {
    const target = shop();
    const screen = await onScreen(target, {colour: 'mono'});
    expect(styled(screen).inverse).toContain('check.report');
    await screen.press('space');
    expect(styled(screen).inverse).toContain('PAUSED');
    await screen.press('space');
    target.loses('gone');
    await screen.settle();
    expect(styled(screen).inverse).toContain('RECONNECTING IN 2s');
  });

  test('none sends no style at all', async () => {
    const target = shop();
    const screen = await onScreen(target, {colour: 'none'});
    await screen.press('tab', 'enter', 'enter', '?');
    expect(styled(screen).inverse).toBe('');
  });
});

test('with ASCII only, states and marks are ASCII too', async () => {
  const target = shop();
  target.sees(senders(900));
  target.session.restarted('a smaller id');
  target.sees(senders(901));
  target.session.addEvent('alert', 'goroutines 901 > 900');
  const screen = await onScreen(target, {ascii: true});
  for (const keys of [
    [],
    ['space'],
    ['space', 'tab'],
    ['tab', 'enter'],
    ['esc', '/', 'x'],
    ['esc', '4'],
    ['?'],
  ]) {
    await screen.press(...keys);
    expect(screen.text()).toMatch(/^[\n -~]*$/);
  }
});

test('m turns the curve into the heap, the stacks, and back', async () => {
  const target = watched();
  target.sees(group(100, 'chan send', 'main.worker work.go:7'));
  target.session.memory.add({
    atMs: target.clock.monotonicMs(),
    heapInUse: 412 * 2 ** 20,
    heapAllocated: 400 * 2 ** 20,
    stacksInUse: 96 * 2 ** 20,
    system: 600 * 2 ** 20,
    collections: 3,
  });
  target.sees(group(120, 'chan send', 'main.worker work.go:7'));
  const screen = await onScreen(target);
  await screen.press('m');
  expect(screen.text()).toContain('heap in use · m: stacks in use');
  expect(screen.text()).toMatch(/ 412 MiB /);
  await screen.press('m');
  expect(screen.text()).toContain('stacks in use · m: goroutines');
  expect(screen.text()).toMatch(/ 96 MiB /);
  await screen.press('m');
  expect(screen.text()).not.toContain('in use ·');
});

test('a process that does not tell its memory says so in place of a curve', async () => {
  const target = watched();
  target.sees(group(100, 'chan send', 'main.worker work.go:7'));
  const screen = await onScreen(target);
  await screen.press('m');
  expect(screen.text()).toContain('this process does not tell its memory');
});
