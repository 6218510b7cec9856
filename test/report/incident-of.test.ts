import {gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import type {Diagnosis} from '../../source/diagnosis/verdict.ts';
import {incidentOf} from '../../source/report/incident-of.ts';
import {htmlReport} from '../../source/report/html/page.ts';
import {markdownReport} from '../../source/report/markdown.ts';
import type {IncidentEvent} from '../../source/report/incident.ts';
import {savedDump} from '../../source/report/dump-text.ts';
import {sessionSource, type AlarmDump} from '../../source/report/session-source.ts';
import {summaryOf} from '../../source/report/summary.ts';
import {plainText} from '../../source/report/rich-text.ts';
import {startWallMs} from '../helpers/fake-clock.ts';
import {group, watched} from '../helpers/session.ts';
import {diagnosisOf} from '../helpers/verdicts.ts';
import {shopDiagnosis, shopIncident, tellingOf, watchedShop} from './incidents.ts';

const second = 1000;

function never(): never {
  throw new Error('there is one');
}

describe('five minutes of a shop', () => {
  test('begin and end where counts do, with the total of both and the most between', async () => {
    const {fromWallMs, toWallMs, total} = await shopIncident();
    expect([fromWallMs, toWallMs]).toEqual([startWallMs + second, startWallMs + 300 * second]);
    expect(total).toMatchObject({first: 104, last: 829, peak: 829});
  });

  test('are five minutes also where the clock was set back by an hour in between', async () => {
    const target = watched();
    const {clock, session} = target;
    const stuck = group(7, 'chan send', 'main.run /srv/main.go:9');
    for (let seen = 0; seen < 300; seen++) {
      target.sees(stuck);
      if (seen === 150) clock.jumpWall(-3_600_000);
    }

    const source = sessionSource({
      session,
      origin: {kind: 'watched'},
      diagnosisAt: () => undefined,
      texts: () => Promise.resolve(new Map()),
    });
    const {fromWallMs, toWallMs} = await incidentOf(source, {version: '1', madeWallMs: 0, wantsDump: false});
    expect(toWallMs).toBe(clock.wallMs());
    expect(toWallMs - fromWallMs).toBe(299 * second);
  });

  test('have their senders from 2:00 on', async () => {
    const {verdicts} = await shopIncident();
    expect(verdicts[0]?.since.kind).toBe('rose');
    const {since} = verdicts[0]!;
    const atMs = since.kind === 'rose' ? since.wallMs - startWallMs : 0;
    // A cell of the curve is a little longer than a second.
    expect(Math.abs(atMs - 120 * second)).toBeLessThan(3 * second);
  });

  test('leave a gap in every curve where the shop was out of reach', async () => {
    const {total, verdicts} = await shopIncident();
    expect(total.curve?.values.filter((value) => value === undefined).length).toBeGreaterThan(10);
    expect(verdicts[0]?.curve?.values.filter((value) => value === undefined).length).toBeGreaterThan(10);
  });

  test('know what grew, what shrank and what vanished', async () => {
    const {grew, shrank} = await shopIncident();
    expect(grew.map(({frame, first, last}) => [frame?.line, first, last])).toEqual([[72, 0, 768]]);
    expect(shrank.map(({frame, last}) => [frame?.function, last])).toContainEqual(['main.warmCache', 0]);
  });

  test('add labels of one place up, and keep how many had which', async () => {
    const {groups} = await shopIncident();
    expect(groups[0]).toMatchObject({
      last: 768,
      waitMinutes: 4,
      labels: [
        {labels: {route: '/checkout'}, count: 756},
        {labels: {route: '/health', tenant: 'acme'}, count: 12},
      ],
    });
    expect(groups[0]?.creators[0]?.frame.function).toBe('github.com/acme/shop/check.Handler');
  });

  test('leave out what the user knows, and say how many', async () => {
    const {verdicts, known} = await shopIncident({isKnown: ({pattern}) => pattern === 'sql-pool-exhausted'});
    expect([verdicts.length, known]).toEqual([1, 1]);
  });

  test('can be told in part: events and totals of that part only', async () => {
    const {session} = await watchedShop();
    const source = sessionSource({
      session,
      origin: {kind: 'watched'},
      diagnosisAt: shopDiagnosis,
      texts: () => Promise.resolve(new Map()),
    });
    const fromMs = source.atMsOf(startWallMs + 60 * second);
    const toMs = source.atMsOf(startWallMs + 110 * second);
    const part = await incidentOf(source, {version: '1', madeWallMs: 0, fromMs, toMs, wantsDump: true});
    expect(part.events).toEqual([]);
    expect(part.grew.map(({family}) => family)).not.toContain('chan send');
    expect([part.fromWallMs, part.toWallMs]).toEqual([startWallMs + 60 * second, startWallMs + 110 * second]);
    expect(part.dump).toBeUndefined();
  });

  test('say in sentences what is wrong, since when, how sure that is, and what to do', async () => {
    const incident = await shopIncident();
    const {headline, rows} = summaryOf(incident, tellingOf(incident));
    expect(plainText(headline)).toBe(
      '756 goroutines wait to send on a channel whose receiver has gone, in check.(*Runner).report (check.go:72).',
    );
    const text = Object.fromEntries(rows.map((row) => [row.label, plainText(row.text)]));
    expect(text['Since']).toMatch(/^05:0[12]:\d\d\. Their number went from 0 to 768 from then on\.$/);
    expect(text['How sure']).toMatch(/^Likely: independent signs agree\. Started by check\.Handler: /);
    expect(text['What to do']).toMatch(/^Give the channel room/);
    expect(text['Also']).toBe(
      '7 goroutines wait for a free database connection in main.(*Store).find (watch).',
    );
    expect(text['Goroutines']).toBe('From 104 to 829 in 5 min.');
    expect(text['Alarm']).toBe('05:03:20: goroutines 412 > 400.');
  });

  test('begin with what was counted first, and say when stacks were last seen, however long ago that was', async () => {
    const target = watched();
    const {clock, session} = target;
    const place = 'main.run /srv/main.go:9';
    let looked = 0;
    for (let seen = 0; seen < 1_200; seen++) {
      target.sees(group(3 + seen, 'chan send', place));
      if (seen !== 600) continue;
      await target.looks(group(3 + seen, 'chan send', place, {ids: [1, 2, 3]}));
      looked = clock.wallMs();
    }

    const [verdict = never()] = shopDiagnosis().verdicts;
    const stuck = session.latest?.snapshot.groups[0] ?? never();
    const judged = {...verdict, group: {...verdict.group, place: stuck.identity.place}, places: []};
    const source = sessionSource({
      session,
      origin: {kind: 'watched'},
      diagnosisAt: () => ({...shopDiagnosis(), verdicts: [judged]}),
      texts: () => Promise.resolve(new Map()),
    });
    const incident = await incidentOf(source, {version: '1', madeWallMs: 0, wantsDump: false});
    const telling = tellingOf(incident);
    const since = summaryOf(incident, telling).rows.find(({label}) => label === 'Since')?.text ?? [];
    expect(plainText(since)).toContain('Their number went from 3 to 1,202');
    expect(incident.stacksWallMs).toBe(looked);
    for (const text of [markdownReport(incident, telling), htmlReport(incident, telling)])
      expect(text).toMatch(/Waits and creators are as of \d\d:\d\d:\d\d, when full stacks were last taken\./);
  });

  test('say in the summary when the process was out of reach, and when it was restarted', async () => {
    const incident = await shopIncident();
    const rowsWith = (kinds: readonly IncidentEvent['kind'][]) => {
      const events = kinds.map((kind, index) => ({kind, wallMs: startWallMs + index * second, text: kind}));
      const {rows} = summaryOf({...incident, events}, tellingOf(incident));
      return Object.fromEntries(rows.map(({label, text}) => [label, plainText(text)]));
    };
    expect(rowsWith(['attached'])).not.toHaveProperty('Restarted');
    expect(rowsWith(['attached', 'lost', 'back', 'restarted'])).toMatchObject({
      'Out of reach': '05:00:01; the events below tell until when.',
      Restarted: '05:00:03. What was seen before is of another process.',
    });
    expect(rowsWith(['restarted', 'restarted', 'restarted', 'restarted', 'restarted'])['Restarted']).toBe(
      '05:00:00, 05:00:01, 05:00:02 and 2 more times. What was seen before is of another process.',
    );
  });

  test('say so in the summary where the files do not say when they were taken', async () => {
    const incident = await shopIncident();
    const watchedIn = (limits: Diagnosis['limits']) => {
      const {rows} = summaryOf(
        {...incident, origin: {kind: 'files', moments: 2}, diagnosis: {...shopDiagnosis(), limits}},
        tellingOf(incident),
      );
      return plainText(rows.find(({label}) => label === 'Watched')?.text ?? []);
    };
    expect(watchedIn([])).toMatch(/2 moments read from files\.$/);
    expect(watchedIn([{kind: 'no-times', moments: 2}])).toMatch(
      /all times here are guesses, a minute apart\.$/,
    );
  });
});

describe('full stacks are appended', () => {
  const text = 'goroutine 7 [chan send]:\nmain.report(0x1)\n';
  const own = new Map([[1, 'goroutine 1 [running]:\nmain.main()']]);

  async function dumpWith(read: AlarmDump['read'], beginsAfterMs?: number) {
    const shop = watched();
    const {session, clock} = shop;
    shop.sees(group(1, 'chan send', 'main.report /srv/a.go:1', {ids: [1]}));
    const alarmMs = clock.monotonicMs();
    for (let round = 0; round < 3; round++) shop.sees(group(1, 'chan send', 'main.report /srv/a.go:1'));
    await shop.looks(group(1, 'chan send', 'main.report /srv/a.go:1', {ids: [1]}));
    const source = sessionSource({
      session,
      origin: {kind: 'watched'},
      diagnosisAt: () => undefined,
      texts: () => Promise.resolve(own),
      alarmDumps: () => [
        {atMs: alarmMs, read},
        {atMs: alarmMs + 1, read: () => Promise.reject(new Error('only the first is wanted'))},
      ],
    });
    const fromMs = beginsAfterMs === undefined ? undefined : alarmMs + beginsAfterMs;
    const {dump} = await incidentOf(source, {version: '1', madeWallMs: 0, wantsDump: true, fromMs});
    return dump;
  }

  const ofAlarm = () => savedDump([gzipSync(Buffer.from(text))], {wallMs: 5, missing: 2, isFromAlarm: true});

  test('as the first alarm had them saved, also of a process that is still watched', async () => {
    expect(await dumpWith(ofAlarm)).toEqual({
      wallMs: 5,
      goroutines: 1,
      missing: 2,
      isFromAlarm: true,
      text: text.trimEnd(),
    });
  });

  test('of the newest look where the alarm was earlier, or its file is gone', async () => {
    for (const dump of [
      await dumpWith(ofAlarm, 1500),
      await dumpWith(() => Promise.reject(new Error('ENOENT'))),
    ]) {
      expect(dump).toMatchObject({isFromAlarm: false, goroutines: 1, text: own.get(1)});
    }
  });
});

async function moment() {
  const shop = watched();
  const {session} = shop;
  shop.sees(group(24, 'chan receive', 'main.work /srv/pool.go:1'));
  const source = sessionSource({
    session,
    origin: {kind: 'files', moments: 1},
    diagnosisAt: () => diagnosisOf([], {others: {constant: 1, load: 0, moving: 0}}),
    texts: () => Promise.resolve(new Map()),
  });
  return incidentOf(source, {version: '1', madeWallMs: 0, wantsDump: true});
}

describe('a healthy moment', () => {
  test('has no curve, no cost and nothing that grew', async () => {
    const {total, cost, grew, shrank, verdicts} = await moment();
    expect(total).toMatchObject({first: 24, last: 24, peak: 24, curve: undefined});
    expect([cost, grew, shrank, verdicts]).toEqual([undefined, [], [], []]);
  });

  test('says that no leak was found, of what, and nothing of growth', async () => {
    const incident = await moment();
    const {headline, rows} = summaryOf(incident, tellingOf(incident));
    expect(plainText(headline)).toBe('No leak was found in 24 goroutines: 1 group was judged.');
    expect(rows.map(({label}) => label)).toEqual(['Goroutines', 'Watched']);
  });
});
