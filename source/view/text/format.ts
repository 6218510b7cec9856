// Numbers, sizes, shares and times of day, as they are written everywhere.

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** What stands where a number is not known. */
export function unknownMark(ascii = false): string {
  return ascii ? '-' : '·';
}

/** `1,284`: the same on every machine, whatever its locale. Fractions are rounded away. */
export function formatCount(count: number): string {
  if (!Number.isFinite(count)) {
    return '?';
  }

  const rounded = Math.round(Math.abs(count));
  // Spelt out only where String would write an exponent: asking the locale takes a hundred times as long.
  const digits = rounded < 1e21 ? String(rounded) : rounded.toLocaleString('fullwide', {useGrouping: false});
  const grouped = rounded < 1000 ? digits : digits.replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  return count < 0 && rounded > 0 ? `-${grouped}` : grouped;
}

/** `+212`, `-3`, `0`, and `·` (`-` in ASCII) for a change that is not known, such as that of a group just seen. */
export function formatChange(change: number | undefined, {ascii = false} = {}): string {
  if (change === undefined || Number.isNaN(change)) {
    return unknownMark(ascii);
  }

  const text = formatCount(change);
  return change > 0 && text !== '0' ? `+${text}` : text;
}

/** `412 MiB`, `9.8 MiB`, `640 B`; a falling size keeps its sign. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) {
    return '?';
  }

  let size = Math.abs(bytes);
  let unit = 0;
  while (size >= 1023.5 && unit < byteUnits.length - 1) {
    size /= 1024;
    unit += 1;
  }

  const digits = unit > 0 && size < 9.95 ? size.toFixed(1) : formatCount(size);
  return `${bytes < 0 ? '-' : ''}${digits} ${byteUnits[unit]}`;
}

/** A share (1 is all) as a percentage: `0.04 %`, `<0.01 %`, `3.2 %`, `50 %`. */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) {
    return '?';
  }

  const percent = Math.abs(share) * 100;
  const sign = share < 0 ? '-' : '';
  if (percent === 0) {
    return '0 %';
  }

  if (percent < 0.01) {
    return `${sign ? '>-' : '<'}0.01 %`;
  }

  if (percent < 0.995) {
    return `${sign}${percent.toFixed(2)} %`;
  }

  return percent < 9.95 ? `${sign}${percent.toFixed(1)} %` : `${sign}${formatCount(percent)} %`;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/**
 * The time of day of a moment (milliseconds since 1970) as a person there reads it: `14:06:12`, or `14:06` without
 * seconds. The time zone is the machine's unless one is given.
 */
export function formatClock(
  atMs: number,
  {timeZone, seconds = true}: {timeZone?: string | undefined; seconds?: boolean} = {},
): string {
  if (!Number.isFinite(new Date(atMs).getTime())) {
    return seconds ? '--:--:--' : '--:--';
  }

  const key = `${timeZone ?? ''} ${seconds}`;
  let clock = clocks.get(key);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', {
      hour: '2-digit',
      minute: '2-digit',
      ...(seconds ? {second: '2-digit'} : {}),
      hourCycle: 'h23',
      ...(timeZone === undefined ? {} : {timeZone}),
    });
    clocks.set(key, clock);
  }

  return clock.format(atMs);
}

/** A number with its noun: `1 goroutine`, `1,284 goroutines`, `2 entries`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${Math.abs(count) === 1 ? one : many}`;
}
