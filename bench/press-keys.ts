import {type Figure, milliseconds, quantile, sleep} from './figures.ts';
import {mainThreadMs, processorSeconds, type OnTerminal} from './program.ts';

/** What comes after this long is not the answer to a key. */
const keyTimeoutMs = 500;

export type Keys = {readonly delays: number[]; readonly bytes: number[]; readonly processorMs: number};

/** Presses keys one by one, each when the screen has settled, at times that have nothing to do with its own. */
export async function pressKeys(screen: OnTerminal, keys: readonly string[]): Promise<Keys> {
  const delays: number[] = [];
  const bytes: number[] = [];
  const usedBefore = processorSeconds(screen.pid);
  for (const key of keys) {
    await screen.quiet(15);
    await sleep(Math.random() * 40);
    const before = screen.received();
    const start = performance.now();
    const delay = await new Promise<number>((resolve) => {
      const finish = (ms: number) => {
        clearTimeout(timer);
        stop();
        resolve(ms);
      };
      const timer = setTimeout(() => {
        finish(keyTimeoutMs);
      }, keyTimeoutMs);
      const stop = screen.onOutput(() => {
        finish(performance.now() - start);
      });
      screen.press(key);
    });
    delays.push(delay);
    await screen.quiet(10);
    bytes.push(screen.received() - before);
  }

  return {delays, bytes, processorMs: ((processorSeconds(screen.pid) - usedBefore) * 1000) / keys.length};
}

/** How a terminal is told that a frame is complete. */
const frameEnd = '\u001B[?2026l';

export type Jumps = {readonly delays: number[]; readonly threadMs: number[]};

/** Jumps to so many moments of a recording that is on the screen: from the last key to the end of the first frame. */
export async function jump(screen: OnTerminal, minutes: readonly number[]): Promise<Jumps> {
  const delays: number[] = [];
  const threadMs: number[] = [];
  for (const ago of minutes) {
    await screen.quiet(400);
    screen.press('t');
    await screen.quiet(100);
    screen.press(`${ago}m ago`);
    await screen.quiet(200);
    const start = performance.now();
    const startThreadMs = mainThreadMs(screen.pid);
    const painted = screen.waitFor(frameEnd);
    screen.press('\r');
    await painted;
    delays.push(performance.now() - start);
    threadMs.push(mainThreadMs(screen.pid) - startThreadMs);
  }

  return {delays, threadMs};
}

/** Five down, five up: within the window, where only two rows change. */
export function cursorKeys(keys: number): string[] {
  return Array.from({length: keys}, (_, index) => (index % 10 < 5 ? 'j' : 'k'));
}

export function delayFigure(name: string, {delays}: Keys, limitMs: number): Figure {
  const p95 = quantile(delays, 0.95);
  return {
    name: `key to paint, ${name}`,
    target: `p95 ≤ ${limitMs} ms`,
    measured: `p50 ${milliseconds(quantile(delays, 0.5))}, p95 ${milliseconds(p95)}, most ${milliseconds(Math.max(...delays))} (${delays.length} keys)`,
    ok: p95 <= limitMs,
  };
}
