import type {Group} from '../profile/model.ts';
import type {Family} from '../profile/wait-reason.ts';
import type {Baseline} from '../session/baseline.ts';
import type {CostReading} from '../session/cost-ledger.ts';
import type {SessionEvent} from '../session/events.ts';
import type {Session, StacksLook} from '../session/session.ts';
import {detailOf, type Detail} from './detail.ts';
import {isFilterProblem, matches, parseFilter, type Filter, type FilterSubject} from './filter.ts';
import type {InspectorState} from './inspector-state.ts';
import {filterMembers, membersOf, type Member} from './members.ts';
import {groupsAt, momentOf, type FamilyNow, type GroupNow, type Moment} from './moment.ts';
import {sortRows} from './order.ts';
import {remembered} from './remembered.ts';
import {isRuntimesOwn, rowsOf, type Row} from './rows.ts';
import {ageMs} from './sentences.ts';

/** Names an event: events that are alike in all of it are one to the cursor. */
export function eventKey({atMs, kind, text}: SessionEvent): string {
  return `${atMs} ${kind} ${text}`;
}

/** What the screen is about to show, before it is laid out: everything filtered, grouped and sorted. */
export type Contents = {
  readonly moment: Moment;
  readonly cost: CostReading;
  readonly rows: readonly Row[];
  /** Rows there would be without the filter. */
  readonly allRows: number;
  /** Goroutines of the runtime itself that are not listed. */
  readonly hiddenGoroutines: number;
  readonly families: readonly FamilyNow[];
  readonly filterProblem: string | undefined;
  readonly goroutines: readonly Member[];
  readonly events: readonly SessionEvent[];
  readonly detail: Detail | undefined;
};

const everything: Filter = {text: '', terms: []};

/**
 * Makes the contents for one session, and remembers each step: a key that only moves the cursor must not make
 * 10,000 rows again.
 */
export function createContents(session: Session) {
  let filterInForce = everything;
  // A paused screen keeps what it was paused on, whatever is collected meanwhile.
  const atPause = remembered((_pausedAtMs: number) => inForce(session));
  // Counts of groups come more rarely than the total does.
  const counted = remembered(
    (countsAtMs: number, look: StacksLook | undefined, baseline: Baseline | undefined, _latest: unknown) =>
      groupsAt(session, countsAtMs, look, baseline),
  );
  const moment = remembered(
    (
      atMs: number,
      look: StacksLook | undefined,
      baseline: Baseline | undefined,
      groups: readonly GroupNow[],
      _version: number,
    ) => momentOf(session, atMs, look, baseline, groups),
  );
  const filterOf = remembered((text: string) => {
    const parsed = parseFilter(text);
    if (isFilterProblem(parsed)) return {filter: filterInForce, problem: parsed.problem};
    filterInForce = parsed;
    return {filter: parsed, problem: undefined};
  });
  const listed = remembered((all: readonly GroupNow[], family: Family | undefined, showAll: boolean) => {
    const groups: GroupNow[] = [];
    let hiddenGoroutines = 0;
    for (const group of all) {
      if (!showAll && isRuntimesOwn(group)) hiddenGoroutines += group.count;
      else if (family === undefined || group.identity.family === family) groups.push(group);
    }

    return {groups, hiddenGoroutines};
  });
  const rows = remembered((groups: readonly GroupNow[], grouping: InspectorState['grouping']) =>
    rowsOf(groups, grouping),
  );
  const openable = remembered((groups: readonly GroupNow[], grouping: InspectorState['grouping']) =>
    rowsOf(groups, grouping),
  );
  const kept = remembered((all: readonly Row[], filter: Filter, atMs: number) =>
    filter.terms.length === 0 ? all : all.filter((row) => matches(filter, subjectOf(row, atMs))),
  );
  const sorted = remembered((some: readonly Row[], order: InspectorState['order'], atMs: number) =>
    sortRows(some, order, atMs),
  );
  const members = remembered((at: Moment, family: Family | undefined, showAll: boolean, filter: Filter) => {
    const isListed = (group: Group) =>
      (showAll || !isRuntimesOwn(group)) && (family === undefined || group.identity.family === family);
    return filterMembers(membersOf(at.look, at.groups, session, isListed), filter, at.atMs);
  });
  const opened = remembered((at: Moment, all: readonly Row[], key: string) =>
    detailOf(
      all.find((row) => row.key === key),
      ({groups}) => {
        const places = new Set(groups.map(({identity}) => identity.place));
        return membersOf(at.look, groups, session, ({identity}) => places.has(identity.place));
      },
    ),
  );
  const events = remembered((all: readonly SessionEvent[], pausedAtMs: number | undefined, filter: Filter) =>
    all
      .filter((event) => pausedAtMs === undefined || event.atMs <= pausedAtMs)
      .filter((event) => filter.terms.length === 0 || matches(filter, subjectOfEvent(event)))
      .toReversed(),
  );

  return (state: InspectorState, version: number): Contents => {
    const {pausedAtMs} = state;
    const atMs = pausedAtMs ?? session.lastSeen?.atMs ?? session.attachedAtMs;
    const {look, baseline, cost} = pausedAtMs === undefined ? inForce(session) : atPause(pausedAtMs);
    // A mark set while paused is set on the moment that is on the screen.
    const marked = session.baseline?.atMs === pausedAtMs ? session.baseline : undefined;
    const since = marked ?? baseline;
    const groupsNow = counted(
      pausedAtMs ?? session.latest?.atMs ?? atMs,
      look,
      since,
      pausedAtMs === undefined ? session.latest : undefined,
    );
    const now = moment(atMs, look, since, groupsNow, pausedAtMs === undefined ? version : 0);
    const {filter, problem} = filterOf(state.typed ?? state.filterText);
    const {groups, hiddenGoroutines} = listed(groupsNow, state.family, state.showAll);
    const all = rows(groups, state.grouping);
    return {
      moment: now,
      cost,
      // Only ages and growth depend on the moment.
      rows: sorted(
        kept(all, filter, atMs),
        state.order,
        state.order.column === 'oldest' || state.order.column === 'trend' ? atMs : 0,
      ),
      allRows: all.length,
      hiddenGoroutines,
      families: now.families,
      filterProblem: problem,
      goroutines: state.view === 'goroutines' ? members(now, state.family, state.showAll, filter) : [],
      events: events(session.events, pausedAtMs, filter),
      // Opened from all groups: what is looked at must not vanish because a filter or a reason is chosen.
      detail:
        state.detail === undefined
          ? undefined
          : opened(now, openable(now.groups, state.grouping), state.detail),
    };
  };
}

function subjectOf(row: Row, atMs: number): FilterSubject {
  const frames = row.groups.flatMap(({identity}) => identity.stack);
  const creators = row.creators.map(({frame}) => frame);
  return {
    family: row.family ?? 'several',
    status: row.status,
    functions: [...frames, ...creators].map((frame) => frame.function),
    files: [...frames, ...creators].map((frame) => `${frame.file}:${frame.line}`),
    labels: Object.fromEntries(row.groups.flatMap(({identity}) => Object.entries(identity.labels))),
    ageMs: ageMs(row.oldest, atMs),
    count: row.count,
  };
}

function subjectOfEvent({kind, text}: SessionEvent): FilterSubject {
  return {family: kind, status: kind, functions: [text], files: [], labels: {}, count: 1};
}

function inForce({look, baseline, ledger, clock}: Session) {
  return {look, baseline, cost: ledger.reading(clock.monotonicMs())};
}
