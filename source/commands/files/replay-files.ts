// Turns files into a session that can be gone through, one sample per moment.

import type {Diagnosis} from '../../diagnosis/verdict.ts';
import {sessionSource} from '../../report/session-source.ts';
import {StepLog} from '../../session/step-log.ts';
import {timelineOf} from '../../session/timeline.ts';
import type {CheckOptions} from '../check/check-options.ts';
import {checkFiles} from '../check/check-files.ts';
import type {Kept} from './kept.ts';
import {createTextsAgain} from './texts-again.ts';

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
  work: (kept: Kept) => Promise<void>,
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
        const diagnosisAt = (atMs: number) => opinions.at(atMs);
        const replayed = {
          name: session.facts.name,
          timeline: timelineOf(session),
          load: () => session,
          soon: () => session,
          diagnosisAt,
          texts(atMs: number, ids: readonly number[]) {
            const moment = moments.findLastIndex((one) => one <= atMs);
            return moment === last ? texts(ids) : again.texts(moment, ids);
          },
          damage: () => undefined,
        };
        const origin = {kind: 'files', moments: moments.length} as const;
        await work({replayed, source: () => sessionSource({session, origin, diagnosisAt, texts})});
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
