import {ProfileDecoder} from '../../profile/decoder.ts';
import {textsByMoment, type TextsByMoment} from '../../profile/texts-by-moment.ts';
import {readMoments} from './read-moments.ts';

type TextsAgain = {
  /** The texts of goroutines, by their ids, as they were at a moment: the first of all files is 0. */
  readonly texts: TextsByMoment;
  readonly close: () => Promise<void>;
};

/** Reads moments of files a second time, for the texts that were not kept. */
export function createTextsAgain(words: readonly string[]): TextsAgain {
  const decoder = new ProfileDecoder();

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
    texts: textsByMoment(decoder, decodeAgain),
    close: () => decoder.close(),
  };
}
