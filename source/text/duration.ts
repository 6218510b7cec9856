const unitsMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const amount = String.raw`\d+(?:\.\d+)?`;
const unit = 'ms|s|min|m|h|d';
const wholeNumber = new RegExp(`^${amount}$`);
const amounts = new RegExp(String.raw`^(?:${amount}\s*(?:${unit})\s*)+$`, 'i');
const each = new RegExp(String.raw`(${amount})\s*(${unit})`, 'gi');

/**
 * Reads a duration as people, or Go programs, write it; a number alone is seconds. Undefined for anything else.
 *
 * Example input:  `1m30s`, `1.5 h`, `90`
 * Example output: `90_000`, `5_400_000`, `90_000` (milliseconds)
 */
export function readDuration(text: string): number | undefined {
  const asked = text.trim();
  const isNumber = wholeNumber.test(asked);
  if (!isNumber && !amounts.test(asked)) return undefined;
  const ms = isNumber
    ? Number(asked) * 1000
    : Array.from(asked.matchAll(each), ([, count, of]) => Number(count) * unitsMs[of!.toLowerCase()]!).reduce(
        (sum, one) => sum + one,
        0,
      );
  return Number.isFinite(ms) ? ms : undefined;
}
