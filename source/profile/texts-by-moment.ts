import type {ProfileDecoder} from './decoder.ts';

/** The texts of goroutines, by their ids, as they were at a moment; none where that cannot be read. */
export type TextsByMoment = (moment: number, ids: readonly number[]) => Promise<ReadonlyMap<number, string>>;

/**
 * Texts of goroutines at many moments, by one decoder, which knows those of the last dump that it was given: asked for
 * at once, they are read one after another.
 *
 * @param decode gives the decoder the dump of a moment, with its text; false where there is none.
 */
export function textsByMoment(
  decoder: Pick<ProfileDecoder, 'goroutineTexts'>,
  decode: (moment: number) => Promise<boolean>,
): TextsByMoment {
  let decoded: number | undefined;
  let before: Promise<unknown> = Promise.resolve();

  async function read(moment: number, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
    if (decoded !== moment) {
      // Should it fail, nobody knows whose texts there are.
      decoded = undefined;
      decoded = (await decode(moment)) ? moment : undefined;
    }

    return decoded === undefined ? new Map() : decoder.goroutineTexts(ids);
  }

  return (moment, ids) => {
    const texts = before.then(() => read(moment, ids));
    before = texts.catch(() => undefined);
    return texts;
  };
}
