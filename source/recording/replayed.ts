import type {Diagnosis} from '../diagnosis/verdict.ts';
import type {Session} from '../session/session.ts';
import type {Timeline} from '../session/timeline.ts';

/** What can be replayed, wherever it was kept. Moments are milliseconds of the clock that it was written by. */
export type Replayed = {
  /** What the screen calls it. */
  readonly name: string;
  readonly timeline: Timeline;
  /** The session that knows a moment and what the screen shows of the time around it; the same one as long as it does. */
  readonly load: (atMs: number) => Session;
  /**
   * The same at once: where that would take long, a session that knows what is shown first of the moment. `whenLoaded`
   * is called when the rest has been read, piece by piece, and `load` has it.
   */
  readonly soon: (atMs: number, whenLoaded: () => void) => Session;
  readonly diagnosisAt: (atMs: number) => Diagnosis | undefined;
  /** The runtime's own text of goroutines of the full stacks in force at a moment, where it was kept. */
  readonly texts: (atMs: number, ids: readonly number[]) => Promise<ReadonlyMap<number, string>>;
  /** One sentence on what was damaged so far; undefined where nothing was. */
  readonly damage: () => string | undefined;
};
