// Guesses when the moments of files were taken, in an order that holds.

/** Copies of files are written one after another; what lies this near is that, not when they were taken. */
const leastApartMs = 1000;
/** Between moments whose times are not known. */
const guessedApartMs = 60_000;

/** When moments of files were taken, as far as can be known: only their order is certain. */
type MomentTimes = {
  /** The next moment, of a file that was last written at `writtenAt`. */
  readonly next: (file: string, writtenAt: number) => void;
  /** When the moment was, milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Whether the time between some of them is a guess. */
  readonly areGuessed: () => boolean;
};

/**
 * Takes the time at which a file was last written for that of its moment, if it fits the order of the files. Several
 * moments in one file, and files written at once, are taken to be a minute apart.
 */
export function createMomentTimes(): MomentTimes {
  let atMs: number | undefined;
  let last: string | undefined;
  let guessed = false;
  return {
    next(file, writtenAt) {
      if (atMs === undefined) {
        atMs = writtenAt;
      } else if (file !== last && writtenAt - atMs >= leastApartMs) {
        atMs = writtenAt;
      } else {
        atMs += guessedApartMs;
        guessed = true;
      }

      last = file;
    },
    nowMs: () => atMs ?? 0,
    areGuessed: () => guessed,
  };
}
