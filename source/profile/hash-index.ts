/** From hashes of 64 bits, in two halves, to numbers from 0. Several times as fast as a Map, whose keys would be doubles. */
export type HashIndex = {
  /** −1 when unknown. */
  get(one: number, two: number): number;
  set(one: number, two: number, value: number): void;
};

const firstSlots = 1024;

export function createHashIndex(): HashIndex {
  let ones = new Int32Array(firstSlots);
  let twos = new Int32Array(firstSlots);
  // Value plus one: 0 is a free slot.
  let values = new Int32Array(firstSlots);
  let used = 0;

  function slotOf(one: number, two: number): number {
    const mask = values.length - 1;
    let slot = (one ^ (two >>> 7)) & mask;
    while (values[slot] !== 0 && (ones[slot] !== one || twos[slot] !== two)) {
      slot = (slot + 1) & mask;
    }

    return slot;
  }

  function grow(): void {
    const old = {ones, twos, values};
    const slots = values.length * 2;
    ones = new Int32Array(slots);
    twos = new Int32Array(slots);
    values = new Int32Array(slots);
    // Several times as fast as going through the entries.
    for (let index = 0; index < old.values.length; index++) {
      const value = old.values[index]!;
      if (value !== 0) {
        const slot = slotOf(old.ones[index]!, old.twos[index]!);
        ones[slot] = old.ones[index]!;
        twos[slot] = old.twos[index]!;
        values[slot] = value;
      }
    }
  }

  return {
    get: (one, two) => values[slotOf(one, two)]! - 1,

    set(one, two, value) {
      if (used * 2 >= values.length) {
        grow();
      }

      const slot = slotOf(one, two);
      used += values[slot] === 0 ? 1 : 0;
      ones[slot] = one;
      twos[slot] = two;
      values[slot] = value + 1;
    },
  };
}
