// How much of the source on this machine is read, and how far anything in it is followed.

/** Longer files are generated ones; nobody looks for a leak in them, and reading them takes a noticeable pause. */
export const maxSourceBytes = 2 * 1024 * 1024;

/** Longer paths are refused: no file system takes them. */
export const maxPathCharacters = 4096;

/** How many places are looked at for one frame, over all roots. */
export const maxCandidates = 64;

/** How much of a package is read to look for `close` and `make`. */
export const maxPackageFiles = 200;
export const maxPackageBytes = 8 * 1024 * 1024;

/** How many places of one kind are listed; more would not be read by anybody. */
export const maxPlaces = 20;

/** How many times a channel or a context is followed from a parameter to the argument of a call. */
export const maxHops = 3;

/** Scanned files that are kept, in characters of source. */
export const maxCachedCharacters = 8 * 1024 * 1024;

/** Answers that are kept. */
export const maxCachedLooks = 512;

/** How much of an expression is shown. */
export const maxExpressionCharacters = 120;

/** Links of a chain such as `a.b().c()` that are followed; more would make a hostile file slow. */
export const maxOperandSteps = 256;

/** Loops around a line and operations on it that are looked at. */
export const maxLoops = 16;
export const maxOperationsPerLine = 64;

/** Channels that are made or closed in one file, and calls of one function, that are looked at. */
export const maxUsesPerFile = 2000;
export const maxCallSites = 8;
