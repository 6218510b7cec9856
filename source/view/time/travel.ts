// Where keys and typed times lead in a session's past.

import type {SessionEvent} from '../../session/events.ts';
import {wallMsBefore, type Timeline} from '../../session/timeline.ts';
import type {Command} from '../inspector/commands.ts';
import {formatClock} from '../text/format.ts';
import {momentText, readTime} from './time-text.ts';

/** Keys that lead to another moment. */
const travelCommands = ['earlier', 'later', 'eventBefore', 'eventAfter', 'live'] as const;
type TravelCommand = (typeof travelCommands)[number];

export function isTravel(command: Command): command is TravelCommand {
  return travelCommands.some((one) => one === command);
}

/** Where a key leads in time. */
export type Destination =
  | {readonly kind: 'moment'; readonly atMs: number; readonly said: string | undefined}
  | {readonly kind: 'newest'}
  | {
      readonly kind: 'nowhere';
      readonly why: string;
      /** The same where there is less room, the longest first. */
      readonly shorter?: readonly string[];
    };

/**
 * Where a key leads from the moment on the screen; `heldMs` is undefined while the screen follows the target.
 * `newest` is what the newest moment is called: `live`, or `the end`.
 */
export function travel(
  command: TravelCommand,
  heldMs: number | undefined,
  timeline: Timeline,
  newest: 'live' | 'the end',
): Destination {
  const firstMs = timeline.firstMs();
  if (firstMs === undefined) return nowhere('Nothing has been seen yet.');
  // After the newest moment of a recording no other comes, live or not.
  const isNewest =
    heldMs === undefined || (newest === 'the end' && timeline.sampleAfter(heldMs) === undefined);
  switch (command) {
    case 'earlier': {
      const shownMs = heldMs === undefined ? timeline.lastMs() : sampleAt(timeline, heldMs);
      const atMs = shownMs === undefined ? undefined : timeline.sampleBefore(shownMs);
      return atMs === undefined
        ? nowhere('This is the oldest moment that is remembered.')
        : {kind: 'moment', atMs, said: undefined};
    }

    case 'later': {
      if (isNewest) return nowhere(`This is ${newest} already.`);
      const atMs = timeline.sampleAfter(heldMs);
      return atMs === undefined ? {kind: 'newest'} : {kind: 'moment', atMs, said: undefined};
    }

    case 'eventBefore': {
      const event = timeline.eventBefore(heldMs ?? Infinity);
      const atMs = Math.max(event?.atMs ?? -Infinity, firstMs);
      return event === undefined || atMs === heldMs
        ? nowhere('There is no event before this moment.')
        : {kind: 'moment', atMs, said: eventText(event)};
    }

    case 'eventAfter': {
      const event = heldMs === undefined ? undefined : timeline.eventAfter(heldMs);
      if (event !== undefined) return {kind: 'moment', atMs: event.atMs, said: eventText(event)};
      return nowhere(
        isNewest
          ? `This is ${newest}: no event comes after it.`
          : `There is no event after this moment: end goes to ${newest}.`,
      );
    }

    case 'live':
      return isNewest ? nowhere(`This is ${newest} already.`) : {kind: 'newest'};
  }
}

/** Where a time that was typed leads. */
export function travelTo(text: string, nowWallMs: number, timeline: Timeline): Destination {
  const firstMs = timeline.firstMs();
  if (firstMs === undefined) return nowhere('Nothing has been seen yet.');
  const lastMs = timeline.lastMs() ?? firstMs;
  const first = wallMsBefore(timeline, firstMs, lastMs);
  const reach = {firstMs: first.wallMs, lastMs: nowWallMs};
  const asked = readTime(text, reach);
  switch (asked.kind) {
    case 'newest':
      return asked;
    case 'problem':
      return {kind: 'nowhere', why: asked.problem, shorter: asked.shorter};
    case 'late':
      return {
        kind: 'nowhere',
        why: asked.problem,
        shorter: [`later than the newest, ${momentText(nowWallMs, reach)}`],
      };
    case 'moment': {
      const begins = momentText(reach.firstMs, reach);
      if (asked.isCut) {
        const said = `${text.trim()} is before the beginning: ${begins} is shown instead.`;
        return {kind: 'moment', atMs: firstMs, said};
      }

      const atMs =
        first.isSetBack && asked.agoMs !== undefined
          ? lastMs - asked.agoMs
          : timeline.atMsOf(asked.endWallMs);
      return {kind: 'moment', atMs: Math.max(firstMs, atMs), said: undefined};
    }
  }
}

/** The sample in force at a moment. */
function sampleAt(timeline: Timeline, atMs: number): number | undefined {
  const after = timeline.sampleAfter(atMs);
  return after === undefined ? timeline.lastMs() : timeline.sampleBefore(after);
}

function eventText({kind, text, wallMs}: SessionEvent): string {
  return `${formatClock(wallMs)} ${kind}: ${text}`;
}

function nowhere(why: string): Destination {
  return {kind: 'nowhere', why};
}
