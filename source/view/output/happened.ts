// What had happened by the moment that the screen holds.

import type {SessionEvent} from '../../session/events.ts';
import type {Held} from '../time/held.ts';

/** Whether an event had happened at the moment on the screen. */
export function wasThere({atMs}: SessionEvent, held: Held | undefined): boolean {
  return held === undefined || atMs <= (held.why === 'paused' ? held.sinceMs : held.atMs);
}

/** Whether the screen shows a moment that was gone back to: what is not there may have come later. */
export function isPast(held: Held | undefined): boolean {
  return held !== undefined && held.why !== 'paused';
}

/** Whether an event is told above the footer: what had happened by then, and what happens while the screen is held. */
export function isTold(event: SessionEvent, held: Held | undefined): boolean {
  return wasThere(event, held) || (held?.why !== 'replayed' && event.atMs > (held?.sinceMs ?? 0));
}
