/** A number as it was at one moment of a clock that never goes back. */
export type Point = {readonly atMs: number; readonly value: number};
