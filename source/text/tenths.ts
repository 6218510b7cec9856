/**
 * A number to one digit after the point: milliseconds for programs, and lengths in pictures, which nobody sees more of.
 *
 * Example input:  `4.0499`
 * Example output: `4`
 */
export function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
