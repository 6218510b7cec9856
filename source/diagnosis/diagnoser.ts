import type {Session} from '../session/session.ts';
import type {Diagnosis} from './verdict.ts';

/** What is known beforehand, and what may be asked of the world. */
export type DiagnoserParts = {
  readonly session: Session;
  /** The texts of goroutines of the newest look, by id: addresses of locks, durations of sleeps. */
  readonly texts: (ids: readonly number[]) => Promise<ReadonlyMap<number, string>>;
};

/** Judges one session. */
export type Diagnoser = {
  /** Takes in what is new in the session since the last call: call it after each sample. Cheap when nothing is new. */
  readonly observe: () => Promise<void>;
  /** The opinion on all that was observed. */
  readonly judge: () => Promise<Diagnosis>;
};

/** Makes the one who judges a session. */
export function createDiagnoser({session}: DiagnoserParts): Diagnoser {
  return {
    observe: async () => {
      await Promise.resolve();
    },
    judge: async () => {
      await Promise.resolve();
      return {
        fromWallMs: session.lastSeen?.wallMs ?? 0,
        toWallMs: session.lastSeen?.wallMs ?? 0,
        samples: {pulse: 0, groups: 0, stacks: 0},
        total: {first: 0, last: 0, max: 0},
        verdicts: [],
        others: {constant: 0, load: 0, moving: 0},
        limits: [],
      };
    },
  };
}
