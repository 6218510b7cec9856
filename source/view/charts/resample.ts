// Fits values over time to so many columns, without losing a spike.

/** A value at each moment; `undefined` where nothing was seen. */
export type Points = readonly (number | undefined)[];

export function isSeen(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value);
}

/**
 * Fits points to exactly `columns` columns, the newest at the right.
 *
 * Of several points in one column the largest stays, so that a spike is never lost; a column is a gap when none of
 * its points was seen. Fewer points than columns leave gaps at the left, or are widened with `stretch`.
 */
export function resample(points: Points, columns: number, {stretch = false} = {}): (number | undefined)[] {
  const fitted: (number | undefined)[] = Array.from({length: Math.max(0, columns)}, () => undefined);
  if (points.length === 0) {
    return fitted;
  }

  if (points.length < columns && !stretch) {
    for (let index = 0; index < points.length; index++) {
      const value = points[index];
      fitted[columns - points.length + index] = isSeen(value) ? value : undefined;
    }

    return fitted;
  }

  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * points.length) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * points.length) / columns));
    for (let index = from; index < to; index++) {
      const value = points[index];
      const highest = fitted[column];
      if (isSeen(value) && (highest === undefined || value > highest)) {
        fitted[column] = value;
      }
    }
  }

  return fitted;
}
