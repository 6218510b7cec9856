import {describe, expect, test} from 'vitest';
import {watchedMsOf} from '../../source/diagnosis/verdict.ts';
import {maxEvents} from '../../source/session/events.ts';
import {randomOf, type Random} from './populations.ts';
import {alarms, judgedSession, lineOf, type Goroutine} from './judged-session.ts';

const main: Goroutine = {id: 1, family: 'IO wait', stack: ['main.main /srv/app/main.go:20']};
const leakLine = ['main.(*Order).report /srv/app/order.go:72'];

/** Each second `perSecond` more that never leave, started by somebody who is gone, from `firstId` on. */
function leaked(second: number, perSecond = 1, firstId = 10_000): readonly Goroutine[] {
  return Array.from({length: second * perSecond}, (_, index) => ({
    id: firstId + index * 2,
    by: firstId + index * 2 + 1,
    stack: leakLine,
  }));
}

test('goroutines that come one after another and never leave are a leak, and where they wait is told', async () => {
  const {second, judge} = judgedSession();
  for (let at = 1; at <= 20; at++) await second([main, ...leaked(at)]);
  const {verdicts} = await judge();
  expect(verdicts.map((verdict) => lineOf(verdict))).toEqual([
    'likely receive-never-sent 20 main.(*Order).report',
  ]);
  expect(verdicts[0]?.evidence.map(({kind}) => kind)).toEqual(
    expect.arrayContaining(['creator-gone', 'survivors', 'growth']),
  );
});

test('since when and for how long was watched stays right where the clock was set', async () => {
  const {second, judge, session, clock} = judgedSession();
  await second([main]);
  clock.jumpWall(-3_600_000);
  await second([main]);
  const diagnosis = await judge();
  expect(diagnosis.fromWallMs).toBe(session.attachedWallMs);
  expect(watchedMsOf(diagnosis)).toBe(2_000);
});

test('the longer they come the surer it is: a leak once found is not lost', async () => {
  const {second, judge} = judgedSession();
  const found: boolean[] = [];
  for (let at = 1; at <= 90; at++) {
    await second([main, ...leaked(at)]);
    found.push(alarms(await judge()).length > 0);
  }

  expect(found.slice(20)).not.toContain(false);
});

/** So many, other ones each second. */
function busy(second: number, count: number): readonly Goroutine[] {
  return Array.from({length: count}, (_, index) => ({
    id: second * 1000 + index,
    family: 'cond',
    stack: ['mail.(*Relay).take /srv/mail/relay.go:44'],
  }));
}

describe('where nothing speaks for a leak', () => {
  test('the place that most of the more goroutines are at is told', async () => {
    const {second, judge} = judgedSession();
    for (let at = 1; at <= 10; at++) await second([main, ...busy(at, at * 5)]);
    const diagnosis = await judge();
    expect(alarms(diagnosis)).toEqual([]);
    expect(diagnosis.grown).toMatchObject({family: 'cond', first: 5, last: 50});
    expect(diagnosis.grown?.frame?.function).toBe('mail.(*Relay).take');
  });

  test('nothing is told of a number that hardly rose', async () => {
    const {second, judge} = judgedSession();
    for (let at = 1; at <= 10; at++) await second([main, ...busy(at, 60 + at)]);
    expect((await judge()).grown).toBeUndefined();
  });
});

/** So many that wait for one lock. */
function piled(count: number): readonly Goroutine[] {
  return Array.from({length: count}, (_, index) => ({
    id: 100 + index,
    family: 'mutex',
    stack: ['main.(*cache).get /srv/app/cache.go:30'],
  }));
}

describe('one look at a pile of goroutines at one lock', () => {
  const texts = new Map(
    piled(40).map(({id}) => [
      id,
      `goroutine ${id} [sync.Mutex.Lock]:\nsync.(*Mutex).lockSlow(0xc000012340)\nmain.(*cache).get(0x5)\n`,
    ]),
  );

  test('is one to watch, whose lock is told', async () => {
    const {second, judge} = judgedSession(texts);
    await second([main, ...piled(40)]);
    const {verdicts} = await judge();
    expect(verdicts.map((verdict) => lineOf(verdict))).toEqual([
      'watch mutex-not-released 40 main.(*cache).get',
    ]);
    expect(verdicts[0]?.evidence).toContainEqual({kind: 'one-lock', waiters: 40, address: '0xc000012340'});
  });

  test('says nothing of a few', async () => {
    const {second, judge} = judgedSession(texts);
    await second([main, ...piled(9)]);
    expect((await judge()).verdicts).toEqual([]);
  });
});

describe('one sample', () => {
  test('is never called growth, and that there is no other is said', async () => {
    const {second, judge} = judgedSession();
    await second([main, ...leaked(50)]);
    const {verdicts, limits} = await judge();
    const kinds = verdicts.flatMap(({evidence}) => evidence.map(({kind}) => kind));
    for (const kind of ['growth', 'survivors', 'stuck', 'constant']) expect(kinds).not.toContain(kind);
    expect(limits).toContainEqual({kind: 'one-sample'});
    expect(alarms({...(await judge())})).toEqual([]);
  });

  test('proves a wait that nothing can end', async () => {
    const {second, judge} = judgedSession();
    await second([main, {id: 7, family: 'chan send', status: 'chan send (nil chan)', stack: leakLine}]);
    expect(alarms(await judge())).toEqual(['proven nil-channel 1 main.(*Order).report']);
  });

  test('shows senders whose receivers are gone', async () => {
    const {second, judge} = judgedSession();
    const senders = leaked(10).map((one) => ({...one, family: 'chan send' as const}));
    await second([main, ...senders]);
    expect(alarms(await judge())).toEqual(['likely send-receiver-gone 10 main.(*Order).report']);
  });

  test('nothing seen at all is nothing said', async () => {
    const {judge} = judgedSession();
    expect(await judge()).toMatchObject({verdicts: [], total: {first: 0, last: 0, max: 0}});
  });
});

describe('what weakens the judgement is said', () => {
  test('of a dump that was cut, which is judged all the same', async () => {
    const {second, judge} = judgedSession();
    await second(
      [main, {id: 7, family: 'chan receive', status: 'chan receive (nil chan)', stack: leakLine}],
      {
        missing: 1234,
      },
    );
    const diagnosis = await judge();
    expect(alarms(diagnosis)).toEqual(['proven nil-channel 1 main.(*Order).report']);
    expect(diagnosis.limits).toContainEqual({kind: 'cut', missing: 1234});
  });

  test('of a dump that was cut, who is missing has not left', async () => {
    const {second, judge} = judgedSession();
    for (let at = 1; at <= 20; at++) {
      const all = leaked(at);
      const isCut = at === 12;
      await second([main, ...(isCut ? all.slice(0, 4) : all)], isCut ? {missing: 8} : {});
    }

    expect(alarms(await judge())).toEqual(['likely receive-never-sent 20 main.(*Order).report']);
  });

  test('of a target that is out of reach, which is judged on what was seen', async () => {
    const {second, judge, ...seen} = judgedSession();
    for (let at = 1; at <= 20; at++) await second([main, ...leaked(at)]);
    seen.loses('connection refused');
    const diagnosis = await judge();
    expect(alarms(diagnosis)).toHaveLength(1);
    expect(diagnosis.limits).toContainEqual(
      expect.objectContaining({kind: 'lost', problem: 'connection refused'}),
    );
  });

  test('of a restart: what grew before it, in another process, is not growth of this one', async () => {
    const {second, judge, session} = judgedSession();
    for (let at = 1; at <= 10; at++) await second([main, ...leaked(at)]);
    session.restarted('its goroutines are younger');
    for (let at = 1; at <= 6; at++) await second([main, ...leaked(10, 1, 50_000)]);
    const diagnosis = await judge();
    expect(alarms(diagnosis)).toEqual([]);
    expect(diagnosis.limits).toContainEqual(expect.objectContaining({kind: 'restarted'}));
  });

  test('of many restarts once, with how many there were and when the last one was', async () => {
    const {second, judge, session, clock} = judgedSession();
    for (let restart = 0; restart < 120; restart++) {
      await second([main]);
      session.restarted('it crashes at once');
    }

    const {limits} = await judge();
    expect(limits.filter(({kind}) => kind === 'restarted')).toEqual([
      {kind: 'restarted', times: 120, wallMs: clock.wallMs()},
    ]);
  });

  test('of so many restarts that the events of the first are dropped: ids are never those of another process', async () => {
    const {second, judge, session} = judgedSession();
    for (let restart = 0; restart < maxEvents; restart++) session.restarted('it crashes at once');
    for (let at = 1; at <= 20; at++) await second([main, ...leaked(10)]);
    session.restarted('it crashes at once');
    await second([main, ...leaked(10)]);
    const {verdicts} = await judge();
    expect(verdicts.flatMap(({evidence}) => evidence.map(({kind}) => kind))).not.toContain('survivors');
  });

  test('of a restart: what goes on growing in the new process is found', async () => {
    const {second, judge, session} = judgedSession();
    for (let at = 1; at <= 10; at++) await second([main, ...leaked(at)]);
    session.restarted('its goroutines are younger');
    for (let at = 1; at <= 20; at++) await second([main, ...leaked(at, 1, 50_000)]);
    expect(alarms(await judge())).toHaveLength(1);
  });

  test('that full stacks were too costly', async () => {
    const {second, judge} = judgedSession();
    for (let at = 1; at <= 5; at++) await second([main], {looks: false});
    expect((await judge()).limits).toContainEqual({kind: 'no-stacks', goroutines: 1});
  });
});

/** A process of one pool or many clients over time: who is there in each second. */
type Program = (random: Random) => (second: number) => readonly Goroutine[];

/** Goroutines that stay for so long from when they came; ids in the order in which they come. */
type Stay = {readonly fromSecond: number; readonly toSecond: number};

function thoseOf(stays: readonly Stay[], stack = ['main.(*Conn).wait /srv/app/conn.go:40']) {
  return (second: number): readonly Goroutine[] =>
    stays.flatMap(({fromSecond, toSecond}, index) =>
      fromSecond <= second && second < toSecond
        ? [{id: 100 + index, by: 1, family: 'select' as const, stack}]
        : [],
    );
}

/** Keeps as many as wanted: the oldest leave first. */
function asManyAs(wanted: (second: number) => number, seconds = lastSecond): readonly Stay[] {
  const stays: {fromSecond: number; toSecond: number}[] = [];
  const open: {toSecond: number}[] = [];
  for (let at = 0; at <= seconds; at++) {
    const want = Math.max(0, Math.round(wanted(at)));
    while (open.length > want) open.shift()!.toSecond = at;
    while (open.length < want) {
      const stay = {fromSecond: at, toSecond: Infinity};
      stays.push(stay);
      open.push(stay);
    }
  }

  return stays;
}

const lastSecond = 60;

const healthy: Readonly<Record<string, Program>> = {
  'a sawtooth': () => thoseOf(asManyAs((at) => 20 + (at % 6) * 8)),
  'a step': () => thoseOf(asManyAs((at) => (at < 25 ? 10 : 60))),
  'a warm-up that slows down to a level': (random) => {
    const startSecond = random() * 3;
    return thoseOf(asManyAs((at) => 40 * (1 - Math.exp(-(at + startSecond) / 2))));
  },
  'a level': () => thoseOf(asManyAs(() => 30)),
  'a drain': () => thoseOf(asManyAs((at) => 60 - at)),
  bursts: () => thoseOf(asManyAs((at) => (at % 15 < 3 ? 50 : 2))),
  'jobs that come at random and take their time': (random) => {
    const stays: Stay[] = [];
    for (let at = 0; at < lastSecond; at++)
      for (let job = Math.floor(random() * 4); job > 0; job--)
        stays.push({fromSecond: at, toSecond: at + 1 + Math.floor(-Math.log(1 - random()) * 3)});
    return thoseOf(stays);
  },
  'jobs that all take the same time': () =>
    thoseOf(Array.from({length: lastSecond}, (_, at) => ({fromSecond: at, toSecond: at + 9}))),
  'workers started on demand until there are enough': (random) => {
    const startAt = Array.from({length: 8}, (_, worker) => Math.floor(worker * 1.2 + random() * 2));
    const idle = thoseOf(startAt.map((fromSecond) => ({fromSecond, toSecond: Infinity})));
    // Each of them works now and then.
    return (second) =>
      idle(second).map((one) =>
        random() < 0.3 ? {...one, family: 'runnable', stack: ['main.(*Job).run /srv/app/job.go:9']} : one,
      );
  },
};

describe('what healthy programs do is no leak, at any moment', () => {
  test.each(Object.entries(healthy))('%s', async (_name, program) => {
    for (const seed of [1, 2, 3]) {
      const at = program(randomOf(seed));
      const {second, judge} = judgedSession();
      for (let now = 0; now <= lastSecond; now++) {
        await second([main, ...at(now)]);
        expect({now, seed, alarms: alarms(await judge())}).toEqual({now, seed, alarms: []});
      }
    }
  });

  test('a pool that was filled on demand stays silent when it is full', async () => {
    const {second, judge} = judgedSession();
    const pool = thoseOf(asManyAs((at) => Math.min(12, at + 1)));
    for (let now = 0; now <= lastSecond; now++) await second([main, ...pool(now)]);
    expect(alarms(await judge())).toEqual([]);
  });

  test('as many as there are connections is load', async () => {
    const {second, judge} = judgedSession();
    const serve = 'net/http.(*conn).serve /usr/local/go/src/net/http/server.go:2103';
    const read = 'net.(*conn).Read /usr/local/go/src/net/net.go:196';
    const acceptor: Goroutine = {
      id: 2,
      by: 1,
      family: 'IO wait',
      stack: [
        'internal/poll.(*FD).Accept /usr/local/go/src/internal/poll/fd_unix.go:613',
        'net/http.(*Server).Serve /usr/local/go/src/net/http/server.go:3434',
      ],
    };
    for (let now = 1; now <= 30; now++) {
      const connections = Array.from({length: now}, (_, index): Goroutine[] => [
        {id: 100 + 2 * index, by: 2, family: 'IO wait', stack: [read, serve]},
        {
          id: 101 + 2 * index,
          by: 100 + 2 * index,
          family: 'select',
          stack: ['main.(*Feed).send /srv/app/feed.go:8'],
        },
      ]).flat();
      await second([main, acceptor, ...connections]);
      expect(alarms(await judge())).toEqual([]);
    }
  });
});

test('a leak among many that come and go at the same line is found', async () => {
  for (const seed of [1, 2, 3]) {
    const random = randomOf(seed);
    const {second, judge} = judgedSession();
    const stays: Stay[] = [];
    for (let at = 0; at <= 40; at++) {
      for (let job = 5 + Math.floor(random() * 10); job > 0; job--)
        stays.push({fromSecond: at, toSecond: at + 1 + Math.floor(random() * 2)});
      stays.push({fromSecond: at, toSecond: Infinity});
    }

    const program = thoseOf(stays, leakLine);
    for (let now = 0; now <= 40; now++) await second([main, ...program(now)]);
    expect(alarms(await judge())).toEqual([
      expect.stringMatching(/^likely \S+ \d+ main\.\(\*Order\)\.report$/),
    ]);
  }
});

test('goroutines that differ in labels only are added up', async () => {
  const {second, judge} = judgedSession();
  for (let at = 1; at <= 20; at++)
    await second([main, ...leaked(at).map((one) => ({...one, labels: {request: `${one.id}`}}))]);
  const {verdicts} = await judge();
  expect(verdicts.map((verdict) => lineOf(verdict))).toEqual([
    'likely receive-never-sent 20 main.(*Order).report',
  ]);
});

test('growth is found from counts alone where full stacks are too costly', async () => {
  const {second, judge} = judgedSession();
  for (let at = 1; at <= 60; at++) await second([main, ...leaked(at, 30)], {looks: false});
  const {verdicts} = await judge();
  expect(verdicts.map((verdict) => lineOf(verdict))).toEqual([
    'likely receive-never-sent 1800 main.(*Order).report',
  ]);
  expect(verdicts[0]?.evidence.map(({kind}) => kind)).toEqual(['growth']);
});

test('who waits for the others stands below them', async () => {
  const {second, judge} = judgedSession();
  for (let at = 1; at <= 20; at++) {
    const parents = Array.from({length: at}, (_, index): Goroutine[] => [
      {
        id: 100 + 4 * index,
        by: 99 + 4 * index,
        family: 'waitgroup',
        stack: [
          'sync.(*WaitGroup).Wait /usr/local/go/src/sync/waitgroup.go:118',
          'main.all /srv/app/all.go:5',
        ],
      },
      ...[1, 2].map((child): Goroutine => ({
        id: 100 + 4 * index + child,
        by: 100 + 4 * index,
        family: 'chan send',
        stack: ['main.one /srv/app/all.go:9'],
      })),
    ]).flat();
    await second([main, ...parents]);
  }

  const {verdicts} = await judge();
  expect(verdicts.map(({group: {frame}}) => frame?.function)).toEqual(['main.one', 'main.all']);
  expect(verdicts[1]?.evidence.map(({kind}) => kind)).toContain('waits-for');
  expect(verdicts[0]?.evidence.map(({kind}) => kind)).toContain('victims');
});

test('ten thousand places that move are judged in slices, between which keys are answered', async () => {
  const {second, judge} = judgedSession();
  const places = 10_000;
  const more = (seconds: number): readonly Goroutine[] =>
    Array.from({length: places * seconds}, (_, index) => ({
      id: 100 + index,
      stack: [`main.f${index % places} /srv/app/f.go:${index % places}`],
    }));
  await second(more(1));
  await second(more(2));
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns++;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const {verdicts, total} = await judge();
  isOver = true;
  expect({verdicts, last: total.last}).toEqual({verdicts: [], last: 2 * places});
  expect(turns).toBeGreaterThanOrEqual(20);
});
