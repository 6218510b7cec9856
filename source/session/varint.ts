// Whole numbers as few bytes, small ones as the fewest.

const more = 0x80;

/** A whole number as one that is not negative: its sign becomes the lowest bit. Exact within ±2^52. */
export function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

/** The number that `zigzag` made this of. */
export function unzigzag(folded: number): number {
  return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
}

/**
 * Writes a whole number from 0 to 2^53 − 1, seven bits a byte, the lowest first; the eighth says that more follow: eight
 * bytes at the most. Returns where the next one goes.
 *
 * Example: 300 → `AC 02`
 */
export function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let next = at;
  let rest = value;
  while (rest >= more) {
    bytes[next++] = (rest % more) + more;
    rest = Math.floor(rest / more);
  }

  bytes[next++] = rest;
  return next;
}
