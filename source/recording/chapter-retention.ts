// What a recording keeps, whole chapters at a time: so long, and so much of it.

import {retainedPart} from './limits.ts';
import type {RecordingFile} from './recording-file.ts';

/** Lets go of what is too old or too much. Throws what the file throws. */
export type ChapterRetention = {
  /** @param current the chapter that goes on, which stays. */
  readonly letGo: (current: number, nowMs: number) => void;
  /** What the file took when something was let go of last. */
  readonly bytes: () => number;
};

export function createChapterRetention(
  file: RecordingFile,
  keepMs: number,
  maxBytes: number,
): ChapterRetention {
  let bytes = file.usedBytes();
  return {
    letGo(current, nowMs) {
      file.retain({current, beforeMs: nowMs - keepMs, maxBytes: maxBytes * retainedPart});
      bytes = file.usedBytes();
    },
    bytes: () => bytes,
  };
}
