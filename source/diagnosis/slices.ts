// Cuts judging into slices, so that keys and requests are not kept waiting.

/** Work goes on for so long between two breaths: keys are answered meanwhile, and requests. */
const longestSliceMs = 5;

/** Cuts long work into slices: `if (slices.isOver()) await slices.breathe()` after each small piece of it. */
export type Slices = {
  readonly isOver: () => boolean;
  /** Lets everything else that waits come first. */
  readonly breathe: () => Promise<void>;
};

/** Begins the first slice. */
export function createSlices(nowMs: () => number = () => performance.now()): Slices {
  let untilMs = nowMs() + longestSliceMs;
  return {
    isOver: () => nowMs() >= untilMs,
    async breathe() {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      untilMs = nowMs() + longestSliceMs;
    },
  };
}
