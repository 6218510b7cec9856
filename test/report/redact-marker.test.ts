import {Buffer} from 'node:buffer';
import {gunzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {incidentOf} from '../../source/report/incident-of.ts';
import type {Incident, IncidentOrigin} from '../../source/report/incident.ts';
import {redact} from '../../source/report/redact.ts';
import {sessionSource} from '../../source/report/session-source.ts';
import {reportForms, writeReport, type ReportForm} from '../../source/report/write-report.ts';
import {startWallMs} from '../helpers/fake-clock.ts';
import {group, watched} from '../helpers/session.ts';
import {diagnosisOf, verdictOn} from '../helpers/verdicts.ts';
import {tellingOf} from './incidents.ts';

/** Stands in every place where a process or this machine can say whose it is. */
const marker = 'wombat';

const origins: readonly IncidentOrigin[] = [
  {kind: 'watched'},
  {kind: 'recording', file: `/home/${marker}/My ${marker}/${marker} 1.gorowatch`},
  {kind: 'files', moments: 2},
];

/** As each release and fork of Go writes its labels. */
const dump = `panic: ${marker}: dial ${marker}.prod:5432
\t${marker}.prod:5432
goroutine 7 [chan send labels:{"tenant": "${marker}"}]:
main.send(0x1, {0x2, ${marker.length}})
\t/srv/shop/send.go:3 +0x1 fp=0x1
created by main.main in goroutine 1
\t/srv/shop/main.go:9 +0x1
2026/11/21 ${marker} wrote between
goroutine 8 [chan send, "tenant":"${marker}"]:
main.send(0x1)
\t/srv/shop/send.go:3 +0x1

goroutine 9 [chan send] {tenant: ${marker}}:
main.send(0x1)
\t/srv/shop/send.go:3 +0x1
`;

const events = [
  `attached to ${marker}-7.prod:6060/${marker}`,
  `http://${marker}:s3cret@${marker}-8/debug/pprof/?token=${marker} answered 404`,
  `${marker}-7.prod:6060 answers something that is not HTTP: it says "220 mx.${marker}.example".`,
  `full stacks saved: /home/${marker}/My Dumps of ${marker}/a, ${marker} (${marker} 2).txt.gz`,
  `The dump was not saved: no space is left in /home/${marker}/the ${marker}; free some, or name another place.`,
  `Recording to /home/${marker}/${marker} 1.gorowatch has stopped: no space is left on that disk.`,
  `the machine ${marker}-host is slow`,
  `goroutines 412 > 400: full stacks saved: C:\\Users\\${marker} ${marker}\\a.txt.gz`,
] as const;

async function markedIncident(origin: IncidentOrigin): Promise<Incident> {
  const shop = watched(`${marker}-7.prod:6060/${marker}`);
  const {session} = shop;
  const name = origin.kind === 'files' ? `${marker} 2.txt` : session.facts.name;
  session.facts = {
    ...session.facts,
    name,
    url: origin.kind === 'files' ? name : `http://${marker}-7.prod:6060/${marker}/debug/pprof/`,
    commandLine: `/srv/${marker}/server -tenant ${marker}`,
  };
  const stack = ['main.send /srv/shop/send.go:3', 'main.run /srv/shop/main.go:9'];
  const groups = (count: number) => [
    group(count, 'chan send', stack, {labels: {tenant: marker}, ids: [7]}),
    group(3, 'select', ['main.wait /srv/shop/wait.go:3'], {
      labels: {path: `/${marker}`, host: `${marker}:80`},
    }),
  ];
  for (const text of events) session.addEvent('problem', text);
  for (let second = 0; second < 5; second++) {
    shop.sees(...groups(4 + second));
    shop.passes(1000);
  }

  await shop.looks(...groups(9));
  const [leak, other] = groups(9).map((one) =>
    verdictOn(one, {evidence: [{kind: 'one-lock', waiters: 9, address: '0xc0000wombat'}]}),
  );
  const diagnosis = diagnosisOf(
    [
      {
        ...leak!,
        source: {
          kind: 'stale',
          path: `/home/${marker}/shop/send.go`,
          why: `the file /home/${marker}/a b/send.go is newer`,
        },
      },
      {
        ...other!,
        source: {
          kind: 'found',
          path: `/home/${marker}/wait.go`,
          line: 3,
          lines: [{number: 3, text: 'select {'}],
        },
      },
    ],
    {
      limits: [
        {kind: 'lost', problem: `Nothing listens on ${marker}-7.prod:6060.`, wallMs: startWallMs},
        {kind: 'no-proof', why: `2001:db8::1 and ${marker}-9:6060 refused it.`},
      ],
    },
  );
  const incident = await incidentOf(
    sessionSource({
      session,
      origin,
      diagnosisAt: () => diagnosis,
      texts: (ids) => Promise.resolve(new Map(ids.map((id) => [id, dump]))),
    }),
    {version: '0.1.0', madeWallMs: startWallMs, wantsDump: true},
  );
  return {...incident, dump: {wallMs: startWallMs, goroutines: 3, missing: 0, isFromAlarm: true, text: dump}};
}

function textOf(form: ReportForm, incident: Incident): string {
  const telling = {...tellingOf(incident), proofCommand: `gorowatch check --proof ${marker}-7.prod:6060`};
  const bytes = Buffer.from(writeReport(form, incident, telling));
  return (form === 'pb.gz' ? gunzipSync(bytes) : bytes).toString();
}

test.each(origins.flatMap((origin) => reportForms.map((form) => [form, origin.kind, origin] as const)))(
  'nothing of whose it is stands in a redacted report as .%s (%s)',
  async (form, _kind, origin) => {
    const incident = await markedIncident(origin);
    const told = textOf(form, redact(incident, `${marker}-host`).incident);
    const at = told.toLowerCase().indexOf(marker);
    expect(at === -1 ? '' : told.slice(Math.max(0, at - 200), at + 60)).toBe('');
    expect(told).not.toMatch(/2001:db8|s3cret/);
    // A report without its stacks would pass, too.
    expect(told).toContain('main.send');
  },
);

test.each(['md', 'html', 'json', 'pb.gz'] as const)(
  'all of it stands in one as .%s that is not',
  async (form) => {
    const told = textOf(form, await markedIncident({kind: 'watched'}));
    expect(told.split(marker).length).toBeGreaterThan(form === 'pb.gz' ? 2 : 25);
  },
);
