import {describe, expect, test} from 'vitest';
import {watched, type Watched} from './watched.ts';

const before = {name: 'worker', count: 6, ids: [1, 20, 21, 5_000, 5_001, 5_002]};
const after = {name: 'worker', count: 6, ids: [1, 17, 18, 22, 23, 40]};

function restartEvents(it: Watched): readonly string[] {
  return it.session.events.filter(({kind}) => kind === 'restarted').map(({text}) => text);
}

async function attached(given: Parameters<typeof watched>[0] = {}): Promise<Watched> {
  const it = watched({groups: [before], connection: 1, ...given});
  await it.watch(5_500);
  expect(it.session.look?.firstSeen.size).toBe(6);
  return it;
}

async function outage(it: Watched, kind: 'refused' | 'timed out' | 'unreachable'): Promise<void> {
  it.process.failure = () => ({kind, afterMs: 0});
  await it.clock.advance(3_000);
}

describe('a restart is told by', () => {
  test('a port that nothing listened on for a while', async () => {
    const it = await attached();
    await outage(it, 'refused');
    it.process.failure = () => undefined;
    await it.clock.advance(10_000);
    expect(restartEvents(it)).toEqual([
      'the target was restarted (nothing listened on its port for a while)',
    ]);
  });

  test('another command line after an outage', async () => {
    const it = await attached();
    await outage(it, 'unreachable');
    it.process.failure = () => undefined;
    it.process.commandLine = '/srv/app -version 2';
    await it.clock.advance(10_000);
    expect(restartEvents(it)).toEqual(['the target was restarted (its command line is another one)']);
  });

  test('goroutine ids that begin anew', async () => {
    const it = await attached({connection: undefined});
    it.process.groups = [after];
    await it.clock.advance(60_000);
    expect(restartEvents(it)).toEqual([
      'the target was restarted (goroutine ids begin anew: 5002 before, 40 now)',
    ]);
  });

  test('a list of allocations that begins anew', async () => {
    const it = await attached();
    it.process.allocationSites = 12;
    await it.clock.advance(1_500);
    expect(restartEvents(it)).toEqual([
      'the target was restarted (its list of allocations begins anew: 50 places before, 12 now)',
    ]);
  });

  test('another command line, asked for as soon as a kept connection was dropped', async () => {
    const it = await attached();
    it.process.connection = 2;
    it.process.commandLine = '/srv/other';
    await it.clock.advance(2_500);
    expect(restartEvents(it)).toEqual(['the target was restarted (its command line is another one)']);
  });

  test('ids of which a single one is odd, once a kept connection was dropped', async () => {
    const it = await attached();
    it.process.connection = 2;
    it.process.groups = [{name: 'worker', count: 3, ids: [1, 20, 30]}];
    await it.clock.advance(5_000);
    expect(restartEvents(it)).toEqual([
      'the target was restarted (goroutine ids begin anew: 5002 before, 30 now)',
    ]);
  });
});

describe('no restart is told by', () => {
  test('an outage after which everything is as it was', async () => {
    const it = await attached();
    await outage(it, 'timed out');
    it.process.failure = () => undefined;
    await it.clock.advance(30_000);
    expect(it.kinds()).toEqual(['attached', 'lost', 'back']);
    expect(it.session.look?.firstSeen.get(1)).toBeLessThan(10_000);
  });

  test('a command line that the target does not tell for a while', async () => {
    const it = await attached();
    await outage(it, 'timed out');
    it.process.failure = (kind) => (kind === 'command line' ? {kind: 'server error', afterMs: 0} : undefined);
    await it.clock.advance(10_000);
    expect(it.session.facts.commandLine).toBe('/srv/app');
    await outage(it, 'timed out');
    it.process.failure = () => undefined;
    await it.clock.advance(10_000);
    expect(restartEvents(it)).toEqual([]);
  });

  test('a connection that was dropped', async () => {
    const it = await attached();
    const asked = it.of('command line').length;
    it.process.connection = 2;
    await it.clock.advance(60_000);
    expect(restartEvents(it)).toEqual([]);
    expect(it.of('command line').length).toBe(asked + 1);
  });

  test('a server that keeps no connection, and it is not asked for its command line each time', async () => {
    const it = await attached({connection: 1});
    const asked = it.of('command line').length;
    let connections = 1;
    it.process.workMs = () => {
      it.process.connection = ++connections;
      return 0.5;
    };
    await it.clock.advance(60_000);
    expect(restartEvents(it)).toEqual([]);
    expect(it.of('command line').length).toBeLessThanOrEqual(asked + 1);
  });

  test('the end of a burst that had the largest ids', async () => {
    const it = await attached();
    it.process.groups = [{name: 'worker', count: 3, ids: [1, 20, 21]}];
    await it.clock.advance(60_000);
    expect(it.session.look?.firstSeen.size).toBe(3);
    expect(restartEvents(it)).toEqual([]);
  });

  test('the end of a burst while something in between closes idle connections', async () => {
    const it = await attached();
    it.process.connection = 2;
    it.process.groups = [{name: 'worker', count: 3, ids: [1, 20, 21]}];
    await it.clock.advance(60_000);
    expect(restartEvents(it)).toEqual([]);
  });

  test('a look that the runtime cut', async () => {
    const it = await attached({connection: undefined});
    it.process.isComplete = false;
    it.process.groups = [{name: 'worker', count: 6, ids: [1, 20, 24, 25, 26, 27]}];
    await it.clock.advance(60_000);
    expect(restartEvents(it)).toEqual([]);
  });
});

describe('after a restart', () => {
  test('ids are forgotten, changes are counted anew, and the history is kept', async () => {
    const it = await attached();
    const {baseline} = it.session;
    expect(baseline?.since).toBe('attach');
    const restartMs = it.clock.monotonicMs();
    it.process.allocationSites = 12;
    it.process.groups = [{...after, count: 9}];
    await it.clock.advance(5_000);
    expect(it.session.baseline).toMatchObject({since: 'restart', total: 9});
    expect(it.session.history.total.at(restartMs)).toBe(6);
    for (const firstSeenMs of it.session.look!.firstSeen.values())
      expect(firstSeenMs).toBeGreaterThan(restartMs);
  });

  test('groups and stacks of the new process come at once', async () => {
    const it = await attached({workMs: (kind) => (kind === 'debug=0' ? 100 : 0.5)});
    const counted = it.of('debug=0').length;
    it.process.allocationSites = 12;
    it.process.workMs = () => 0.5;
    await it.clock.advance(1_500);
    expect(it.of('debug=0').length).toBe(counted + 1);
  });

  test('it is told after it is said that the target is back, and before anything new is taken in', async () => {
    const it = await attached();
    await outage(it, 'refused');
    const seen: unknown[] = [];
    it.session.subscribe(() => {
      if (it.session.events.at(-1)?.kind === 'restarted') seen.push(it.session.latest?.snapshot.total);
    });
    it.process.failure = () => undefined;
    it.process.groups = [{...after, count: 99}];
    await it.clock.advance(10_000);
    expect(it.kinds()).toEqual(['attached', 'lost', 'back', 'restarted']);
    expect(seen[0]).toBe(6);
  });
});
