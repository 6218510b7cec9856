import {expect, test} from 'vitest';
import {momentSnapshot} from '../../../source/view/output/moment-snapshot.ts';
import {creator, group, watched} from '../../helpers/session.ts';

const report = ['check.report check.go:72', 'main.main main.go:9'];

function asking(tenant: string, count: number) {
  return group(count, 'chan send', report, {labels: {tenant}});
}

async function creatorsAfter(...found: readonly Parameters<typeof group>[3][]) {
  const target = watched();
  target.sees(asking('acme', 3), asking('initech', 5));
  await target.looks(...found.map((given) => group(8, 'chan send', report, given)));
  const snapshot = momentSnapshot(target.session, target.clock.monotonicMs());
  return snapshot?.groups.map(({count, creators}) => [
    count,
    creators.map(({frame, count: started, alive}) => [frame.function, started, alive]),
  ]);
}

test('groups at one place that differ in labels share the creator that full stacks know for it', async () => {
  const ids = [1, 2, 3, 4, 5, 6, 7, 8];
  expect(await creatorsAfter({ids, creators: [creator('check.Handler check.go:41', 8)]})).toEqual([
    [3, [['check.Handler', 3, undefined]]],
    [5, [['check.Handler', 5, undefined]]],
  ]);
});

test('of two creators at such a place nobody knows which of the groups they have started', async () => {
  const creators = [creator('check.Handler check.go:41', 6), creator('check.Retry check.go:60', 2)];
  expect(await creatorsAfter({ids: [1, 2, 3, 4, 5, 6, 7, 8], creators})).toEqual([
    [3, []],
    [5, []],
  ]);
});
