import {describe, expect, test} from 'vitest';
import {createContents, type Contents} from '../../source/view/inspector/contents.ts';
import type {ReportAsked} from '../../source/components/inspector-actions.ts';
import {formatClock} from '../../source/view/text/format.ts';
import {initialState, type InspectorState} from '../../source/view/inspector/inspector-state.ts';
import {timelineOf} from '../../source/session/timeline.ts';
import {creator, group, randomNumbers, watched, type Watched} from '../helpers/session.ts';
import {diagnosisOf, verdictOn} from '../helpers/verdicts.ts';
import {lock, senders, shop} from './leaking-shop.tsx';
import {onScreen, type OnScreen} from './on-screen.tsx';

const sleepers = (count: number) => group(count, 'sleep', 'retry.loop retry.go:5', {ids: [5, 6, 7]});

/** Ten seconds: senders grow from 100 by ten a second, a lock comes after five. */
async function tenSeconds(): Promise<Watched> {
  const target = watched();
  for (let second = 0; second < 10; second++) {
    const groups = [senders(100 + second * 10), sleepers(40), ...(second < 5 ? [] : [lock])];
    target.sees(...groups);
    await target.looks(...groups);
  }

  return target;
}

describe('left and right', () => {
  test('go by samples, with every number as it was then', async () => {
    const screen = await onScreen(await tenSeconds());
    await screen.press('left', 'left');
    expect(screen.lines()[1]).toContain('goroutines 217  ▲ 77 in 7s');
    expect(screen.line('check.(*Runner).report')).toMatch(/ 170 +\+70 /);
    expect(screen.text()).toContain('ledger.Withdraw');
    await screen.press('left', 'left', 'left');
    expect(screen.lines()[1]).toContain('goroutines 180  ▲ 40 in 4s');
    expect(screen.text()).not.toContain('ledger.Withdraw');
    expect(screen.text()).not.toContain('mutex');
    await screen.press('right');
    expect(screen.lines()[1]).toContain('goroutines 197 ');
  });

  test('stop at the oldest moment, and lead to live after the newest', async () => {
    const screen = await onScreen(await tenSeconds());
    for (let step = 0; step < 12; step++) await screen.press('left');
    expect(screen.lines()[1]).toContain('goroutines 140 ');
    expect(screen.text()).toContain('This is the oldest moment that is remembered.');
    for (let step = 0; step < 10; step++) await screen.press('right');
    expect(screen.lines()[0]).toContain('LIVE');
    expect(screen.inspector.state.held).toBeUndefined();
  });

  test('say which moment is shown, how long ago it was, and that collection goes on', async () => {
    const target = await tenSeconds();
    const then = formatClock(target.clock.wallMs() - 3000);
    const screen = await onScreen(target);
    await screen.press('left', 'left', 'left');
    expect(screen.lines()[0]).toContain(`REWIND ${then} (−3s)  still collecting`);
    target.sees(senders(500));
    await screen.settle();
    expect(screen.lines()[0]).toContain(`REWIND ${then} (−4s)  still collecting`);
    expect(screen.lines()[1]).toContain('goroutines 207 ');
  });

  test('go on from a pause', async () => {
    const target = await tenSeconds();
    const screen = await onScreen(target);
    await screen.press('space');
    target.sees(senders(500));
    await screen.press('right');
    expect(screen.lines()[1]).toContain('goroutines 500 ');
    await screen.press('left');
    expect(screen.lines()[1]).toContain('goroutines 237 ');
    await screen.press('space');
    expect(screen.lines()[0]).toContain('LIVE');
  });
});

describe('the chart of a rewound screen', () => {
  test('goes on to now, with a playhead at the moment that is shown', async () => {
    const screen = await onScreen(await tenSeconds());
    const before = screen.lines();
    await screen.press('left', 'left', 'left', 'left', 'left');
    const playhead = screen.lines()[2]!.indexOf('▼');
    expect(playhead).toBeGreaterThan(60);
    // The same curve, but for the column of the playhead.
    const without = (line: string) => (line.slice(0, playhead) + line.slice(playhead + 1)).trimEnd();
    expect(screen.lines().slice(2, 9).map(without)).toEqual(before.slice(2, 9).map(without));
    await screen.press('right');
    expect(screen.lines()[2]!.indexOf('▼')).toBeGreaterThan(playhead);
  });

  test('is ASCII where nothing else can be shown', async () => {
    const screen = await onScreen(await tenSeconds(), {ascii: true});
    await screen.press('left', 'left');
    expect(screen.text()).toMatch(/REWIND \d\d:\d\d:\d\d \(-2s\)/);
    expect(screen.lines()[2]).toContain('v');
    expect(screen.text()).toMatch(/^[\n -~]*$/);
    expect(screen.lines().at(-1)).toContain('left right sample');
  });
});

describe('brackets', () => {
  test('go by events and say which one it is', async () => {
    const target = await tenSeconds();
    target.session.addEvent('alert', 'goroutines 237 > 200');
    target.sees(senders(500));
    const screen = await onScreen(target);
    await screen.press('[');
    expect(screen.lines()[1]).toContain('goroutines 237 ');
    expect(screen.text()).toMatch(/\d\d:\d\d:\d\d alert: goroutines 237 > 200/);
    await screen.press('[');
    expect(screen.text()).toContain('There is no event before this moment.');
    await screen.press('left', 'left', ']');
    expect(screen.lines()[1]).toContain('goroutines 237 ');
    await screen.press(']');
    expect(screen.text()).toContain('There is no event after this moment: end goes to live.');
  });
});

async function after(typed: string): Promise<OnScreen> {
  const screen = await onScreen(await tenSeconds());
  await screen.press('t');
  await screen.type(typed);
  await screen.press('enter');
  return screen;
}

describe('a time that is typed', () => {
  test.each([
    ['3s ago', 207],
    ['-3s', 207],
    ['start', 140],
    ['2h ago', 140],
  ])('%s', async (typed, total) => {
    const screen = await after(typed);
    expect(screen.lines()[0]).toContain('REWIND');
    expect(screen.lines()[1]).toContain(`goroutines ${total} `);
  });

  test('of day', async () => {
    const target = await tenSeconds();
    const screen = await onScreen(target);
    await screen.press('t');
    expect(screen.text()).toContain(' go to ');
    await screen.type(formatClock(target.clock.wallMs() - 4000));
    await screen.press('enter');
    expect(screen.lines()[1]).toContain('goroutines 197 ');
    await screen.press('t');
    await screen.type('now');
    await screen.press('enter');
    expect(screen.lines()[0]).toContain('LIVE');
  });

  test('before all that is remembered leads to the oldest, and says so', async () => {
    const screen = await after('2h ago');
    expect(screen.text()).toMatch(/2h ago is before the beginning: \d\d:\d\d:\d\d is shown instead\./);
  });

  test('as the screen tells it leads back to what the screen showed', async () => {
    const target = await tenSeconds();
    const screen = await onScreen(target);
    await screen.press('left', 'left');
    const [shown, time] = [screen.lines()[1], /REWIND ([\d:]+)/.exec(screen.lines()[0]!)?.[1]];
    await screen.press('end', 't');
    await screen.type(time!);
    await screen.press('enter');
    expect(screen.lines()[1]).toBe(shown);
  });

  test.each([
    [80, 'not a time: write 14:05, 14:05:07, 3m ago or now'],
    [40, 'write 14:05 or 3m ago'],
  ])('that is none is explained in %i columns too', async (columns, hint) => {
    const screen = await onScreen(await tenSeconds(), {columns, rows: 24});
    await screen.press('t');
    await screen.type('soon');
    await screen.press('enter');
    expect(screen.text()).toContain(`go to soon   ${hint}`);
    expect(screen.text()).not.toContain('…');
  });

  test('that is none stays to be corrected, with what is wrong with it', async () => {
    const screen = await after('25:71');
    expect(screen.text()).toContain('go to 25:71');
    expect(screen.text()).toContain('"25:71" is not a time. Write a time like 14:05');
    await screen.press('ctrl-u');
    await screen.type('3s');
    await screen.press('enter');
    expect(screen.lines()[1]).toContain('goroutines 207 ');
  });

  test('and dropped leaves the screen where it was', async () => {
    const screen = await onScreen(await tenSeconds());
    await screen.press('t', '3', 'esc');
    expect(screen.lines()[0]).toContain('LIVE');
    expect(screen.inspector.state.typedTime).toBeUndefined();
  });
});

describe('back to live', () => {
  test.each([['end'], ['esc'], ['space']])('%s', async (key) => {
    const screen = await onScreen(await tenSeconds());
    await screen.press('left', 'left', key);
    expect(screen.lines()[0]).toContain('LIVE');
    expect(screen.lines()[1]).toContain('goroutines 237 ');
  });

  test('esc closes what is open first', async () => {
    const screen = await onScreen(await tenSeconds());
    await screen.press('enter', 'left', 'esc');
    expect(screen.lines()[0]).toContain('REWIND');
    await screen.press('esc');
    expect(screen.lines()[0]).toContain('LIVE');
  });

  test('the end says that it is live already', async () => {
    const screen = await onScreen(await tenSeconds());
    await screen.press('end');
    expect(screen.text()).toContain('This is live already.');
  });
});

test('a mark set on an earlier moment counts from there when one goes on from it', async () => {
  const screen = await onScreen(await tenSeconds());
  await screen.press('left', 'left', 'left', 'left', 'b');
  expect(screen.lines()[1]).toContain('goroutines 197  no change since the mark');
  await screen.press('right', 'right');
  expect(screen.lines()[1]).toContain('▲ 20 in 2s since the mark');
  await screen.press('end');
  expect(screen.lines()[1]).toContain('▲ 40 in 4s since the mark');
});

test('an alert that fires meanwhile is told', async () => {
  const target = await tenSeconds();
  const screen = await onScreen(target);
  await screen.press('left', 'left', 'left');
  target.sees(senders(900));
  target.session.addEvent('alert', 'goroutines 900 > 500');
  await screen.settle();
  expect(screen.text()).toContain('goroutines 900 > 500');
});

test('verdicts are those of then', async () => {
  const target = await tenSeconds();
  const newest = diagnosisOf([verdictOn(senders(190))]);
  const changedAtMs = target.clock.monotonicMs() - 2500;
  const screen = await onScreen(target, {
    diagnosis: (atMs = Infinity) => (atMs < changedAtMs ? diagnosisOf([]) : newest),
  });
  await screen.press('2', 'left', 'left');
  expect(screen.cursorLine()).toMatch(/▲ likely +170 /);
  await screen.press('left');
  expect(screen.text()).not.toContain('▲ likely');
});

test('a moment at which the target was out of reach says so', async () => {
  const target = await tenSeconds();
  target.loses('connection refused');
  target.passes(5000);
  target.sees(senders(5));
  const screen = await onScreen(target);
  await screen.press('t');
  await screen.type('3s ago');
  await screen.press('enter');
  expect(screen.lines()[0]).toMatch(/REWIND .* out of reach then/);
});

test('what came later only is said to have not been there', async () => {
  const target = watched();
  target.sees(sleepers(40));
  target.sees(sleepers(40), lock);
  const diagnosis = diagnosisOf([verdictOn(lock)]);
  const since = target.clock.monotonicMs();
  const screen = await onScreen(target, {
    diagnosis: (atMs = Infinity) => (atMs < since ? undefined : diagnosis),
  });
  await screen.press('j', 'enter', 'left');
  expect(screen.text()).toContain('these goroutines were not there at this moment');
  await screen.press('right', '2', 'left');
  expect(screen.text()).toContain('this verdict did not stand at this moment');
  await screen.press('3');
  expect(screen.text()).toContain('which had not been taken by then');
});

describe('without what it takes', () => {
  test.each([
    ['R', 'Recording is not available here.'],
    ['e', 'Reports are not available here.'],
  ])('%s says so', async (key, said) => {
    const screen = await onScreen((await shop()).target);
    await screen.press(key);
    expect(screen.text()).toContain(said);
  });
});

test('a recording that runs is in the header, and its key tells what became of it', async () => {
  let isRecording = false;
  const recorder = {
    toggle: async () => {
      isRecording = !isRecording;
      return {text: 'Recording to shop.gorowatch', kind: 'good'} as const;
    },
    now: () => (isRecording ? {forMs: 760_000} : undefined),
  };
  const screen = await onScreen(await tenSeconds(), {actions: {recorder}});
  expect(screen.text()).not.toContain('REC');
  await screen.press('R');
  await screen.settle();
  expect(screen.text()).toContain('Recording to shop.gorowatch');
  expect(screen.lines()[1]).toContain('● REC 12:40');
});

test.each([
  [40, 10],
  [28, 7],
])('a recording that runs is seen on %i x %i too', async (columns, rows) => {
  const recorder = {toggle: async () => ({text: '', kind: 'good'}) as const, now: () => ({forMs: 760_000})};
  const screen = await onScreen(await tenSeconds(), {columns, rows, actions: {recorder}});
  expect(screen.lines()[0]).toMatch(/^\d+ .*● REC LIVE$/);
});

test('a report is of the moment on the screen', async () => {
  const target = await tenSeconds();
  const asked: number[] = [];
  const report = async ({atMs}: ReportAsked) => {
    asked.push(atMs);
    return {preview: undefined, write: async () => 'Report written: incident.html'};
  };
  const screen = await onScreen(target, {actions: {report}});
  await screen.press('left', 'left', 'e', 'enter');
  await screen.settle();
  expect(asked).toEqual([target.clock.monotonicMs() - 2000]);
  expect(screen.text()).toContain('Report written: incident.html');
});

/** Everything that the views list, as of one moment. */
function shownIn(contents: Contents): unknown {
  const {moment, rows, families, goroutines, events, leaks, cost, status, detail, hiddenGoroutines} =
    contents;
  return {
    at: moment.atMs,
    totals: [moment.total, moment.totalChange, moment.threads, moment.baseline?.since, hiddenGoroutines],
    rows: Array.from(rows, ({groups, ...row}) => [row, groups.map(({counts: _counts, ...one}) => one)]),
    families: families.map(({family, count, change}) => [family, count, change]),
    goroutines: Array.from(goroutines, ({group: {status: word}, ...member}) => [member, word]),
    events,
    leaks: leaks.map(({rank, verdict}) => [rank, verdict.group.count, verdict.level]),
    cost,
    status,
    detail: detail === undefined ? undefined : [detail.row.count, detail.items.length],
  };
}

const views: readonly Partial<InspectorState>[] = [
  {},
  {grouping: 'creator', order: {column: 'change', reversed: false}},
  {view: 'goroutines', showAll: true},
  {view: 'leaks', filterText: 'count>20'},
  {view: 'events'},
];

/** A target at random: groups come, go and change their state, looks, events, marks, restarts, losses. */
async function* lifeOf(target: Watched, seed: number): AsyncGenerator<void> {
  const random = randomNumbers(seed);
  const words = ['select', 'select (no cases)', 'sleep', 'IO wait'] as const;
  for (let step = 0; step < 40; step++) {
    const groups = Array.from({length: 8}, (_, index) =>
      group(random(4) === 0 ? 0 : random(50) + 1, 'select', `shop.p${index}.work w.go:${index}`, {
        status: words[random(3)]!,
        leaked: random(5) === 0 ? 1 : 0,
        ids: Array.from({length: random(4)}, (_id, at) => step + index * 100 + at),
        creators: [creator(`shop.start${random(3)} s.go:1`, 2, random(2))],
      }),
    ).filter(({count}) => count > 0);
    target.clock.pass(100);
    if (random(12) === 0) {
      target.loses('connection refused');
      target.clock.pass(1500);
    }

    if (random(10) === 0) target.session.restarted('a smaller goroutine id');
    target.session.ledger.charge({
      atMs: target.clock.monotonicMs(),
      busyMs: random(10),
      pauseMs: random(3),
      bytes: 100,
      asked: false,
    });
    target.sees(...groups);
    yield;
    if (random(3) === 0) {
      target.clock.pass(200);
      await target.looks(...groups);
      yield;
    }

    target.clock.pass(100);
    if (random(6) === 0) target.session.markBaseline();
    if (random(5) === 0) target.session.addEvent('problem', `problem ${step}`);
    if (random(4) === 0) {
      target.clock.pass(300);
      target.session.addPulse(random(400), random(2) === 0 ? undefined : 10 + random(3));
      target.session.changed();
      yield;
    }
  }
}

test.each([1, 2, 3, 4, 5, 6])(
  'a rewound screen shows what was live at that moment (seed %d)',
  async (seed) => {
    const target = watched();
    const {session} = target;
    const diagnosis = diagnosisOf([
      verdictOn(group(9, 'select', 'shop.p1.work w.go:1')),
      verdictOn(group(9, 'select', 'shop.p2.work w.go:2'), {level: 'watch'}),
    ]);
    const live = views.map((view) => ({
      view,
      contentsOf: createContents(session, () => diagnosis),
      seen: [] as unknown[],
    }));
    const moments: number[] = [];
    let version = 0;
    for await (const _ of lifeOf(target, seed)) {
      version++;
      moments.push(session.lastSeen!.atMs);
      for (const {view, contentsOf, seen} of live) {
        seen.push(shownIn(contentsOf({...initialState, ...view}, version)));
      }
    }

    // A mark of the user's holds for every moment after it, also where it was set later: here is none any more.
    target.clock.pass(1000);
    session.restarted('a smaller goroutine id');
    const timeline = timelineOf(session);
    const walked: number[] = [];
    for (let atMs = timeline.firstMs(); atMs !== undefined; atMs = timeline.sampleAfter(atMs))
      walked.push(atMs);
    expect(walked).toEqual(moments);
    expect(moments.length).toBeGreaterThan(50);
    for (const {view, contentsOf, seen} of live) {
      for (const [index, atMs] of moments.entries()) {
        const held = {atMs, why: 'rewound', sinceMs: 0} as const;
        expect(shownIn(contentsOf({...initialState, ...view, held}, version))).toEqual(seen[index]);
      }
    }
  },
);
