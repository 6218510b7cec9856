/**
 * Adds to a list that nearly always stays as short as one. Returns the list to use from now on: an empty array that
 * something is pushed to makes room for seventeen, which 10,000 times over is more than a megabyte.
 */
export function addToShort<Item>(list: Item[], item: Item): Item[] {
  if (list.length === 0) return [item];
  list.push(item);
  return list;
}
