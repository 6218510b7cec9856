/** Numbers in [0, 1) that are the same in every run: a failing case can be found again by its seed. */
export function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    // Mulberry32.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Ranges that text goes wrong in, beside all of Unicode: controls, marks, jamo, bidi, wide, flags, emoji, tags. */
const ranges: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0x20, 0x7e],
  [0x20, 0x7e],
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xa0, 0x2ff],
  [0x300, 0x36f],
  [0x600, 0x6ff],
  [0x900, 0xdff],
  [0x1100, 0x11ff],
  [0x2000, 0x206f],
  [0x2190, 0x2bff],
  [0x3000, 0x30ff],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xd800, 0xdfff],
  [0xfe00, 0xfeff],
  [0xff00, 0xffef],
  [0x1_f1e6, 0x1_f1ff],
  [0x1_f300, 0x1_faff],
  [0xe_0000, 0xe_007f],
  [0, 0x10_ffff],
];

export function randomText(random: () => number, longest = 40): string {
  const length = Math.floor(random() * longest);
  let text = '';
  for (let index = 0; index < length; index++) {
    const [first, last] = ranges[Math.floor(random() * ranges.length)]!;
    text += String.fromCodePoint(first + Math.floor(random() * (last - first + 1)));
  }

  return text;
}
