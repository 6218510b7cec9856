import {describe, expect, test} from 'vitest';
import {ConnectionWays, isOneWayLeft} from '../../../source/diagnosis/signs/connection-ways.ts';
import {group, snapshot} from '../../helpers/session.ts';
import {alarms, judgedSession, type Goroutine} from '../judged-session.ts';

const reads = [
  'internal/poll.(*FD).Read /usr/local/go/src/internal/poll/fd_unix.go:165',
  'net.(*netFD).Read /usr/local/go/src/net/fd_posix.go:68',
  'net.(*conn).Read /usr/local/go/src/net/net.go:196',
];
const main: Goroutine = {id: 1, family: 'IO wait', stack: ['main.main /srv/app/main.go:20']};
const acceptor: Goroutine = {
  id: 2,
  family: 'IO wait',
  stack: ['internal/poll.(*FD).Accept', 'net.(*TCPListener).Accept', 'relay.(*Server).Run /srv/relay.go:8'],
};

/** A goroutine that carries one way of a connection, in the function of its starter or in one of its own. */
function way(id: number, by: number, carrier = 'relay.copyOneWay'): Goroutine {
  return {id, by, family: 'IO wait', stack: [...reads, `${carrier} /srv/relay.go:40`]};
}

function handler(id: number): Goroutine {
  return {id, by: acceptor.id, family: 'chan receive', stack: ['relay.(*Server).handle /srv/relay.go:30']};
}

/** The goroutines of each connection at its n-th second. */
type Connection = (id: number, age: number) => readonly Goroutine[];

/** What is said of a server that for 20 s gets so many new connections each second. */
async function saidOf(connection: Connection, perSecond = 2) {
  const {second, judge} = judgedSession();
  for (let at = 1; at <= 20; at++) {
    const open = Array.from({length: at * perSecond}, (_, n) =>
      connection(1000 + n * 10, at - 1 - Math.floor(n / perSecond)),
    );
    await second([main, acceptor, ...open.flat()]);
  }

  return judge();
}

describe('of connections that two goroutines carry, one for each way,', () => {
  test('those of which one way has ended with who started both, and the other stays, are a leak', async () => {
    const diagnosis = await saidOf((id, age) =>
      age === 0 ? [handler(id), way(id + 1, id), way(id + 2, id)] : [way(id + 2, id)],
    );
    expect(alarms(diagnosis)).toEqual(['likely socket-no-deadline 42 relay.copyOneWay']);
    expect(diagnosis.verdicts[0]?.evidence).toContainEqual({kind: 'one-way-left', left: 38, seen: 38});
  });

  test('so are closures of one function', async () => {
    const said = await saidOf((id, age) => {
      const stays = way(id + 2, id, 'relay.(*Server).handle.func2');
      return age === 0 ? [handler(id), way(id + 1, id, 'relay.(*Server).handle.func1'), stays] : [stays];
    });
    expect(alarms(said)).toEqual(['likely socket-no-deadline 40 relay.(*Server).handle.func2']);
  });

  test('both of which are there are tunnels in use, though who started them has returned', async () => {
    const said = await saidOf((id, age) => [
      ...(age === 0 ? [handler(id)] : []),
      way(id + 1, id),
      way(id + 2, id),
    ]);
    expect(alarms(said)).toEqual([]);
  });

  test('most of which are whole tell nothing by a few that are not', async () => {
    const said = await saidOf((id, age) => [
      ...(age === 0 ? [handler(id)] : []),
      ...(age > 0 && id % 40 === 0 ? [] : [way(id + 1, id)]),
      way(id + 2, id),
    ]);
    expect(alarms(said)).toEqual([]);
  });

  test('one way of which is served until it ends, too, is in use', async () => {
    const said = await saidOf((id, age) => [
      handler(id),
      way(id + 2, id),
      ...(age === 0 ? [way(id + 1, id)] : []),
    ]);
    expect(alarms(said)).toEqual([]);
  });
});

test('a reader beside a goroutine that does something else is no way of a pair', async () => {
  const said = await saidOf((id, age) => [
    ...(age === 0 ? [handler(id), way(id + 1, id, 'relay.shakeHands')] : []),
    way(id + 2, id, 'relay.(*client).readPump'),
  ]);
  expect(alarms(said)).toEqual([]);
});

test('pairs both of which have ended count against the few of which one is left', () => {
  const ways = new ConnectionWays();
  const look = (...goroutines: readonly Goroutine[]) => {
    const groups = goroutines.map(({id, by, family = 'select', stack = []}) =>
      group(1, family, stack, {ids: [id], createdBy: by ?? 0}),
    );
    ways.observe({...snapshot(groups), complete: true}, new Set(goroutines.map(({id}) => id)));
  };
  const pairs = (ids: readonly number[]) =>
    ids.flatMap((id) => [handler(id), way(id + 1, id), way(id + 2, id)]);
  look(...pairs([10, 20, 30, 40]));
  look(way(12, 10), way(22, 20), way(32, 30));
  expect(ways.of([12, 22, 32])).toEqual({left: 3, whole: 1});
  expect(isOneWayLeft({pattern: 'socket-no-deadline', ways: ways.of([12, 22, 32])})).toBe(false);
  look(...pairs([50]), way(12, 10), way(22, 20), way(32, 30));
  look(way(12, 10), way(22, 20), way(32, 30), way(52, 50));
  expect(isOneWayLeft({pattern: 'socket-no-deadline', ways: ways.of([12, 22, 32, 52])})).toBe(true);
});
