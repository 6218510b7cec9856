// A line of a terminal that is written over and taken away again.

import {cellWidth, truncate} from '../../view/text/text-width.ts';

type Stream = {readonly isTTY: boolean; readonly columns: number; readonly write: (text: string) => unknown};

/** One line of a terminal that is written over; nothing anywhere else. */
export type StatusLine = {
  readonly isShown: boolean;
  readonly show: (text: string) => void;
  readonly clear: () => void;
};

export function createStatusLine(stream: Stream): StatusLine {
  let width = 0;
  return {
    isShown: stream.isTTY,
    show(text) {
      if (!stream.isTTY) return;
      const shown = truncate(text, stream.columns - 1, '~');
      const shownWidth = cellWidth(shown);
      stream.write(`\r${shown}${' '.repeat(Math.max(0, width - shownWidth))}`);
      width = shownWidth;
    },
    clear() {
      if (width > 0) stream.write(`\r${' '.repeat(width)}\r`);
      width = 0;
    },
  };
}

/** stderr as it is now: it may go away, and its window may change. */
export function stderrWith(write: (text: string) => unknown): Stream {
  return {
    get isTTY() {
      return process.stderr.isTTY;
    },
    get columns() {
      return process.stderr.columns;
    },
    write,
  };
}
