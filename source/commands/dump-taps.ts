// Lets several parts of the program see each dump that is saved.

import type {Capture} from '../session/requests.ts';
import type {DumpCause} from '../recording/write-dump.ts';
import type {Sampler} from '../session/sampler.ts';

/** Sees the bytes of every dump that is saved, whoever has asked for it. */
export type DumpTap = (kind: 'stacks' | 'counts', capture: Capture, cause: DumpCause) => Promise<void>;

/** The same sampler, where what is saved is also shown to whoever listens. */
export function tapDumps(sampler: Sampler): {
  readonly sampler: Sampler;
  /** For whoever saves dumps because of an alarm. */
  readonly alarmSampler: Sampler;
  /** Returns what ends it. */
  readonly tap: (tap: DumpTap) => () => void;
} {
  const taps = new Set<DumpTap>();

  async function show(kind: 'stacks' | 'counts', capture: Capture, cause: DumpCause): Promise<void> {
    // Their failures are theirs: the dump itself is saved.
    for (const tap of taps) await tap(kind, capture, cause).catch(() => undefined);
  }

  function shown(cause: DumpCause): Sampler {
    return {
      ...sampler,
      stacks: (keep) =>
        sampler.stacks(
          keep &&
            (async (capture) => {
              await keep(capture);
              await show('stacks', capture, cause);
            }),
        ),
      counts: (keep) =>
        sampler.counts(async (capture) => {
          await keep(capture);
          await show('counts', capture, cause);
        }),
    };
  }

  return {
    sampler: shown('asked'),
    alarmSampler: shown('alarm'),
    tap(tap) {
      taps.add(tap);
      return () => taps.delete(tap);
    },
  };
}
