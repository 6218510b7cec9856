/** One thing measured, beside what it has to reach. */
export type Figure = {
  readonly name: string;
  /** What it has to reach, in words; empty for a figure that only informs. */
  readonly target: string;
  readonly measured: string;
  /** Undefined where there is nothing to reach. */
  readonly ok?: boolean;
};

/** Ends the output of a benchmark that bench/run.ts has started; the line after it is the figures as JSON. */
export const jsonFlag = '--figures-as-json';

/** Prints the figures of one benchmark, as a table or for bench/run.ts to put into one. */
export function printFigures(figures: readonly Figure[]): void {
  console.log(process.argv.includes(jsonFlag) ? JSON.stringify(figures) : tableOf(figures));
}

/** The figures below each other: name, target, measured, and whether that is enough. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [
    ['figure', 'target', 'measured', 'ok?'],
    ...figures.map(({name, target, measured, ok}) => [
      name,
      target,
      measured,
      ok === undefined ? '' : ok ? 'yes' : 'NO',
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The value below which `share` of the values lie; `quantile(values, 0.5)` is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** `1.4 ms`, `312 ms` */
export function milliseconds(ms: number): string {
  return `${ms.toFixed(ms < 100 ? 1 : 0)} ms`;
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
