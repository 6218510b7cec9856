export const collections = ['leaks', 'goker'] as const;

/** What is to be built of the collections. */
export type Wanted = {
  readonly collection: (typeof collections)[number];
  /** Names of programs; none means all. */
  readonly only: readonly string[];
  readonly go: string;
  readonly proof: boolean;
  /** Where the binaries go. */
  readonly folder: string;
};
