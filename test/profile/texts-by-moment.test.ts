import {expect, test} from 'vitest';
import {textsByMoment} from '../../source/profile/texts-by-moment.ts';

/** A decoder that takes a turn to take a dump in, and knows the texts of the last one. */
function slowTexts() {
  let known: number | undefined;
  const decoded: number[] = [];
  const texts = textsByMoment(
    {goroutineTexts: (ids) => Promise.resolve(new Map(ids.map((id) => [id, `goroutine ${id} at ${known}`])))},
    async (moment) => {
      decoded.push(moment);
      if (moment < 0) throw new Error('cannot be read');
      known = undefined;
      await Promise.resolve();
      known = moment;
      return moment !== 0;
    },
  );
  return {decoded, textAt: async (moment: number) => (await texts(moment, [7])).get(7)};
}

test('texts of two moments that are asked for at once are each of their moment', async () => {
  const {textAt, decoded} = slowTexts();
  expect(await Promise.all([textAt(1), textAt(2), textAt(2), textAt(1)])).toEqual([
    'goroutine 7 at 1',
    'goroutine 7 at 2',
    'goroutine 7 at 2',
    'goroutine 7 at 1',
  ]);
  expect(decoded).toEqual([1, 2, 1]);
});

test('a moment without texts, or one that cannot be read, does not give those of another', async () => {
  const {textAt} = slowTexts();
  expect(await textAt(1)).toBe('goroutine 7 at 1');
  expect(await textAt(0)).toBeUndefined();
  await expect(textAt(-1)).rejects.toThrow('cannot be read');
  expect(await textAt(1)).toBe('goroutine 7 at 1');
});
