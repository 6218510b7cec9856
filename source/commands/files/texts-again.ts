import {ProfileDecoder} from '../../profile/decoder.ts';
import {readMoments} from './read-moments.ts';

type TextsAgain = {
  /** The texts of goroutines, by their ids, as they were at a moment: the first of all files is 0. */
  readonly texts: (moment: number, ids: readonly number[]) => Promise<ReadonlyMap<number, string>>;
  readonly close: () => Promise<void>;
};

/** Reads moments of files a second time, for the texts that were not kept. */
export function createTextsAgain(words: readonly string[]): TextsAgain {
  const decoder = new ProfileDecoder();
  let decoded: number | undefined;
  /** One moment at a time: the decoder knows the texts of the last one only. */
  let before: Promise<unknown> = Promise.resolve();

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

  async function read(moment: number, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
    if (decoded !== moment) {
      // Should it fail, nobody knows whose texts there are.
      decoded = undefined;
      decoded = (await decodeAgain(moment)) ? moment : undefined;
    }

    return decoded === undefined ? new Map() : decoder.goroutineTexts(ids);
  }

  return {
    texts(moment, ids) {
      const texts = before.then(() => read(moment, ids));
      before = texts.catch(() => undefined);
      return texts;
    },
    close: () => decoder.close(),
  };
}
