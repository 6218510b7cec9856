// Saves what a process answers before it is decoded, so that a crash here costs no dump.

import type {Capture} from '../session/requests.ts';
import type {Sampler} from '../session/sampler.ts';
import {dumpOutcome, type DumpOutcome} from './dump-outcome.ts';
import type {FileChunks} from './fill-file.ts';
import type {SavedFile} from './in-folder.ts';

/** Saves chunks somewhere; the two makers of it are `saveDump` and `saveToFile`. */
export type Save = (chunks: FileChunks) => Promise<SavedFile>;

/** Saves the full stacks. The target is asked only once the file is open, so it is never stopped for nothing. */
export async function saveStacks(sampler: Pick<Sampler, 'stacks'>, save: Save): Promise<DumpOutcome> {
  const {saved, answer, capture} = await saveWhile((keep) => sampler.stacks(keep), save);
  const read = {goroutines: answer.total, complete: answer.complete};
  return dumpOutcome(saved, read, capture?.expectedTotal);
}

/** Saves the counts (debug=1), which are small and do not stop the target however many goroutines it has. */
export async function saveCounts(sampler: Pick<Sampler, 'counts'>, save: Save): Promise<SavedFile> {
  return (await saveWhile((keep) => sampler.counts(keep), save)).saved;
}

/** Runs a request whose bytes are saved as soon as they are there, and kept from being decoded until they are. */
async function saveWhile<Answer>(
  request: (keep: (capture: Capture) => Promise<void>) => Promise<Answer>,
  save: Save,
): Promise<{readonly saved: SavedFile; readonly answer: Answer; readonly capture: Capture | undefined}> {
  const written = Promise.withResolvers<void>();
  let answer: Promise<Answer> | undefined;
  let capture: Capture | undefined;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    const captured = Promise.withResolvers<Capture>();
    answer = request((kept) => {
      captured.resolve(kept);
      return written.promise;
    });
    answer.catch(captured.reject);
    capture = await captured.promise;
    yield* capture.reply.chunks;
  }

  try {
    const saved = await save(chunks());
    written.resolve();
    if (answer === undefined) throw new Error('nothing was asked for');
    return {saved, answer: await answer, capture};
  } finally {
    written.resolve();
  }
}
