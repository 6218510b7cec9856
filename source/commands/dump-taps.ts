import type {Capture} from '../session/requests.ts';
import type {Sampler} from '../session/sampler.ts';

/** Sees the bytes of every dump that is saved, whoever has asked for it. */
export type DumpTap = (kind: 'stacks' | 'counts', capture: Capture) => Promise<void>;

/** The same sampler, where what is saved is also shown to whoever listens. */
export function tapDumps(sampler: Sampler): {
  readonly sampler: Sampler;
  /** Returns what ends it. */
  readonly tap: (tap: DumpTap) => () => void;
} {
  const taps = new Set<DumpTap>();

  async function show(kind: 'stacks' | 'counts', capture: Capture): Promise<void> {
    // Their failures are theirs: the dump itself is saved.
    for (const tap of taps) await tap(kind, capture).catch(() => undefined);
  }

  return {
    sampler: {
      ...sampler,
      stacks: (keep) =>
        sampler.stacks(
          keep &&
            (async (capture) => {
              await keep(capture);
              await show('stacks', capture);
            }),
        ),
      counts: (keep) =>
        sampler.counts(async (capture) => {
          await keep(capture);
          await show('counts', capture);
        }),
    },
    tap(tap) {
      taps.add(tap);
      return () => taps.delete(tap);
    },
  };
}
