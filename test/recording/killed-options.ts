/** What a writer that is killed writes, and what must then be in its file. */
export const killedOptions = {
  groups: 12,
  changing: 3,
  passing: 1,
  samples: 1_000_000,
  lookEvery: 5,
  depth: 4,
};
