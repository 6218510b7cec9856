import type {EventKind} from '../session/events.ts';

const eventKinds: ReadonlySet<string> = new Set<EventKind>([
  'attached',
  'lost',
  'back',
  'restarted',
  'baseline',
  'alert',
  'leak',
  'proof',
  'dump',
  'problem',
  'ended',
]);

/** An event of a kind that a later version has is shown as what it was, not left out. */
export function eventKindOf(text: string): EventKind {
  return isEventKind(text) ? text : 'problem';
}

function isEventKind(text: string): text is EventKind {
  return eventKinds.has(text);
}
