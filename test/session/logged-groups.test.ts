import {describe, expect, test} from 'vitest';
import type {GroupIdentity} from '../../source/profile/model.ts';
import {families} from '../../source/profile/wait-reason.ts';
import type {ChangeColumns} from '../../source/session/change-columns.ts';
import type {CountChange} from '../../source/session/model.ts';
import {GroupCounts} from '../../source/session/group-counts.ts';
import type {GroupLog} from '../../source/session/group-log.ts';
import {LoggedGroups} from '../../source/session/logged-groups.ts';
import {createPointPool} from '../../source/session/point-pool.ts';
import {latestAt} from '../../source/session/tracked-group.ts';
import {seeded, type Seeded} from '../helpers/seeded.ts';
import {group} from '../helpers/session.ts';

const seeds = Array.from({length: 20}, (_, seed) => seed + 1);
const identities = Array.from(
  {length: 30},
  (_, at) => group(1, families[at % 7]!, `main.work${at} work.go:${at}`).identity,
);
const statuses = ['select', 'select (no cases)', 'sleep'];

function anyChanges(random: Seeded, atMs: number): CountChange[] {
  const changes = Array.from({length: random.below(12)}, (): CountChange => {
    const change = {
      identity: identities[random.below(identities.length)]!,
      count: random.below(4),
      latest: {
        status: statuses[random.below(20)] ?? statuses[0]!,
        operation: undefined,
        leaked: random.below(15) === 0 ? 1 : 0,
      },
    };
    return random.below(5) === 0 ? {...change, sinceMs: atMs - random.below(3) / 4} : change;
  });
  return [...new Map(changes.map((change) => [change.identity.key, change])).values()];
}

/** Numbers in an order that has nothing to do with that in which groups come. */
function tableOf(
  random: Seeded,
): ChangeColumns['table'] & {readonly numberOf: (one: GroupIdentity) => number} {
  const order = identities.toSorted(() => random.below(3) - 1);
  return {
    identity: (number) => order[number]!,
    identities: () => order.length,
    numberOf: (one) => order.indexOf(one),
  };
}

function columnsOf(changes: readonly CountChange[], table: ReturnType<typeof tableOf>): ChangeColumns {
  return {
    table,
    numbers: Uint32Array.from(changes, ({identity}) => table.numberOf(identity)),
    counts: Float64Array.from(changes, ({count}) => count),
    latest: changes.map(({latest}) => latest),
    sinceMs: changes.some(({sinceMs}) => sinceMs !== undefined)
      ? Float64Array.from(changes, ({sinceMs = Number.NaN}) => sinceMs)
      : undefined,
  };
}

function toldBy(log: GroupLog, moments: readonly number[]) {
  return {
    groups: Array.from(log.groups, ([key, {identity, counts, latest, past}]) => ({
      key,
      identity,
      latest,
      steps: counts.steps(),
      last: counts.last,
      changedAtMs: counts.changedAtMs,
      past: past?.entries,
    })),
    present: log.present.map(({identity}) => identity.key),
    points: log.points,
    sums: families.map((family) => log.sumOf(family)),
    atMoments: moments.map((atMs) => {
      const {tracked, counts} = log.at(atMs);
      return tracked.map((one, at) => [one.identity.key, counts[at], latestAt(one, atMs)]);
    }),
  };
}

describe.for(['objects', 'columns'] as const)('groups of a log that is told in %s', (form) => {
  test.for(seeds)('are what they are to who counts them one by one (log %i)', (seed) => {
    const random = seeded(seed);
    const counted = new GroupCounts(createPointPool());
    const logged = new LoggedGroups(createPointPool());
    let table = tableOf(random);
    let forgottenMs = 0;
    let trims = 0;
    for (let atMs = 10; atMs < 90; atMs++) {
      const changes = anyChanges(random, atMs);
      if (random.below(20) === 0) table = tableOf(random);
      counted.takeChanges(atMs, changes);
      if (form === 'objects') logged.takeChanges(atMs, changes);
      else logged.takeColumns(atMs, columnsOf(changes, table));
      if (random.below(6) === 0) {
        const marks = anyChanges(random, atMs);
        for (const log of [counted, logged]) log.takeMarks(atMs, marks);
      }

      if (random.below(15) === 0) {
        trims++;
        forgottenMs = Math.max(forgottenMs, atMs - 5 - random.below(15));
        for (const log of [counted, logged]) log.trim(forgottenMs);
      }

      // What nobody has looked at yet is made when it is.
      if (random.below(3) > 0) continue;
      const moments = [atMs, atMs - 1, atMs - 4.5, forgottenMs].filter((one) => one >= forgottenMs);
      expect(toldBy(logged, moments)).toEqual(toldBy(counted, moments));
    }

    expect(toldBy(logged, [90])).toEqual(toldBy(counted, [90]));
    expect(trims).toBeGreaterThan(0);
    expect(logged.groups.size).toBeGreaterThan(5);
  });
});
