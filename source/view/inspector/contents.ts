// Makes what the screen is about to show: filtered, grouped, sorted, each step remembered.

import type {Group} from '../../profile/model.ts';
import type {Diagnosis} from '../../diagnosis/verdict.ts';
import type {Family} from '../../profile/wait-reason.ts';
import type {Baseline} from '../../session/baseline.ts';
import type {CostReading} from '../../session/cost-ledger.ts';
import type {SessionEvent} from '../../session/events.ts';
import {inForceAt} from '../../session/in-force.ts';
import type {Session} from '../../session/session.ts';
import type {SessionStatus, StacksLook, TargetFacts} from '../../session/model.ts';
import {timelineOf, type Timeline} from '../../session/timeline.ts';
import {detailOf, type Detail} from '../panels/detail.ts';
import {groupFactsOf} from '../panels/group-facts.ts';
import {isFilterProblem, matches, parseFilter, type Filter, type FilterSubject} from '../filter/filter.ts';
import {createDiffNow, type DiffNow} from '../panels/diff-now.ts';
import type {InspectorState} from './inspector-state.ts';
import type {Held} from '../time/held.ts';
import {wasThere} from '../output/happened.ts';
import {listedArray, type Listed} from '../lists/listed.ts';
import {membersOf, type Member} from '../lists/members.ts';
import {countsAt, momentOf, notAfter, type CountsNow, type FamilyNow, type Moment} from './moment.ts';
import {remembered} from './remembered.ts';
import {layoutRows, type RowLayout} from '../text/row-layout.ts';
import {filteredRows, orderedRows, rowAt} from '../lists/row-list.ts';
import {bucketOf, isRuntimesOwn, type Grouping, type Row} from '../lists/rows.ts';
import {createJudged, type JudgedNow} from '../verdicts/judged.ts';
import {noVerdicts} from '../verdicts/verdicts-now.ts';

/** What was thought of the target at a moment; without one, what is thought of it by now. */
export type DiagnosisAt = (atMs?: number) => Diagnosis | undefined;

/** Names an event: events that are alike in all of it are one to the cursor. */
export function eventKey({atMs, kind, text}: SessionEvent): string {
  return `${atMs} ${kind} ${text}`;
}

/** What the screen is about to show, before it is laid out: everything filtered, grouped and sorted. */
export type Contents = JudgedNow & {
  readonly moment: Moment;
  /** What watching had cost by then, how it stood with the target, and what was known of it. */
  readonly cost: CostReading;
  readonly status: SessionStatus;
  readonly facts: TargetFacts;
  readonly rows: Listed<Row>;
  /** Rows there would be without the filter. */
  readonly allRows: number;
  /** Goroutines of the runtime itself that are not listed. */
  readonly hiddenGoroutines: number;
  readonly families: readonly FamilyNow[];
  readonly filterProblem: string | undefined;
  readonly goroutines: Listed<Member>;
  readonly events: readonly SessionEvent[];
  readonly detail: Detail | undefined;
  /** Made for its own view only. */
  readonly diff: DiffNow | undefined;
};

const noMembers = listedArray<Member>([], ({key}) => key);
const everything: Filter = {text: '', terms: []};

/**
 * Makes the contents for one session, and remembers each step: a key that only moves the cursor must not make
 * 10,000 rows again.
 *
 * @param diagnosis what was thought of the target at a moment; without one, what is thought of it by now
 */
export function createContents(
  session: Session,
  diagnosis: DiagnosisAt = () => undefined,
  timeline: Timeline = timelineOf(session),
) {
  let filterInForce = everything;
  // A screen that is held keeps what it was held on, whatever is collected, or forgotten, meanwhile.
  const atHeld = remembered(({atMs, why}: Held) =>
    why === 'paused'
      ? inForceNow(session, diagnosis())
      : {...inForceAt(session, atMs), diagnosis: diagnosis(atMs)},
  );
  // Counts of groups come more rarely than the total does.
  const counted = remembered(
    (
      countsAtMs: number,
      look: StacksLook | undefined,
      baseline: Baseline | undefined,
      latest: Session['latest'],
    ) => countsAt(session, countsAtMs, look, baseline, latest !== undefined),
  );
  const moment = remembered(
    (
      atMs: number,
      look: StacksLook | undefined,
      baseline: Baseline | undefined,
      counts: CountsNow,
      _version: number,
    ) => momentOf(session, atMs, look, baseline, counts),
  );
  const filterOf = remembered((text: string) => {
    const parsed = parseFilter(text);
    if (isFilterProblem(parsed)) return {filter: filterInForce, problem: parsed.problem};
    filterInForce = parsed;
    return {filter: parsed, problem: undefined};
  });
  const factsOfAll = remembered((tracked: CountsNow['tracked']) =>
    tracked.map(({identity}) => groupFactsOf(identity)),
  );
  // Only creators depend on the full stacks; while just counts change, the same groups make the same rows.
  const layout = remembered(
    (
      tracked: CountsNow['tracked'],
      grouping: Grouping,
      family: Family | undefined,
      showAll: boolean,
      look: StacksLook | undefined,
    ) =>
      layoutRows(
        tracked.length,
        (index) => {
          const {identity} = tracked[index]!;
          const known = factsOfAll(tracked)[index]!;
          if (!showAll && known.isRuntimesOwn) return undefined;
          if (family !== undefined && identity.family !== family) return undefined;
          return bucketOf({identity, look: look?.places.get(identity.place)}, grouping, known);
        },
        keyOf(tracked),
      ),
  );
  const hidden = remembered((tracked: CountsNow['tracked'], showAll: boolean) => {
    const indices: number[] = [];
    if (!showAll)
      for (const [index, {isRuntimesOwn: isHidden}] of factsOfAll(tracked).entries())
        if (isHidden) indices.push(index);
    return indices;
  });
  const ordered = remembered(orderedRows);
  const allRows = remembered((rows: RowLayout, counts: CountsNow, grouping: Grouping) =>
    rows.keys.map((_key, row) => rowAt(rows, counts, grouping, row)),
  );
  const filtered = remembered(filteredRows);
  const members = remembered(
    (
      look: StacksLook | undefined,
      tracked: CountsNow['tracked'],
      family: Family | undefined,
      showAll: boolean,
      filter: Filter,
      atMs: number,
    ) => {
      const isListed = ({identity}: Group) =>
        (showAll || !isRuntimesOwn({identity})) && (family === undefined || identity.family === family);
      return membersOf({look, counted: tracked, isListed, filter, atMs});
    },
  );
  const layoutOfAll = remembered(
    (tracked: CountsNow['tracked'], grouping: Grouping, look: StacksLook | undefined) =>
      layoutRows(
        tracked.length,
        (index) => {
          const {identity} = tracked[index]!;
          return bucketOf({identity, look: look?.places.get(identity.place)}, grouping);
        },
        keyOf(tracked),
      ),
  );
  const opened = remembered((rows: RowLayout, counts: CountsNow, grouping: Grouping, key: string) => {
    const at = rows.indexOf(key);
    const row = at < 0 ? undefined : rowAt(rows, counts, grouping, at);
    return detailOf(row, ({groups}) => {
      const places = new Set(groups.map(({identity}) => identity.place));
      const isListed = ({identity}: Group) => places.has(identity.place);
      return membersOf({look: counts.look, counted: groups, isListed, atMs: counts.look?.atMs ?? 0});
    });
  });
  const events = remembered((all: readonly SessionEvent[], held: Held | undefined, filter: Filter) =>
    all
      .filter((event) => wasThere(event, held))
      .filter((event) => filter.terms.length === 0 || matches(filter, subjectOfEvent(event)))
      .toReversed(),
  );

  const judged = createJudged(session);
  const diff = createDiffNow(session, timeline);

  return (state: InspectorState, version: number): Contents => {
    const {held} = state;
    const atMs = held?.atMs ?? session.lastSeen?.atMs ?? session.attachedAtMs;
    const force = held === undefined ? inForceNow(session, diagnosis()) : atHeld(held);
    const {look, cost, status, facts} = force;
    const {filter, problem} = filterOf(state.typed ?? state.filterText);
    const since = notAfter(markOver(session, atMs) ?? force.baseline, atMs);
    const countsAtMs = held?.atMs ?? session.latest?.atMs ?? atMs;
    const counts = counted(countsAtMs, look, since, held === undefined ? session.latest : undefined);
    const judgedNow = judged(force.diagnosis, counts, countsAtMs, state, filter);
    const {verdicts} = judgedNow;
    const now = moment(atMs, look, since, counts, held === undefined ? version : 0);
    const {grouping, order, family, showAll} = state;
    const {tracked} = counts;
    const lookForRows = grouping === 'creator' ? look : undefined;
    const rows = layout(tracked, grouping, family, showAll, lookForRows);
    const isJudged = order.column === 'verdict' || filter.terms.length > 0;
    const verdictsForRows = isJudged ? verdicts : noVerdicts;
    return {
      moment: now,
      cost,
      status,
      facts,
      // Only ages and growth depend on the moment.
      rows:
        (filter.terms.length === 0
          ? ordered(rows, counts, grouping, order, order.column === 'trend' ? atMs : 0, verdictsForRows)
          : undefined) ??
        filtered(
          allRows(rows, counts, grouping),
          filter,
          order,
          filter.terms.length > 0 || order.column === 'oldest' ? atMs : 0,
          verdictsForRows,
        ),
      allRows: rows.length,
      hiddenGoroutines: hidden(tracked, showAll).reduce((sum, index) => sum + counts.counts[index]!, 0),
      families: now.families,
      filterProblem: problem,
      goroutines:
        state.view === 'goroutines'
          ? members(look, tracked, family, showAll, filter, filter.terms.length > 0 ? atMs : 0)
          : noMembers,
      events: events(session.events, held, filter),
      ...judgedNow,
      // Opened from all groups: what is looked at must not vanish because a filter or a reason is chosen.
      detail:
        state.detail === undefined
          ? undefined
          : opened(layoutOfAll(tracked, grouping, lookForRows), counts, grouping, state.detail),
      diff: state.view === 'diff' ? diff(now, filter, showAll) : undefined,
    };
  };
}

function keyOf(tracked: CountsNow['tracked']) {
  return (index: number) => tracked[index]!.identity.key;
}

function subjectOfEvent({kind, text}: SessionEvent): FilterSubject {
  return {family: kind, status: kind, functions: [text], files: [], labels: {}, count: 1};
}

function inForceNow(session: Session, diagnosis: Diagnosis | undefined) {
  const {look, baseline, status, facts, ledger, clock} = session;
  return {look, baseline, status, facts, diagnosis, cost: ledger.reading(clock.monotonicMs())};
}

/**
 * The user's mark, where it lies before the moment on the screen: also one that was set later on, for a moment that was
 * gone back to.
 */
function markOver({mark}: Session, atMs: number): Baseline | undefined {
  return mark !== undefined && mark.atMs <= atMs ? mark : undefined;
}
