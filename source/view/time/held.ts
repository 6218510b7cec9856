/** A moment that the screen holds, whatever is collected meanwhile. */
export type Held = {
  readonly atMs: number;
  /**
   * `paused`: it was the newest when the screen was stopped. `rewound`: it was gone back to. `replayed`: a recording
   * stands there, or plays.
   */
  readonly why: 'paused' | 'rewound' | 'replayed';
  /** When the screen left the newest moment: what happens from then on is news that must not be missed. */
  readonly sinceMs: number;
};
