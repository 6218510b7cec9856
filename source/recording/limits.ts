// The most that is read of anything in a recording: it may have been written by anyone.

/** Bytes of names in one chapter, and of the log of one segment, unpacked: more than the recorder ever writes. */
export const maxNamesBytes = 48 * 2 ** 20;
export const maxLogBytes = 64 * 2 ** 20;
/** The same as they lie in the file, before they are read into memory. */
export const maxPackedBytes = 64 * 2 ** 20;
/** Sample times of one segment. */
export const maxPointsBytes = 2 ** 20;
/** A diagnosis as JSON. */
export const maxDiagnosisBytes = 8 * 2 ** 20;
/** One piece of a dump, unpacked and as it lies in the file. */
export const dumpChunkBytes = 256 * 2 ** 10;
export const maxDumpChunkBytes = 2 ** 20;

/** A segment ends at whichever comes first: what a jump has to read is bounded by them. */
export const segmentMs = 60_000;
export const segmentSamples = 400;
export const segmentLogBytes = 2 ** 20;
/** A chapter has names of its own, so it ends when there are too many of them, or often enough for retention. */
export const chapterMs = 10 * 60_000;
/** Of the time that a recording keeps, what one chapter may last: so much more than was asked for is kept at the most. */
export const chaptersInKeep = 6;
export const leastChapterMs = 5_000;
export const chapterNamesBytes = 16 * 2 ** 20;
/**
 * Of the most that a recording may take, what the log of one chapter may before it is compressed: retention removes
 * whole chapters.
 */
export const chaptersInMaxBytes = 4;
/** The same for a segment, which lies there uncompressed while it goes on. */
export const segmentsInMaxBytes = 16;
/** What retention leaves of it, so that there is room for what is being written. */
export const retainedPart = 0.75;
/** Groups that have gone keep their place in the order for this long, so many of them. */
export const goneGroupsMs = 30 * 60_000;
export const maxGoneInOrder = 500;
/** Damaged rows that are passed over in one search. */
export const maxPassedOver = 1_000;
