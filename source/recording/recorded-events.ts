import type {DatabaseSync} from 'node:sqlite';
import type {SessionEvent} from '../session/events.ts';
import {escapeText} from '../target/escape.ts';
import {readKind} from './event-kinds.ts';
import {maxPassedOver} from './limits.ts';
import {readRows} from './rows.ts';
import {eventTable} from './tables.ts';

/** More than a person can look through; the newest are told. */
const maxTold = 10_000;

/** What happened while something was recorded, without reading its log. */
export type RecordedEvents = {
  /** In the order of time; the newest where there are very many. */
  readonly all: () => SessionEvent[];
  /** The newest so many that happened in earlier segments, in the order of time. */
  readonly before: (segment: number, most: number) => SessionEvent[];
  readonly beforeMs: (atMs: number) => SessionEvent | undefined;
  readonly afterMs: (atMs: number) => SessionEvent | undefined;
};

export function createRecordedEvents(database: DatabaseSync): RecordedEvents {
  function read(rest: string, values: readonly number[], most: number): SessionEvent[] {
    const events: SessionEvent[] = [];
    for (const row of readRows(database, eventTable, `${rest} LIMIT ${most + maxPassedOver}`, values)) {
      if (!row.isSound) continue;
      events.push({
        ...readKind(row.text('kind')),
        atMs: row.number('at_ms'),
        wallMs: row.number('wall_ms'),
        text: escapeText(row.text('text')),
      });
      if (events.length === most) break;
    }

    return events;
  }

  return {
    all: () => read('ORDER BY id DESC', [], maxTold).toReversed(),
    before: (segment, most) =>
      read('WHERE segment < ? ORDER BY segment DESC, id DESC', [segment], most).toReversed(),
    beforeMs: (atMs) => read('WHERE at_ms < ? ORDER BY at_ms DESC, id DESC', [atMs], 1)[0],
    afterMs: (atMs) => read('WHERE at_ms > ? ORDER BY at_ms, id', [atMs], 1)[0],
  };
}
