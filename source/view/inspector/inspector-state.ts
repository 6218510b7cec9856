// All that the user has chosen on the screen.

import type {Family} from '../../profile/wait-reason.ts';
import {firstRow, type ListCursor} from '../lists/list-cursor.ts';
import type {CurveShown} from '../charts/memory-chart.ts';
import type {Order} from '../lists/order.ts';
import type {ReportDraft} from './report-draft.ts';
import type {Grouping} from '../lists/rows.ts';
import type {Held} from '../time/held.ts';

export type ViewName = 'groups' | 'leaks' | 'goroutines' | 'events' | 'diff';

/**
 * Something that costs the target more than gorowatch spends by itself, and waits for a yes. Proof takes a garbage
 * collection, and where `stoppedMs` is not 0 full stacks with it.
 */
export type Question = {
  readonly purpose: 'dump' | 'look' | 'proof';
  readonly goroutines: number;
  readonly stoppedMs: number;
};

export type Notice = {
  readonly text: string;
  readonly kind: 'good' | 'problem';
  /** The same where there is less room, the longest first. */
  readonly shorter?: readonly string[] | undefined;
};

/** All that the user has chosen: which view, where the cursor is, what is filtered. Knows nothing of the target. */
export type InspectorState = {
  readonly view: ViewName;
  readonly focus: 'list' | 'reasons';
  /** Only this kind of wait is listed. */
  readonly family: Family | undefined;
  readonly reasons: ListCursor;
  readonly grouping: Grouping;
  readonly order: Order;
  readonly showAll: boolean;
  /** What the chart of the first view shows. */
  readonly curve: CurveShown;
  readonly filterText: string;
  /** The filter as it is being typed; undefined while no filter is typed. */
  readonly typed: string | undefined;
  readonly list: ListCursor;
  readonly goroutines: ListCursor;
  readonly events: ListCursor;
  readonly leaks: ListCursor;
  readonly diff: ListCursor;
  /** Key of the verdict whose evidence is opened. */
  readonly verdict: string | undefined;
  readonly evidenceTop: number;
  /** When the newest announcement of a verdict was that the user has seen; none before. */
  readonly leakSeenMs: number;
  /** Key of the row that is opened. */
  readonly detail: string | undefined;
  readonly members: ListCursor;
  /** Id of the goroutine whose own text is shown. */
  readonly goroutine: number | undefined;
  readonly textTop: number;
  readonly help: number | undefined;
  readonly question: Question | undefined;
  /** Undefined while the screen follows the target. */
  readonly held: Held | undefined;
  /** The time to go to as it is being typed; undefined while none is. */
  readonly typedTime: string | undefined;
  /** The report that is being asked for; undefined while none is. */
  readonly draft: ReportDraft | undefined;
  readonly notice: Notice | undefined;
};

export const initialState: InspectorState = {
  view: 'groups',
  focus: 'list',
  family: undefined,
  reasons: firstRow,
  grouping: 'stack',
  order: {column: 'count', reversed: false},
  showAll: false,
  curve: 'goroutines',
  filterText: '',
  typed: undefined,
  list: firstRow,
  goroutines: firstRow,
  events: firstRow,
  leaks: firstRow,
  diff: firstRow,
  verdict: undefined,
  evidenceTop: 0,
  leakSeenMs: -Infinity,
  detail: undefined,
  members: firstRow,
  goroutine: undefined,
  textTop: 0,
  help: undefined,
  question: undefined,
  held: undefined,
  typedTime: undefined,
  draft: undefined,
  notice: undefined,
};
