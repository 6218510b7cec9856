import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {describe, expect, test} from 'vitest';
import {htmlReport} from '../../source/report/html/page.ts';
import type {Incident} from '../../source/report/incident.ts';
import {findChromium, runChromium} from '../helpers/chromium.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {withEverythingHostile} from './hostile-incident.ts';
import {shopIncident, tellingOf} from './incidents.ts';

/** Some ten pages of them for each group. */
const deepStack = Array.from({length: 300}, (_frame, index) => ({
  function: `main.step${index}`,
  file: '/srv/shop/steps.go',
  line: index + 1,
}));

/** Starting a browser on a busy machine takes its time. */
const browserMs = 60_000;

/** What the browser's console says of a page: nothing, when nothing was refused and nothing failed. */
function complaints(stderr: string): readonly string[] {
  return stderr.split('\n').filter((line) => line.includes('CONSOLE'));
}

const found = findChromium();
const browser = found ?? '';

async function written(change: (incident: Incident) => Incident = (incident) => incident) {
  const folder = temporaryFolder();
  const incident = change(await shopIncident());
  const file = path.join(folder, 'incident.html');
  writeFileSync(file, htmlReport(incident, tellingOf(incident)));
  return {folder, url: pathToFileURL(file).href, profile: path.join(folder, 'profile')};
}

describe.skipIf(found === undefined)('the report in a real browser', () => {
  test(
    'opens without a complaint: its own styles are allowed, and nothing else is asked for',
    {timeout: browserMs},
    async () => {
      const {url, profile} = await written();
      const {stdout, stderr} = await runChromium(browser, profile, ['--dump-dom', url]);
      expect(complaints(stderr)).toEqual([]);
      expect(stdout).toContain('<h2>Summary</h2>');
      expect(stdout).toContain('</html>');
    },
  );

  test('shows hostile texts as text', {timeout: browserMs}, async () => {
    const hostile = `"'><img src=x onerror=document.title='owned'><script>document.title='owned'</script>`;
    const {url, profile} = await written((incident) => withEverythingHostile(incident, hostile));
    const {stdout, stderr} = await runChromium(browser, profile, ['--dump-dom', url]);
    // A script or handler that had come through would have been refused, and that told.
    expect(complaints(stderr)).toEqual([]);
    expect(stdout).toContain('&lt;script&gt;');
    expect(stdout).not.toMatch(/<script|<img/);
  });

  test('a script would be refused', {timeout: browserMs}, async () => {
    const {folder, profile} = await written();
    const file = path.join(folder, 'incident.html');
    const text = readFileSync(file, 'utf8').replace(
      '</main>',
      `<script>document.title='owned'</script></main>`,
    );
    writeFileSync(file, text);
    const {stdout, stderr} = await runChromium(browser, profile, ['--dump-dom', pathToFileURL(file).href]);
    expect(complaints(stderr).join('\n')).toMatch(/Content Security Policy/);
    expect(stdout).not.toContain('<title>owned');
  });

  test('is drawn, light and dark, and the two differ', {timeout: browserMs}, async () => {
    const {folder, url, profile} = await written();
    const shots = [];
    // 0 is dark, 1 is light: blink::mojom::PreferredColorScheme.
    for (const scheme of [1, 0]) {
      const file = path.join(folder, `${scheme}.png`);
      await runChromium(browser, profile, [
        `--blink-settings=preferredColorScheme=${scheme}`,
        '--window-size=1000,1400',
        `--screenshot=${file}`,
        url,
      ]);
      shots.push(readFileSync(file));
    }

    for (const shot of shots) {
      expect(shot.subarray(1, 4).toString()).toBe('PNG');
      // A page without its style, or without a chart, is far smaller.
      expect(shot.length).toBeGreaterThan(60_000);
    }

    expect(shots[0]!.equals(shots[1]!)).toBe(false);
  });

  test('prints whole stacks, closed as they are on the screen', {timeout: browserMs}, async () => {
    const {folder, url, profile} = await written((incident) => ({
      ...incident,
      groups: incident.groups.map((group) => ({...group, stack: deepStack})),
    }));
    const pdf = path.join(folder, 'incident.pdf');
    await runChromium(browser, profile, ['--no-pdf-header-footer', `--print-to-pdf=${pdf}`, url]);
    const printed = readFileSync(pdf, 'latin1');
    expect(printed.startsWith('%PDF')).toBe(true);
    const pages = printed.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    // All the rest together takes about five.
    expect(pages).toBeGreaterThan(15);
  });
});
