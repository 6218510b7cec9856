import {innermostUserFrame} from '../profile/frame.ts';
import type {Creator, Frame} from '../profile/model.ts';
import type {Family} from '../profile/wait-reason.ts';
import type {Baseline} from '../session/baseline.ts';
import type {CostReading} from '../session/cost-ledger.ts';
import type {SessionEvent} from '../session/events.ts';
import type {OldestAge} from '../session/goroutine-ages.ts';
import type {Session, StacksLook} from '../session/session.ts';
import {isFilterProblem, matches, parseFilter, type Filter, type FilterSubject} from './filter.ts';
import type {InspectorState} from './inspector-state.ts';
import {groupsAt, momentOf, type FamilyNow, type GroupNow, type Moment} from './moment.ts';
import {sortRows} from './order.ts';
import {isRuntimesOwn, rowsOf, type Row} from './rows.ts';
import {ageMs} from './sentences.ts';
import {stackSearch} from './stack-search.ts';

/** One goroutine of the goroutines view or of an opened group. */
export type Member = {
  readonly key: string;
  readonly id: number;
  /** Id of the goroutine that started it; 0 where the release does not say. */
  readonly createdBy: number;
  readonly isCreatorAlive: boolean;
  readonly age: OldestAge;
  readonly lockedToThread: boolean;
  readonly group: GroupNow;
  /** Empty where several sets of labels share the place: full stacks rarely tell whose is whose. */
  readonly labels: Readonly<Record<string, string>>;
};

/** One line of an opened group: a frame of its stack, a line that started it, or a goroutine. */
export type DetailItem =
  | {readonly kind: 'frame'; readonly key: string; readonly frame: Frame}
  | {readonly kind: 'creator'; readonly key: string; readonly creator: Creator}
  | {readonly kind: 'member'; readonly key: string; readonly member: Member};

export type Detail = {
  readonly row: Row;
  readonly items: readonly DetailItem[];
  readonly members: readonly Member[];
};

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

const noLabels = {};
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
  const members = remembered((at: Moment, groups: readonly GroupNow[], filter: Filter) =>
    filterMembers(membersOf(at, groups, session), filter, at.atMs),
  );
  const opened = remembered((at: Moment, all: readonly Row[], key: string) =>
    detailOf(
      all.find((row) => row.key === key),
      (row) => membersOf(at, row.groups, session),
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
      // Only ages depend on the moment.
      rows: sorted(kept(all, filter, atMs), state.order, state.order.column === 'oldest' ? atMs : 0),
      allRows: all.length,
      hiddenGoroutines,
      families: now.families,
      filterProblem: problem,
      goroutines: state.view === 'goroutines' ? members(now, groups, filter) : [],
      events: events(session.events, pausedAtMs, filter),
      // Opened from all groups: what is looked at must not vanish because a filter or a reason is chosen.
      detail:
        state.detail === undefined
          ? undefined
          : opened(now, openable(now.groups, state.grouping), state.detail),
    };
  };
}

/** The positions in an opened group that a filter's text finds. */
export function matchesIn(detail: Detail, filterText: string): readonly number[] {
  const isFound = stackSearch(filterText);
  return detail.items.flatMap((item, index) => (isFound(itemText(item)) ? [index] : []));
}

function itemText(item: DetailItem): string {
  if (item.kind === 'member') return String(item.member.id);
  const frame = item.kind === 'frame' ? item.frame : item.creator.frame;
  return `${frame.function} ${frame.file}:${frame.line}`;
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

function membersOf({look}: Moment, groups: readonly GroupNow[], session: Session): Member[] {
  if (look === undefined) return [];
  const all: Member[] = [];
  // Groups that differ only in labels share one look: each goroutine is listed once.
  const byPlace = Map.groupBy(groups, ({identity}) => identity.place);
  for (const [group, ...others] of byPlace.values()) {
    if (group === undefined) continue;
    const labels = others.length === 0 ? group.identity.labels : noLabels;
    for (const columns of group.look?.members ?? []) {
      for (let index = 0; index < columns.ids.length; index++) {
        const id = columns.ids[index] ?? 0;
        const createdBy = columns.createdBy[index] ?? 0;
        const firstSeenMs = look.firstSeen.get(id) ?? look.atMs;
        all.push({
          key: `goroutine ${id}`,
          id,
          createdBy,
          isCreatorAlive: look.firstSeen.has(createdBy),
          age: {
            firstSeenMs,
            orOlder: session.ages.isFromFirstLook(firstSeenMs),
            waitMinutes: columns.waitMinutes[index] ?? 0,
          },
          lockedToThread: columns.lockedToThread[index] === 1,
          group,
          labels,
        });
      }
    }
  }

  return all.toSorted((a, b) => a.id - b.id);
}

function filterMembers(all: readonly Member[], filter: Filter, atMs: number): readonly Member[] {
  if (filter.terms.length === 0) return all;
  return all.filter(({age, labels, group: {identity, status}}) =>
    matches(filter, {
      family: identity.family,
      status,
      functions: identity.stack.map((frame) => frame.function),
      files: identity.stack.map((frame) => `${frame.file}:${frame.line}`),
      labels,
      ageMs: ageMs(age, atMs),
      count: 1,
    }),
  );
}

function detailOf(row: Row | undefined, listMembers: (row: Row) => readonly Member[]): Detail | undefined {
  if (row === undefined) return undefined;
  const [first] = row.groups;
  const isOneStack = row.groups.every((group) => group.identity.place === first?.identity.place);
  const frames = isOneStack ? (first?.identity.stack ?? []) : stacksOf(row);
  const members = listMembers(row);
  return {
    row,
    members,
    items: [
      ...frames.map((frame, index) => ({kind: 'frame' as const, key: `frame ${index}`, frame})),
      ...row.creators.map((creator, index) => ({kind: 'creator' as const, key: `creator ${index}`, creator})),
      ...members.map((member) => ({kind: 'member' as const, key: member.key, member})),
    ],
  };
}

/** A row of several stacks is shown as the innermost own frame of each. */
function stacksOf(row: Row): Frame[] {
  const frames = new Map<string, Frame>();
  for (const {identity} of row.groups) {
    const frame = innermostUserFrame(identity.stack);
    if (frame !== undefined) frames.set(`${frame.function} ${frame.file}:${frame.line}`, frame);
  }

  return [...frames.values()];
}

function inForce({look, baseline, ledger, clock}: Session) {
  return {look, baseline, cost: ledger.reading(clock.monotonicMs())};
}

/** Remembers the result for the arguments of the last call. */
function remembered<Arguments extends readonly unknown[], Result>(
  make: (...parameters: Arguments) => Result,
): (...parameters: Arguments) => Result {
  let last: {readonly parameters: Arguments; readonly result: Result} | undefined;
  return (...parameters) => {
    if (last === undefined || parameters.some((parameter, index) => parameter !== last?.parameters[index])) {
      last = {parameters, result: make(...parameters)};
    }

    return last.result;
  };
}
