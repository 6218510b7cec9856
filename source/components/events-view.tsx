import {eventKey, type Contents} from '../view/inspector/contents.ts';
import {eventLine} from '../view/panels/events-panel.ts';
import type {InspectorState} from '../view/inspector/inspector-state.ts';
import {settleCursor} from '../view/lists/list-cursor.ts';
import {rule, type Paint} from '../view/text/paint.ts';
import {Lines} from './lines.tsx';

type Props = {
  readonly state: InspectorState;
  readonly contents: Contents;
  readonly height: number;
  readonly paint: Paint;
};

/** What happened so far: alerts, dumps, restarts, losses; the newest first. */
export function EventsView({state, contents: {events}, height, paint}: Props) {
  const room = Math.max(1, height - 1);
  const cursor = settleCursor(state.events, events.map(eventKey), room);
  const lines = events
    .slice(cursor.top, cursor.top + room)
    .map((event, index) => eventLine(event, cursor.top + index === cursor.index, paint));
  return <Lines lines={[rule('events', paint), ...lines]} height={height} />;
}
