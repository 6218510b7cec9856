import {describe, expect, test} from 'vitest';
import {codeBlock, codeSpan, markdownWords} from '../../source/report/markdown-text.ts';
import {markdownReport} from '../../source/report/markdown.ts';
import {payload} from '../helpers/hostile-server.ts';
import {withEverythingHostile} from './hostile-incident.ts';
import {shopIncident, tellingOf} from './incidents.ts';

async function page(change = (incident: Awaited<ReturnType<typeof shopIncident>>) => incident) {
  const incident = change(await shopIncident());
  return markdownReport(incident, tellingOf(incident));
}

/** What is left of a text without its blocks and spans of code. */
function outsideCode(text: string): string {
  return text
    .replaceAll(/^(`{3,})[^\n]*\n[\s\S]*?\n\1$/gm, '')
    .replaceAll(/(?<!\\)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '');
}

test('the report begins with what is wrong, since when, how sure that is, and what to do', async () => {
  const text = await page();
  const [, summary = ''] = text.split(/^## .*$/m);
  expect(summary.trim()).toMatch(
    /^\*\*LIKELY LEAK\*\*: 756 goroutines wait to send on a channel whose receiver has gone, in `check\.\(\*Runner\)\.report` \(`check\.go:72`\)\.\n\n- \*\*Since\*\*: .*\n- \*\*How sure\*\*: .*\n- \*\*What to do\*\*: .*\n- \*\*To confirm\*\*: /,
  );
  expect(Array.from(text.matchAll(/^## (.*)$/gm), ([, title]) => title)).toEqual([
    'Summary',
    'Goroutines over time',
    'Verdicts',
    'Events',
    'What grew, what vanished',
    'Largest groups',
    'Appendix',
  ]);
});

test('the chart is that of the screen, from 0 up, with its gap', async () => {
  const text = await page();
  const chart = /^```\n([\s\S]*?)^```$/m.exec(text)?.[1]?.split('\n') ?? [];
  expect(chart).toHaveLength(12);
  expect(chart[9]).toMatch(/^ +0 ┤/);
  expect(chart[10]).toMatch(/05:00:01 +05:02:30 +05:05:00/);
});

describe('nothing that the process says becomes markup', () => {
  test.each([
    ['an image', '![x](https://evil.example/x.png)'],
    ['a link', '[click](javascript:alert(1))'],
    ['what GitHub makes a link', 'https://evil.example/x (www.evil.example me@evil.example'],
    ['the name of somebody', 'ask @octocat, @evil.example'],
    ['HTML', '<script>alert(1)</script><img src=x>'],
    ['a table', 'a | b | c'],
    ['backticks', '`` ` ``` ````'],
    ['a line that ends', `one\n# two\n- three`],
    ['what steers terminals', payload],
  ])('%s', async (_what, hostile) => {
    const text = await page((incident) => withEverythingHostile(incident, hostile));
    const outside = outsideCode(text);
    expect(outside).not.toMatch(/(?<!\\)<(?!https:\/\/(?:go\.dev|pkg\.go\.dev|github\.com)\/)/);
    expect(outside).not.toMatch(/(?<!\\)\]\(/);
    expect(outside).not.toMatch(/^# two|^- three/m);
    expect(outside).not.toMatch(/@|:\/\/evil|www\./);
    // oxlint-disable-next-line no-control-regex -- they are what it is about
    expect(text).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E]/);
  });
});

test.each([
  ['check.(*Runner).report', '`check.(*Runner).report`'],
  ['a`b', '``a`b``'],
  ['``', '``` `` ```'],
  ['', '` `'],
])('%j as code is %s', (text, expected) => {
  expect(codeSpan(text)).toBe(expected);
});

test('a fence is longer than any run of backticks in its block', () => {
  expect(codeBlock(['```', 'x'])).toEqual(['````', '```', 'x', '````']);
});

test('full stacks may hold any number of backticks', () => {
  const [fence] = codeBlock([`${'` '.repeat(200_000)}\`\`\``]);
  expect(fence).toBe('````');
});

test('words keep their letters, whatever they look like', () => {
  expect(markdownWords('a_b *c* <d> [e](f) `g` | #h')).toBe(
    String.raw`a\_b \*c\* \<d\> \[e\](f) \`g\` \| \#h`,
  );
});

test('words that would become links or mentions without any mark are code', () => {
  expect(markdownWords('lost http://shop:6060: *asked* @ops `a@b` (www.x.y)')).toBe(
    'lost `http://shop:6060:` \\*asked\\* `@ops` `` `a@b` `` `(www.x.y)`',
  );
  expect(markdownWords('a@b_c')).toBe('`a@b_c`');
});
