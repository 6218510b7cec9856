/** Does the work for all, so many at a time, and gives the results in the order of the items. */
export async function each<Item, Result>(
  items: readonly Item[],
  jobs: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  async function worker() {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]!);
    }
  }

  await Promise.all(Array.from({length: jobs}, worker));
  return results;
}
