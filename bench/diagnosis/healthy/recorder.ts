import {gunzipSync} from 'node:zlib';
import {setTimeout as sleep} from 'node:timers/promises';
import {randomUnevenness} from '../../../source/session/gears.ts';
import {parseAddress} from '../../../source/target/address.ts';
import {openTarget} from '../../../source/target/pprof-target.ts';
import {packAnswers, type RecordedAnswers} from '../recorded-answers.ts';

const stepMs = 1000;

/** `wallMs`: milliseconds since 1970. */
type Moment = RecordedAnswers & {readonly wallMs: number};

export type Recording = {
  /** One `NAME.answers.gz`, for `readAnswers`. */
  readonly packed: Buffer;
  readonly moments: number;
  /** Moments at which the target did not answer in time; they are left out. */
  readonly missed: number;
};

/**
 * Asks a target about each second, as unevenly as a check does, for its index page, its counts and its full stacks, and
 * keeps the raw answers.
 *
 * `where`: an address as gorowatch takes it. `over`: ends the recording; the moment under way is kept.
 */
export async function recordAnswers(where: string, name: string, over: AbortSignal): Promise<Recording> {
  const target = openTarget(parseAddress(where));
  const answers: Moment[] = [];
  const startMs = performance.now();
  let commandLine = '';
  let missed = 0;
  for (let step = 1; !over.aborted; step++) {
    const atMs = Math.round(performance.now() - startMs);
    const wallMs = Date.now();
    try {
      commandLine ||= (await target.commandLine()).replace(/^\S*\//, '');
      const {reply: index} = await target.index();
      const counts = await target.goroutines({debug: 0});
      const stacks = await target.goroutines({debug: 2});
      answers.push({
        atMs,
        wallMs,
        tookMs: {
          index: round(index.durationMs),
          counts: round(counts.durationMs),
          stacks: round(stacks.durationMs),
        },
        index: Buffer.concat(index.chunks).toString(),
        counts: gunzipSync(Buffer.concat(counts.chunks)).toString('base64'),
        stacks: Buffer.concat(stacks.chunks).toString(),
      });
    } catch {
      missed++;
    }

    const nextMs = startMs + (step + randomUnevenness()) * stepMs;
    await sleep(Math.max(0, nextMs - performance.now()), undefined, {signal: over}).catch(() => {});
  }

  await target.close();
  const head = {format: 'gorowatch-answers@1', name, commandLine} as const;
  return {packed: packAnswers(head, answers), moments: answers.length, missed};
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
