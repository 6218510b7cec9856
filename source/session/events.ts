/** What happened to a session, besides samples: shown on the timeline and in the events view. */
export type EventKind =
  'attached' | 'lost' | 'back' | 'restarted' | 'baseline' | 'alert' | 'leak' | 'proof' | 'dump' | 'problem';

export type SessionEvent = {
  readonly kind: EventKind;
  readonly atMs: number;
  readonly wallMs: number;
  /** One sentence, already safe to print. */
  readonly text: string;
  /** The place of the verdict that it announces; undefined where it announces none, or only its sentence was recorded. */
  readonly verdict?: string;
};

/** Enough for days of alerts; the oldest go first. */
export const maxEvents = 500;
