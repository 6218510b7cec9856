// How large a profile may be, in each of its parts: beyond anything that Go writes.

/** A profile may not unpack to more than this; the largest real ones seen are below 10 MiB. */
export const maxDecodedBytes = 64 * 1024 * 1024;

/** Nor may it unpack to more than this many times its size, beyond the first MiB. */
export const maxGzipRatio = 200;
export const gzipRatioFreeBytes = 1024 * 1024;

/** Text that is not compressed costs what it is long; debug=2 ends at 64 MiB, and logs may hold several dumps. */
export const maxPlainBytes = 512 * 1024 * 1024;

/** One sample is one distinct stack; a large service has a few thousand. */
export const maxSamples = 250_000;
export const maxLocations = 500_000;
export const maxFunctions = 500_000;
export const maxStrings = 2_000_000;

/** Location ids, values and labels of all samples together. */
export const maxSampleEntries = 4_000_000;

/** Go records at most 1,024 calls, each of which may stand for several inlined ones. */
export const maxFramesPerStack = 4_096;

/** Longer names are shown up to here. */
export const maxStringBytes = 16_384;
