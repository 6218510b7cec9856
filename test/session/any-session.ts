import {applyEntry} from '../../source/session/apply-entry.ts';
import type {SessionEntry} from '../../source/session/entry.ts';
import {latestAt} from '../../source/session/tracked-group.ts';
import {inForceAt} from '../../source/session/in-force.ts';
import {pastOf} from '../../source/session/past.ts';
import {createReplayClock} from '../../source/session/replay-clock.ts';
import {Session} from '../../source/session/session.ts';
import type {Group} from '../../source/profile/model.ts';
import {fakeClock} from '../helpers/fake-clock.ts';
import {creator, group, randomNumbers, snapshot} from '../helpers/session.ts';

const families = ['chan send', 'select', 'sleep', 'IO wait', 'mutex'] as const;
const first = {name: 'localhost:6060', url: 'http://localhost:6060/debug/pprof/'};

/** A session to which anything happens that can happen to one, the same for the same seed. */
export function anySession(seed: number, historyMs: number) {
  const random = randomNumbers(seed);
  const clock = fakeClock();
  const session = new Session(clock, first, historyMs);
  let memory = 1_000;

  function anyGroups(): Group[] {
    return Array.from({length: 1 + random(8)}, () => {
      const at = random(12);
      return group(1 + random(4), families[at % families.length]!, `main.work${at} work.go:${at}`, {
        status: random(8) === 0 ? 'chan send (nil chan)' : families[at % families.length]!,
        leaked: random(6) === 0 ? 1 : 0,
        labels: random(3) === 0 ? {request: String(random(40))} : {},
      });
    }).filter(({identity}, index, all) => all.findIndex((one) => one.identity === identity) === index);
  }

  function anyLook() {
    const from = random(50);
    const groups = Array.from({length: random(5)}, (_, at) => {
      const ids = Array.from({length: 1 + random(4)}, (_id, index) => from + at * 10 + index + 1);
      return group(ids.length, families[at % families.length]!, `main.work${at} work.go:${at}`, {
        ids,
        waitMinutes: random(3),
        createdBy: random(60),
        creators: random(2) === 0 ? [] : [creator('main.main main.go:9', ids.length, random(2))],
      });
    });
    return {...snapshot(groups, clock.wallMs()), source: 'debug=2' as const, complete: random(4) > 0};
  }

  const deeds: readonly (() => void | Promise<void>)[] = [
    () => {
      session.ledger.charge({
        atMs: clock.monotonicMs(),
        busyMs: random(20),
        pauseMs: random(3),
        bytes: random(5000),
        asked: false,
      });
      session.addSnapshot(snapshot(anyGroups(), clock.wallMs()));
      session.addThreads(random(2) === 0 ? undefined : 5 + random(3));
    },
    () => session.markLeaked(snapshot(anyGroups(), clock.wallMs())),
    () => session.addPulse(random(100), random(2) === 0 ? undefined : 5 + random(3)),
    () => session.addLook(anyLook()),
    () => session.restarted('its command line is another one'),
    () => {
      session.loseContact();
      session.addEvent('lost', 'connection refused');
      session.setStatus({kind: 'lost', problem: 'refused', retryAtMs: random(9999), lastSeenWallMs: 1});
    },
    () => session.setStatus({kind: 'live'}),
    () => {
      session.markBaseline(random(2) === 0 ? undefined : clock.monotonicMs() - random(20_000));
    },
    () => {
      memory += random(100);
      session.memory.add({
        heapInUse: memory,
        heapAllocated: memory - random(500),
        stacksInUse: 100 + random(50),
        system: 2 * memory,
        collections: random(9),
        atMs: clock.monotonicMs(),
      });
    },
    () => session.addEvent('alert', `alert ${random(1000)}`),
    () => {
      session.facts = {...session.facts, goAtLeast: `1.${20 + random(4)}`};
    },
    () => {
      clock.jumpWall(random(100_000) - 50_000);
    },
  ];

  return {
    session,
    clock,
    /** Some time later something happens, most often that groups are counted. */
    happens: async () => {
      clock.pass(1 + random(3000));
      await deeds[random(2) === 0 ? 0 : random(deeds.length)]!();
    },
  };
}

/** All that can be read of one moment, in an order of its own. */
export function stateAt(session: Session, atMs: number) {
  const {history, memory, events} = session;
  return {
    force: inForceAt(session, atMs),
    total: history.total.at(atMs),
    families: Array.from(history.families, ([family, counts]) => [family, counts.at(atMs) ?? 0]),
    groups: [...history.groups.values()]
      .map((one) => ({
        key: one.identity.key,
        count: one.counts.at(atMs) ?? 0,
        latest: {...latestAt(one, atMs)},
      }))
      .filter(({count}) => count > 0)
      .toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    memory: memory.sinceRestart(atMs),
    events: events.filter((event) => event.atMs <= atMs),
  };
}

/** Another session that has read the log. */
export function replayed(entries: readonly SessionEntry[], historyMs: number): Session {
  const clock = createReplayClock(entries[0]!);
  const session = new Session(clock, first, historyMs);
  for (const entry of entries) {
    clock.set(entry);
    applyEntry(session, entry);
  }

  return session;
}

export async function allOf(session: Session): Promise<SessionEntry[]> {
  const entries: SessionEntry[] = [];
  for await (const entry of pastOf(session)) entries.push(entry);
  return entries;
}
