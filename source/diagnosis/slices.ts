// Cuts judging into slices, so that keys and requests are not kept waiting.

/** Work goes on for so long between two breaths: keys are answered meanwhile, and requests. */
const longestSliceMs = 5;
/** To ask the clock takes as long as a small piece of work does: it is asked after so many of them. */
const smallPiecesPerAsking = 16;

/** Cuts long work into slices: `if (slices.isOver()) await slices.breathe()` after each piece of it. */
export type Slices = {
  readonly isOver: () => boolean;
  /** The same for thousands of small pieces, in a loop. */
  readonly isOverInLoop: () => boolean;
  /** Lets everything else that waits come first. */
  readonly breathe: () => Promise<void>;
};

/** Begins the first slice. */
export function createSlices(nowMs: () => number = () => performance.now()): Slices {
  let untilMs = nowMs() + longestSliceMs;
  let pieces = 0;
  const isOver = () => nowMs() >= untilMs;
  return {
    isOver,
    isOverInLoop: () => ++pieces % smallPiecesPerAsking === 0 && isOver(),
    async breathe() {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      untilMs = nowMs() + longestSliceMs;
    },
  };
}
