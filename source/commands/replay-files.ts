import type {Diagnosis} from '../diagnosis/verdict.ts';
import {ProfileDecoder} from '../profile/decoder.ts';
import type {Replayed} from '../recording/replayed.ts';
import {StepLog} from '../session/step-log.ts';
import {timelineOf} from '../session/timeline.ts';
import type {CheckOptions} from './check-options.ts';
import {checkFiles} from './check-files.ts';
import {readMoments} from './read-moments.ts';

/** An opinion each is kept for so many moments: of a log with more dumps, for the newest. */
const maxOpinions = 1_000;

/**
 * Saved profiles and dumps, each a moment, as something to be replayed; all of them are in memory.
 *
 * @param work runs while it can be replayed.
 * @throws {DecodeError} when one cannot be read.
 */
export async function replayFiles(
  words: readonly string[],
  options: Pick<CheckOptions, 'sources'>,
  work: (replayed: Replayed) => Promise<void>,
): Promise<void> {
  const opinions = new StepLog<Diagnosis>(maxOpinions);
  const moments: number[] = [];
  await checkFiles(
    words,
    options,
    async (_checked, {session, texts}) => {
      const again = createTextsAgain(words);
      const last = moments.length - 1;
      try {
        await work({
          name: session.facts.name,
          timeline: timelineOf(session),
          load: () => session,
          diagnosisAt: (atMs) => opinions.at(atMs),
          texts(atMs, ids) {
            const moment = moments.findLastIndex((one) => one <= atMs);
            return moment === last ? texts(ids) : again.texts(moment, ids);
          },
          damage: () => undefined,
        });
      } finally {
        await again.close();
      }
    },
    (session, diagnosis) => {
      const atMs = session.clock.monotonicMs();
      moments.push(atMs);
      opinions.push(atMs, diagnosis);
    },
  );
}

/** Reads a moment of files a second time, for the texts that were not kept. */
function createTextsAgain(words: readonly string[]) {
  const decoder = new ProfileDecoder();
  let decoded: number | undefined;

  async function decodeAgain(wanted: number): Promise<boolean> {
    let at = 0;
    // What came through stdin is gone.
    if (words.includes('-')) return false;
    for (const word of words) {
      for await (const {chunks, isCut, writtenAt} of readMoments(word)) {
        if (at++ < wanted) continue;
        await decoder.decode(chunks, {source: 'file', takenAt: writtenAt, cut: isCut, keepText: true});
        return true;
      }
    }

    return false;
  }

  return {
    async texts(moment: number, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
      if (decoded !== moment) decoded = (await decodeAgain(moment)) ? moment : undefined;
      return decoded === undefined ? new Map() : decoder.goroutineTexts(ids);
    },
    close: () => decoder.close(),
  };
}
