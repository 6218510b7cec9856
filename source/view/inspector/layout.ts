/** How much of everything the terminal has room for. Nothing wraps and the list never disappears. */
export type Layout = {
  readonly mode: 'full' | 'small' | 'compact' | 'line';
  /** Lines of the curve, without its time axis. */
  readonly chart: number;
  readonly timeAxis: boolean;
  /** Rows of blocking reasons, two to a row; 1 with mode small: all in one line of words. */
  readonly reasons: number;
  /** Rows of the list, without its title and its headings. */
  readonly list: number;
  /** Rows of whatever takes the place of chart, reasons and list. */
  readonly body: number;
};

/** From here on there is room for two columns of reasons with their curves. */
const fullColumns = 100;
const fullRows = 30;
const smallColumns = 60;
const smallRows = 18;
const compactColumns = 28;
const compactRows = 7;

/** Divides a terminal of so many cells among the parts of the screen. */
export function layoutFor(columns: number, rows: number, families: number): Layout {
  if (columns >= fullColumns && rows >= fullRows) {
    const chart = Math.max(5, Math.min(10, Math.floor(rows / 6)));
    const reasons = Math.max(1, Math.min(4, Math.ceil(families / 2)));
    // Header 2, time axis, rule and headings of the reasons, title and headings of the list, message, footer.
    return {mode: 'full', chart, timeAxis: true, reasons, list: rows - chart - reasons - 9, body: rows - 4};
  }

  if (columns >= smallColumns && rows >= smallRows) {
    return {mode: 'small', chart: 3, timeAxis: false, reasons: 1, list: rows - 10, body: rows - 4};
  }

  if (columns >= compactColumns && rows >= compactRows) {
    return {mode: 'compact', chart: 0, timeAxis: false, reasons: 0, list: rows - 3, body: rows - 2};
  }

  return {
    mode: 'line',
    chart: 0,
    timeAxis: false,
    reasons: 0,
    list: Math.max(0, Math.min(2, rows - 1)),
    body: rows - 1,
  };
}
