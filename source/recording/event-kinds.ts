// Which kinds of events a recording can hold, also those of later versions.

import type {EventKind, SessionEvent} from '../session/events.ts';

const eventKinds = {
  attached: true,
  lost: true,
  back: true,
  restarted: true,
  baseline: true,
  alert: true,
  leak: true,
  proof: true,
  dump: true,
  problem: true,
} as const satisfies Record<EventKind, true>;

/** What an event is, and which verdict it announces. */
type Announced = Pick<SessionEvent, 'kind' | 'verdict'>;

/**
 * As it is written.
 *
 * Example input:  `{kind: 'leak', verdict: '4f1c9a'}`
 * Example output: `leak 4f1c9a`
 */
export function writtenKind({kind, verdict}: Announced): string {
  return verdict === undefined ? kind : `${kind} ${verdict}`;
}

/** The same as it is read. An event of a kind that a later version has is shown as what it was, not left out. */
export function readKind(written: string): Announced {
  const [kind = '', verdict] = written.split(' ');
  return {kind: isEventKind(kind) ? kind : 'problem', ...(verdict === undefined ? {} : {verdict})};
}

function isEventKind(text: string): text is EventKind {
  return Object.hasOwn(eventKinds, text);
}
