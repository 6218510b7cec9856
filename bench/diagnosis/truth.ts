/** One leaking place. */
export type Place = {
  /**
   * Spellings of the function that is innermost outside the runtime and the standard library. One of the standard
   * library stands for goroutines that have it anywhere in their stack.
   */
  readonly functions: readonly string[];
  /** The kinds of wait in which its goroutines may be seen. */
  readonly families: readonly string[];
  /** The function is the outermost of the goroutine instead. */
  readonly outermost?: boolean;
  /** Goroutines are not always there: it may be named, and need not be found. */
  readonly optional?: boolean;
};

/** What is wrong in a program, and what may be said of it. */
export type Truth = {
  readonly name: string;
  /** Names of patterns that are right, the best first. */
  readonly patterns: readonly string[];
  /** Functions of which one must be in the first verdict. */
  readonly causes: readonly string[];
  /** All of these must be found. */
  readonly places: readonly Place[];
  /** Functions that may be named too, since their goroutines wait because of the leak. */
  readonly victims: readonly string[];
  readonly provenByGC: boolean;
  readonly trimPath?: boolean;
};
