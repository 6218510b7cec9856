// Which kinds of events a recording can hold, also those of later versions.

import type {EventKind} from '../session/events.ts';

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

/** An event of a kind that a later version has is shown as what it was, not left out. */
export function eventKindOf(text: string): EventKind {
  return isEventKind(text) ? text : 'problem';
}

function isEventKind(text: string): text is EventKind {
  return Object.hasOwn(eventKinds, text);
}
