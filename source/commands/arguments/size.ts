import {UsageError} from './usage-error.ts';

const units: Readonly<Record<string, number>> = {
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
};

/**
 * Reads a size as people write it.
 *
 * Example input:  `512MiB`
 * Example output: `536870912` (bytes)
 * @throws {UsageError} when it is not one, or less than `leastBytes`.
 */
export function parseSize(text: string, option: string, leastBytes: number): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  const factor = units[unit.toLowerCase()];
  const bytes = Math.floor(Number(number) * (factor ?? 0));
  if (factor === undefined || !Number.isSafeInteger(bytes) || bytes < leastBytes)
    throw new UsageError(
      `${option} ${text} is not a size of at least ${leastBytes / 2 ** 20} MiB.`,
      `Write it like ${option} 512MiB or 2GB.`,
    );
  return bytes;
}
