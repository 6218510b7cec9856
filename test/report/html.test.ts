import {createHash} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import {htmlReport} from '../../source/report/html/page.ts';
import {escapeHtml} from '../../source/report/html/markup.ts';
import type {Incident, IncidentEvent} from '../../source/report/incident.ts';
import {payload} from '../helpers/hostile-server.ts';
import {shopIncident, tellingOf} from './incidents.ts';
import {withEverythingHostile} from './hostile-incident.ts';

async function page(change: (incident: Incident) => Incident = (incident) => incident): Promise<string> {
  const incident = change(await shopIncident());
  return htmlReport(incident, tellingOf(incident));
}

describe('the page', () => {
  test('allows nothing to be loaded, run or sent, and only its own styles, by their hash', async () => {
    const text = await page();
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/
      .exec(text)?.[1]
      ?.replaceAll('&#39;', "'");
    const hashes = Array.from(
      text.matchAll(/<style>([\s\S]*?)<\/style>/g),
      ([, style = '']) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    );
    expect(hashes.length).toBe(2);
    expect(policy).toBe(
      `default-src 'none'; style-src ${hashes.join(' ')}; base-uri 'none'; form-action 'none'`,
    );
  });

  test('has no script, no handler, no style of an element and nothing from elsewhere', async () => {
    const text = await page();
    expect(text).not.toMatch(
      /<script|<iframe|<object|<embed|<img|<link|javascript:|\son\w+=|\sstyle=|\ssrc=/i,
    );
    const addresses = Array.from(text.matchAll(/href="([^"]*)"/g), ([, address = '']) => address);
    expect(
      addresses.filter(
        (address) => !/^(?:#[a-z]|https:\/\/(?:go\.dev|pkg\.go\.dev|github\.com)\/)/.test(address),
      ),
    ).toEqual([]);
  });

  test('marks an alert above the chart rather than what came just before it, and explains no mark that is not there', async () => {
    const text = await page((incident) => {
      const {fromWallMs = 0} = incident.total.curve ?? {};
      const event = (kind: IncidentEvent['kind'], afterMs: number): IncidentEvent => ({
        kind,
        wallMs: fromWallMs + 60_000 + afterMs,
        text: kind,
      });
      return {...incident, events: [event('leak', 0), event('alert', 500), event('dump', 600)]};
    });
    const chart = /<svg[^>]*class="chart"[\s\S]*?<\/svg>/.exec(text)?.[0] ?? '';
    expect(chart).toContain('▲');
    expect(chart).not.toMatch(/[●▼]/);
    const legend = /<p class="legend[\s\S]*?<\/p>/.exec(text)?.[0] ?? '';
    expect(legend).toContain('threshold crossed');
    expect(legend).not.toMatch(/leak named|full stacks saved/);
  });

  test('ends the curve with the number that the summary ends with', async () => {
    const text = await page((incident) => ({...incident, total: {...incident.total, last: 777}}));
    expect(text).toMatch(/class="curvetext"[^>]*>777</);
    expect(text).toContain('to 777 in');
  });

  test('says first what is wrong, since when, how sure that is and what to do, then shows the rest', async () => {
    const text = await page();
    const order = [
      'id="summary"',
      'Since',
      'How sure',
      'What to do',
      'id="chart"',
      'id="verdicts"',
      'id="events"',
      'id="changes"',
      'id="groups"',
      'id="flame"',
      'id="appendix"',
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  test('has the waiting line of the source, and whole stacks that can be opened', async () => {
    const text = await page();
    expect(text).toContain('<span class="line it">');
    expect(text).toContain('    r.done &lt;- result{name, err}');
    expect(text).toMatch(/<details class="printed">\s*<summary>Whole stack \(2 frames\)/);
    expect(text).toContain('goroutine 1000 [chan send, 4 minutes]');
  });

  test('keeps the word for what an event is whole beside a long path', async () => {
    const text = await page();
    expect(text).toMatch(/<td class="kind-\w+">/);
    expect(text).toContain('td[class^="kind-"] { white-space: nowrap; }');
  });

  test('says when full stacks are missing or left out', async () => {
    const text = await page((incident) => ({
      ...incident,
      dump: {
        wallMs: 0,
        goroutines: 9,
        missing: 3,
        isFromAlarm: true,
        text: 'goroutine 1 [running]:\n'.repeat(400_000),
      },
    }));
    expect(text).toMatch(/saved by the alarm/);
    expect(text).toMatch(
      /9 goroutines; 3 goroutines of it are missing, and the last [\d.]+ MiB of it are left out/,
    );
    expect(text.length).toBeLessThan(6_000_000);
  });

  test('nothing that the process says becomes markup, in any place', async () => {
    const hostile = `"'><svg onload=alert(1)>${payload}</pre></style></title><script>alert(2)</script>`;
    const text = await page((incident) => withEverythingHostile(incident, hostile));
    expect(text).toContain('&lt;script&gt;alert(2)&lt;/script&gt;');
    expect(text).not.toMatch(/<script|<svg onload|<\/pre><\/style>/);
    // oxlint-disable-next-line no-control-regex -- they are what it is about
    expect(text).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E]/);
    expect(text.match(/<\/style>/g)?.length).toBe(2);
  });
});

test('escaping keeps lines and tabs, and shows what would hide', () => {
  expect(escapeHtml('a\n\t<b>&"\'\u202E\u001B[2J')).toBe('a\n\t&lt;b&gt;&amp;&quot;&#39;\\u202e\\x1b[2J');
});
