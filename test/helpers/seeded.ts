/** Numbers that look random and are the same in every run: `below(n)` is a whole number from 0 to n − 1. */
export type Seeded = {readonly below: (limit: number) => number};

/** mulberry32. */
export function seeded(seed: number): Seeded {
  let state = seed;
  return {
    below(limit) {
      state = (state + 0x6d_2b_79_f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
    },
  };
}
