import {expect, test} from 'vitest';
import type {Session} from '../../source/session/session.ts';
import {timelineOf} from '../../source/session/timeline.ts';
import {createContents} from '../../source/view/inspector/contents.ts';
import {initialState, type InspectorState} from '../../source/view/inspector/inspector-state.ts';
import {sortColumns} from '../../source/view/lists/order.ts';
import {groupings} from '../../source/view/lists/rows.ts';
import {randomNumbers} from '../helpers/session.ts';
import {allOf, anySession, replayed} from '../session/any-session.ts';

const seeds = Array.from({length: 25}, (_, seed) => seed + 100);
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Everything that a view lists, each thing as it is shown. */
function shown(session: Session, state: InspectorState) {
  const {moment, rows, families, events, goroutines, detail} = createContents(session)(state, 0);
  return {
    total: moment.total,
    change: moment.totalChange,
    threads: moment.threads,
    families: families.map(({family, count, change}) => ({family, count, change})),
    rows: [...rows].map(({groups, ...row}) => ({
      ...row,
      groups: groups.map(({identity: {key}, status, count, change, leaked}) => ({
        key,
        status,
        count,
        change,
        leaked,
      })),
    })),
    goroutines: [...goroutines].map(({group: {identity, status}, ...member}) => ({
      ...member,
      key: identity.key,
      status,
    })),
    events,
    detail: detail === undefined ? undefined : {lines: detail.lines, members: [...detail.members]},
  };
}

/** A list in any grouping and order, filtered or not, with or without a row opened. */
function anyState(session: Session, random: (below: number) => number): InspectorState {
  const state: InspectorState = {
    ...initialState,
    view: random(3) === 0 ? 'goroutines' : 'groups',
    grouping: groupings[random(groupings.length)]!,
    order: {column: sortColumns[random(sortColumns.length)]!, reversed: random(2) === 0},
    showAll: random(2) === 0,
    filterText: ['', '', 'select', 'count>2', 'label:request'][random(5)]!,
  };
  const {rows} = createContents(session)(state, 0);
  const [row] = [...rows];
  return random(2) === 0 || row === undefined ? state : {...state, detail: row.key};
}

test.for(seeds)(
  'a rewound screen, live or replayed, shows what was live at that moment (session %i)',
  async (seed) => {
    const random = randomNumbers(seed);
    const {session, clock, happens} = anySession(seed, hourMs);
    const live: {readonly atMs: number; readonly state: InspectorState; readonly screen: unknown}[] = [];
    for (let step = 0; step < 100; step++) {
      await happens();
      const atMs = clock.monotonicMs();
      // Between two samples the screen stays at the one before; and a mark is for the eyes of who set it.
      session.mark = undefined;
      if (session.lastSeen?.atMs !== atMs) continue;
      const state = anyState(session, random);
      live.push({atMs, state, screen: structuredClone(shown(session, state))});
    }

    const again = replayed(await allOf(session), hourMs);
    expect(live.length).toBeGreaterThan(30);
    for (const {atMs, state, screen} of live) {
      const held = {...state, held: {atMs, why: 'rewound', sinceMs: clock.monotonicMs()}} as const;
      expect(shown(session, held)).toEqual(screen);
      expect(shown(again, held)).toEqual(screen);
    }
  },
);

test.for(seeds.slice(0, 8))(
  'a log that begins late replays as the screen that is rewound (session %i)',
  async (seed) => {
    const random = randomNumbers(seed);
    const {session, clock, happens} = anySession(seed, 7 * minuteMs);
    for (let step = 0; step < 600; step++) await happens();
    session.mark = undefined;
    const again = replayed(await allOf(session), hourMs);
    const {firstMs, sampleAfter} = timelineOf(again);
    let moments = 0;
    // So far curves and trends look back.
    const fromMs = firstMs()! + 5 * minuteMs;
    for (let atMs = sampleAfter(fromMs); atMs !== undefined; atMs = sampleAfter(atMs)) {
      const held = {atMs, why: 'rewound', sinceMs: clock.monotonicMs()} as const;
      const state = {...anyState(session, random), held};
      expect(shown(again, state)).toEqual(shown(session, state));
      moments++;
    }

    expect(session.history.fromMs).toBeGreaterThan(session.attachedAtMs);
    expect(moments).toBeGreaterThan(10);
  },
);
