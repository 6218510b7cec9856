import {cellWidth} from './text-width.ts';

/**
 * A Markdown table with its columns aligned, as a formatter would write it.
 *
 * Example input:  `['a', 'b'], [['x|y', 'z']]`
 * Example output: `| a    | b   |`, `| ---- | --- |`, `| x\|y | z   |`
 */
export function markdownTable(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [heading, ...rows].map((row) => row.map((text) => text.replaceAll('|', '\\|')));
  const widths = heading.map((_title, column) =>
    Math.max(3, ...cells.map((row) => cellWidth(row[column] ?? ''))),
  );
  const [titles = [], ...body] = cells.map((row) =>
    row.map((text, column) => padded(text, widths[column] ?? 0)),
  );
  const dashes = widths.map((width) => '-'.repeat(width));
  return [titles, dashes, ...body].map((row) => `| ${row.join(' | ')} |\n`).join('');
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - cellWidth(text)));
}
