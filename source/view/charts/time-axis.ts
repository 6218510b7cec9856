import {cellWidth, fit, pad} from '../text/text-width.ts';

/**
 * The line below a chart: when its columns were, as `14:01      14:04      14:06`, in exactly `width` cells.
 *
 * `offset` is the chart's `axisWidth`; `formatClock` is given moments between the start and the end, of the same clock.
 * Labels that would touch are left out.
 */
export function timeAxis(
  width: number,
  offset: number,
  startMs: number,
  endMs: number,
  formatClock: (atMs: number) => string,
): string {
  const columns = Math.max(0, width - offset);
  const end = formatClock(endMs);
  const room = cellWidth(end) + 4;
  if (columns < cellWidth(end)) {
    return ' '.repeat(Math.max(0, width));
  }

  // Odd numbers of labels keep one in the middle; five is as many as anyone reads.
  const labels = columns >= room * 8 ? 5 : columns >= room * 3 ? 3 : columns >= room * 2 ? 2 : 1;
  let line = '';
  for (let index = 0; index < labels; index++) {
    const share = labels === 1 ? 1 : index / (labels - 1);
    const text = formatClock(startMs + (endMs - startMs) * share);
    const centred = Math.round(share * columns - cellWidth(text) / 2);
    const at = Math.min(Math.max(0, centred), columns - cellWidth(text));
    if (at > cellWidth(line) || line === '') {
      line = pad(line, at) + text;
    }
  }

  return fit(' '.repeat(Math.min(offset, width)) + line, width, {ellipsis: '~'});
}
