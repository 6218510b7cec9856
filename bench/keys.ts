// How long a key takes to be answered with 10,000 groups on the screen, and what a second of watching costs here:
// node bench/keys.ts [--keys 300] [--seconds 60] [--groups 10000]. Linux only.
import {startFakeTarget} from './fake.ts';
import {type Figure, milliseconds, printFigures, quantile, sleep} from './figures.ts';
import {cursorKeys, delayFigure, pressKeys} from './press-keys.ts';
import {benchOptions, type OnTerminal, onTerminal, processorSeconds, residentBytes} from './program.ts';

const {cli, numbers} = benchOptions({keys: 300, seconds: 60, groups: 10_000});
const mebibyte = 2 ** 20;

function refreshFigure(name: string, share: number): Figure {
  const measured = `${(share * 100).toFixed(1)} %`;
  return {name: `refresh each second, ${name}`, target: '≤ 2 % of a core', measured, ok: share <= 0.02};
}

function residentFigure(name: string, bytes: number): Figure {
  const measured = `${(bytes / mebibyte).toFixed(0)} MiB`;
  const ok = bytes <= 200 * mebibyte;
  return {name: `memory after all this (RSS), ${name}`, target: '≤ 200 MiB', measured, ok};
}

/** What the program uses and writes while nobody presses a key. */
async function watchIdle(screen: OnTerminal, seconds: number) {
  const usedBefore = processorSeconds(screen.pid);
  const bytesBefore = screen.received();
  await sleep(seconds * 1000);
  return {
    share: (processorSeconds(screen.pid) - usedBefore) / seconds,
    bytesPerSecond: (screen.received() - bytesBefore) / seconds,
  };
}

async function changing(): Promise<Figure[]> {
  const target = await startFakeTarget('--groups', String(numbers.groups));
  const screen = onTerminal(cli, [`:${target.port}`]);
  try {
    await screen.waitFor('LIVE');
    await sleep(5000);
    const idle = await watchIdle(screen, numbers.seconds);
    // Within the window first, then at its edge, where every key moves all rows.
    const moving = await pressKeys(screen, cursorKeys(numbers.keys));
    const scrolling = await pressKeys(screen, ['G', ...Array.from({length: numbers.keys}, () => 'k')]);
    const far = await pressKeys(screen, ['g', ...Array.from({length: numbers.keys}, () => 'j')]);
    const pages = await pressKeys(
      screen,
      Array.from({length: Math.ceil(numbers.keys / 3)}, (_, index) =>
        index % 20 < 10 ? '\u0004' : '\u0015',
      ),
    );
    const resident = residentBytes(screen.pid);
    const all = {...far, delays: [...moving.delays, ...scrolling.delays, ...far.delays]};
    return [
      delayFigure('cursor moves (j, k), all', all, 10),
      delayFigure('… within the window', moving, 10),
      delayFigure('… list scrolls', far, 10),
      delayFigure('… half a page (ctrl-d, ctrl-u)', pages, 16),
      {
        name: 'processor time per key',
        target: '',
        measured: `move ${milliseconds(moving.processorMs)}, scroll ${milliseconds(far.processorMs)} (with refreshes meanwhile)`,
      },
      refreshFigure(`${numbers.groups} groups all changing`, idle.share),
      residentFigure('all changing', resident),
      {
        name: 'bytes on the wire, all rows changing',
        target: '',
        measured: `${idle.bytesPerSecond.toFixed(0)} each second; per key ${quantile(moving.bytes, 0.5)} (move), ${quantile(far.bytes, 0.5)} (scroll)`,
      },
    ];
  } finally {
    await screen.end();
    await target.stop();
  }
}

/** As a large service is: thousands of groups, of which a few change from one second to the next. */
async function mostlyStill(): Promise<Figure[]> {
  const percent = 2;
  const target = await startFakeTarget('--groups', String(numbers.groups), '--changing', String(percent));
  const screen = onTerminal(cli, [`:${target.port}`]);
  try {
    await screen.waitFor('LIVE');
    await sleep(5000);
    const idle = await watchIdle(screen, numbers.seconds);
    const moving = await pressKeys(screen, cursorKeys(numbers.keys));
    const resident = residentBytes(screen.pid);
    const name = `${numbers.groups} groups, ${percent} % changing`;
    return [
      delayFigure(`cursor moves (j, k), ${name}`, moving, 10),
      refreshFigure(name, idle.share),
      residentFigure(name, resident),
    ];
  } finally {
    await screen.end();
    await target.stop();
  }
}

async function still(): Promise<Figure[]> {
  const target = await startFakeTarget('--groups', '200', '--still');
  const screen = onTerminal(cli, [`:${target.port}`]);
  try {
    await screen.waitFor('LIVE');
    // The clock of the time watched counts seconds only for the first minute.
    await sleep(5000);
    const idle = await watchIdle(screen, Math.min(20, numbers.seconds));
    // Until then V8 still makes faster code of what runs once a second.
    await sleep(45_000);
    const settled = await watchIdle(screen, Math.min(20, numbers.seconds));
    screen.press(' ');
    await sleep(2000);
    const paused = await watchIdle(screen, Math.min(10, numbers.seconds));
    return [
      {
        name: 'bytes on the wire, counts do not change',
        target: '≤ 2,500 each second',
        measured: `${idle.bytesPerSecond.toFixed(0)} each second`,
        ok: idle.bytesPerSecond <= 2500,
      },
      {
        name: 'bytes on the wire, paused',
        target: '0',
        measured: `${paused.bytesPerSecond.toFixed(0)} each second`,
        ok: paused.bytesPerSecond === 0,
      },
      refreshFigure('200 groups, nothing changes', idle.share),
      refreshFigure('200 groups, nothing changes, after a minute', settled.share),
    ];
  } finally {
    await screen.end();
    await target.stop();
  }
}

printFigures([...(await changing()), ...(await mostlyStill()), ...(await still())]);
