import {patterns} from '../../source/diagnosis/patterns.ts';
import type {Diagnosis} from '../../source/diagnosis/verdict.ts';
import type {Group} from '../../source/profile/model.ts';
import {incidentOf, type IncidentOptions} from '../../source/report/incident-of.ts';
import type {Incident} from '../../source/report/incident.ts';
import {reportClock} from '../../source/report/report-clock.ts';
import {sessionSource} from '../../source/report/session-source.ts';
import type {ReportTelling} from '../../source/report/telling.ts';
import {startWallMs} from '../helpers/fake-clock.ts';
import {creator, group, watched, type Watched} from '../helpers/session.ts';
import {diagnosisOf, verdictOn} from '../helpers/verdicts.ts';

const report = [
  'github.com/acme/shop/check.(*Runner).report /srv/shop/check/check.go:72',
  'github.com/acme/shop/check.(*Runner).run.func1 /srv/shop/check/check.go:55',
];
const serve = ['net/http.(*conn).serve /usr/local/go/src/net/http/server.go:2103'];
const worker = ['main.(*Pool).work /srv/shop/pool.go:118', 'main.(*Pool).start /srv/shop/pool.go:90'];
const warm = ['main.warmCache /srv/shop/cache.go:31'];
const query = [
  'database/sql.(*DB).conn /usr/local/go/src/database/sql/sql.go:1396',
  'main.(*Store).find /srv/shop/store.go:204',
];

/** Senders whose receiver has gone, with two sets of labels. */
export function senders(
  count: number,
  labels: Readonly<Record<string, string>> = {route: '/checkout'},
): Group {
  return group(count, 'chan send', report, {
    labels,
    creators: [creator('github.com/acme/shop/check.Handler /srv/shop/check/check.go:41', count)],
    ids: Array.from({length: Math.min(count, 40)}, (_id, index) => 1000 + index),
    waitMinutes: 4,
  });
}

/** How long the shop is watched. */
export const shopSeconds = 300;

/**
 * Five minutes of a shop: senders come from 2:00 on, at 3:20 a threshold is crossed, from 3:40 to 4:00 it is out of
 * reach, and what warmed the cache is gone after half a minute.
 */
export async function watchedShop(): Promise<Watched> {
  const shop = watched('shop-7.prod.example:6060');
  const {session} = shop;
  session.facts = {...session.facts, commandLine: '/srv/shop/server -config prod.yaml', goAtLeast: '1.24'};
  session.addEvent('attached', 'attached to shop-7.prod.example:6060');
  for (let second = 1; second <= shopSeconds; second++) {
    if (second === 220) shop.loses('shop-7.prod.example:6060 refused the connection (10.1.2.3:6060).');
    if (second >= 220 && second < 240) {
      shop.passes(1000);
      continue;
    }

    if (second === 240) session.addEvent('back', 'in reach again');
    shop.sees(...shopAt(second));
    if (second === 200) {
      session.addEvent('alert', 'goroutines 412 > 400');
      session.addEvent(
        'dump',
        'goroutines 412 > 400: full stacks saved: /home/bob/dumps/gorowatch-alert-00001.txt.gz',
      );
    }
  }

  await shop.looks(...shopAt(shopSeconds));
  return shop;
}

function shopAt(second: number): readonly Group[] {
  const leaked = Math.max(0, Math.floor((second - 120) * 4.2));
  const load = Math.round(60 + 25 * Math.sin(second / 17) + 8 * Math.sin(second / 3));
  return [
    ...(leaked > 0 ? [senders(leaked)] : []),
    ...(leaked > 20 ? [senders(12, {route: '/health', tenant: 'acme'})] : []),
    group(load, 'IO wait', serve),
    group(24, 'chan receive', worker, {creators: [creator('main.NewPool /srv/shop/pool.go:40', 24, 24)]}),
    ...(second < 30 ? [group(9, 'select', warm)] : []),
    group(Math.max(1, Math.round(load / 9)), 'select', query),
  ];
}

/** What the judge makes of the shop at the end. */
export function shopDiagnosis(): Diagnosis {
  const leak = verdictOn(senders(756), {});
  const pool = verdictOn(group(7, 'select', query), {
    level: 'watch',
    pattern: 'sql-pool-exhausted',
    evidence: [{kind: 'stuck', count: 7, overMs: 60_000, looks: 12}],
  });
  return diagnosisOf(
    [
      {
        ...leak,
        source: {
          kind: 'found',
          path: '/srv/shop/check/check.go',
          line: 72,
          lines: [
            {number: 70, text: 'func (r *Runner) report(name string, err error) {'},
            {number: 71, text: '    if r.quiet && err == nil { return }'},
            {number: 72, text: '    r.done <- result{name, err}'},
            {number: 73, text: '}'},
          ],
        },
      },
      pool,
    ],
    {fromWallMs: startWallMs, toWallMs: startWallMs + shopSeconds * 1000},
  );
}

export async function shopIncident(given: Partial<IncidentOptions> = {}): Promise<Incident> {
  const {session} = await watchedShop();
  const source = sessionSource({
    session,
    origin: {kind: 'watched'},
    diagnosisAt: shopDiagnosis,
    texts: (ids) => Promise.resolve(new Map(ids.map((id) => [id, textOf(id)]))),
  });
  return incidentOf(source, {version: '0.1.0', madeWallMs: startWallMs, wantsDump: true, ...given});
}

function textOf(id: number): string {
  return `goroutine ${id} [chan send, 4 minutes] {route: /checkout}:
github.com/acme/shop/check.(*Runner).report(0xc00018a000, {0x7f21, 0x5})
	/srv/shop/check/check.go:72 +0x45
created by github.com/acme/shop/check.Handler in goroutine ${id - 1}
	/srv/shop/check/check.go:41 +0x9a
`;
}

export function tellingOf(incident: Incident): ReportTelling {
  return {patterns, proofCommand: undefined, clock: reportClock(incident, 'UTC')};
}
