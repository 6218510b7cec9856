// Puts finished segments, compressed, in the place of the pieces that were committed of them.

import {compress} from './compress.ts';
import {joinPieces} from './join-pieces.ts';
import type {Lifetime} from './lifetime.ts';
import type {Piece} from './log-writer.ts';
import type {RecordingFile} from './recording-file.ts';
import type {ChapterRetention} from './chapter-retention.ts';

/** Segments that wait to be compressed: beyond, whoever writes should wait. */
const maxWaiting = 2;

/** Seals segments one after the other, and after each lets go of what is not to be kept. */
export type Sealing = {
  readonly seal: (pieces: readonly Piece[]) => void;
  /** Lets go of what is not to be kept by then, when all that has ended is sealed. */
  readonly letGo: (current: number, nowMs: number) => Promise<void>;
  /** Resolves when so few wait that more may be written. */
  readonly settled: () => Promise<void>;
  readonly allSealed: () => Promise<void>;
};

export function createSealing(file: RecordingFile, lifetime: Lifetime, retention: ChapterRetention): Sealing {
  let sealing: Promise<void> = Promise.resolve();
  let waiting = 0;

  async function sealOne(pieces: readonly Piece[]): Promise<void> {
    const segment = joinPieces(pieces);
    // Away from the thread that paints the screen.
    const [names, log] = await Promise.all([compress(segment.names), compress(segment.log)]);
    lifetime.attemptOnFile(() => {
      file.seal({...segment, names, log});
      retention.letGo(segment.chapter, segment.to.atMs);
    });
  }

  return {
    seal(pieces) {
      waiting++;
      sealing = sealing
        .then(async () => sealOne(pieces))
        .catch(lifetime.fail)
        .finally(() => waiting--);
    },
    letGo(current, nowMs) {
      sealing = sealing.then(() => void lifetime.attemptOnFile(() => retention.letGo(current, nowMs)));
      return sealing;
    },
    async settled() {
      if (waiting > maxWaiting) await sealing;
    },
    allSealed: () => sealing,
  };
}
