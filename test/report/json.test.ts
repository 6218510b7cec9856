import {expect, test} from 'vitest';
import {reportJson} from '../../source/report/json.ts';
import {shopIncident, tellingOf} from './incidents.ts';

async function read() {
  const incident = await shopIncident();
  return JSON.parse(JSON.stringify(reportJson(incident, tellingOf(incident)))) as Record<string, unknown>;
}

test('the report as JSON says what it is, of what, and between which times', async () => {
  expect(await read()).toMatchObject({
    schema: 'gorowatch/report@1',
    gorowatch: '0.1.0',
    target: {
      name: 'shop-7.prod.example:6060',
      url: 'http://shop-7.prod.example:6060/debug/pprof/',
      commandLine: '/srv/shop/server -config prod.yaml',
    },
    origin: {kind: 'watched'},
    from: '2026-11-21T05:00:01.000Z',
    to: '2026-11-21T05:05:00.000Z',
    redacted: false,
    total: {first: 104, last: 829, peak: 829},
    diagnosis: {
      schema: 'gorowatch/diagnosis@1',
      verdicts: [
        {rank: 1, level: 'likely'},
        {rank: 2, level: 'watch'},
      ],
    },
    since: [{since: 'rose'}, {since: 'before'}],
  });
});

test('what is not known in a curve is null, and all of it are as long as each other says', async () => {
  const {total} = (await read()) as {total: {curve: {values: (number | null)[]}}};
  expect(total.curve.values).toContain(null);
  expect(total.curve.values.every((value) => value === null || Number.isInteger(value))).toBe(true);
});

test('groups carry whole stacks, labels and creators, and the dump its text', async () => {
  expect(await read()).toMatchObject({
    groups: [
      {
        last: 768,
        function: 'github.com/acme/shop/check.(*Runner).report',
        line: 72,
        stack: [{}, {}],
        labels: [{count: 756}, {count: 12}],
      },
      {},
      {},
      {},
    ],
    dump: {
      goroutines: 40,
      fromAlarm: false,
      text: expect.stringContaining('goroutine 1000 [chan send') as unknown,
    },
  });
});

test('times that are none, as those of a recording made by anybody can be, are null', async () => {
  const incident = await shopIncident();
  const {diagnosis} = incident;
  if (diagnosis === undefined) throw new Error('the shop was judged');
  const strange = {
    ...incident,
    toWallMs: 1e300,
    diagnosis: {...diagnosis, fromWallMs: -1e300, toWallMs: 1e300},
  };
  expect(reportJson(strange, tellingOf(incident))).toMatchObject({
    to: null,
    diagnosis: {from: null, to: null},
  });
});
