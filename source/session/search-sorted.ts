/**
 * Of indices from `from` on and below `to`, the last for which it holds, where it holds up to some index and for none
 * after it; `from` − 1 when it holds for none.
 */
export function lastIndexWhere(from: number, to: number, holds: (index: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }

  return low - 1;
}
