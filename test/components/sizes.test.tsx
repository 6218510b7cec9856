import {UsageError} from '../../source/commands/arguments/usage-error.ts';
import type {InspectorActions} from '../../source/components/inspector-actions.ts';
import type {Removed} from '../../source/report/redact.ts';
import {redactionRows} from '../../source/report/redaction-lines.ts';
import {describe, expect, test} from 'vitest';
import {cellWidth} from '../../source/view/text/text-width.ts';
import {decode} from '../profile/fixtures.ts';
import {levels} from '../../source/diagnosis/verdict.ts';
import {patternNames} from '../../source/diagnosis/pattern-name.ts';
import {diagnosisOf, verdictOn} from '../helpers/verdicts.ts';
import {creator, group, randomNumbers, watched, type Watched} from '../helpers/session.ts';
import {onScreen, type OnScreen} from './on-screen.tsx';

const sizes: [number, number][] = [
  [200, 60],
  [120, 40],
  [100, 30],
  [99, 30],
  [80, 24],
  [60, 18],
  [59, 18],
  [40, 10],
  [28, 7],
  [20, 5],
  [10, 3],
  [1, 1],
];

/** Keys that lead into each view from the first one, and the ones that lead back. */
const views: [string, string[], string[]][] = [
  ['groups', [], []],
  ['reasons', ['tab'], ['tab']],
  ['opened group', ['enter'], ['esc']],
  ['one goroutine', ['enter', 'enter'], ['esc', 'esc']],
  ['leaks', ['2'], ['1']],
  ['the evidence of a leak', ['2', 'enter'], ['esc', 'esc']],
  ['the evidence of the last leak', ['2', 'G', 'enter', 'G'], ['1']],
  ['the question about proof', ['L'], ['esc']],
  ['goroutines', ['3'], ['1']],
  ['events', ['4'], ['1']],
  ['differences', ['D'], ['1']],
  ['rewound groups', ['left'], ['end']],
  ['rewound group', ['left', 'enter'], ['esc', 'end']],
  ['rewound evidence', ['left', '2', 'enter'], ['1', 'end']],
  ['help', ['?'], ['esc']],
  ['time being typed', ['t', '1', '4', ':'], ['esc']],
  ['time that is none', ['t', '9', '9', 'enter'], ['esc']],
  ['filter being typed', ['/', 'w', 'o', 'r', 'k'], ['esc']],
];

const reports: typeof views = [
  ['report being asked for', ['e', 'a', '.', 'm', 'd'], ['esc']],
  ['report from no time', ['e', 'tab', 'x', 'enter'], ['esc']],
  ['what goes from a report', ['e', 'tab', 'tab', 'y', 'enter'], ['esc']],
];

const families = [
  'chan send',
  'select',
  'IO wait',
  'sleep',
  'mutex',
  'cond',
  'syscall',
  'waitgroup',
  'runnable',
] as const;

async function busy(): Promise<Watched> {
  const target = watched('production-host-with-a-long-name.example.com:6060');
  const groups = Array.from({length: 70}, (_, index) =>
    group(
      1200 - index * 17,
      families[index % families.length]!,
      [
        `github.com/acme/shop/worker${index}.(*Runner[...]).report /srv/shop/worker/check.go:${index}`,
        'net/http.(*conn).serve /usr/local/go/src/net/http/server.go:2000',
      ],
      {
        labels: {tenant: `acme-${index}`},
        ids: [index * 2 + 1, index * 2 + 2],
        createdBy: 1,
        creators: [creator('github.com/acme/shop/check.Handler /srv/shop/check/check.go:41', 2)],
      },
    ),
  );
  target.session.facts = {
    ...target.session.facts,
    commandLine: `/srv/shop/server ${'-flag=value '.repeat(30)}`,
  };
  target.sees(...groups);
  await target.looks(...groups);
  target.session.addPulse(99_000, 1234);
  target.sees(...groups.slice(3));
  target.session.addEvent(
    'dump',
    `full stacks saved: /home/me/.local/state/gorowatch/dumps/${'x'.repeat(80)}.txt.gz`,
  );
  target.clock.pass(700);
  return target;
}

/** A verdict of every pattern, on groups whose names are long. */
function judged(target: Watched) {
  const groups = target.session.latest?.snapshot.groups ?? [];
  return diagnosisOf(
    patternNames.map((pattern, index) =>
      verdictOn(groups[index % groups.length]!, {
        pattern,
        level: levels[index % levels.length]!,
        places: [`${groups[index % groups.length]!.identity.place}${index < groups.length ? '' : index}`],
      }),
    ),
    {limits: [{kind: 'no-stacks', goroutines: 48_000}]},
  );
}

const ownText = `goroutine 7 [select]:\ngithub.com/acme/shop.work(0xc000010200, ${'0x5, '.repeat(40)})\n\t/srv/${'a/'.repeat(90)}b.go:1 +0x45\n`;
const report: NonNullable<InspectorActions['report']> = async ({from}) => {
  if (from !== undefined)
    throw new UsageError(`from ${from}: "${from}" is not a time. ${'Write a time. '.repeat(9)}`, '');
  return {preview: redactionRows(removed), write: async () => 'Report written: x.html'};
};
const removed: Removed = {
  hosts: ['production-host-with-a-long-name.example.com', 'other.example.com'],
  commandLine: `/srv/shop/server ${'-flag=value '.repeat(30)}`,
  labels: {keys: ['tenant', 'route'], values: 70},
  arguments: {lines: 140, others: 2, addresses: 1},
  paths: ['/home/me'],
};
const actions = {report, texts: async (ids: readonly number[]) => new Map(ids.map((id) => [id, ownText]))};

/** What reaches over the edge: nothing, on a screen that fits. */
function overflowOf({lines, terminal}: OnScreen): readonly string[] {
  const {active} = terminal.buffer;
  const wide = lines().filter((one) => cellWidth(one) > terminal.cols);
  const wrapped = lines().filter((_, y) => active.getLine(y)?.isWrapped === true);
  const scrolled = active.length === terminal.rows ? [] : [`${active.length} lines`];
  return [...wide, ...wrapped, ...scrolled];
}

describe.each(sizes)('%d x %d', (columns, rows) => {
  test('every view stays inside its cells, with every line of its own', async () => {
    const target = await busy();
    target.session.addEvent('leak', `LIKELY LEAK ${'9'.repeat(200)} goroutines`);
    const screen = await onScreen(target, {columns, rows, actions, diagnosis: judged(target)});
    for (const [, there, back] of [...views, ...reports]) {
      await screen.press(...there);
      expect(overflowOf(screen)).toEqual([]);
      await screen.press(...back);
    }
  });

  test('no line is cut by Ink: what is too long is cut by us, so that it says what matters', async () => {
    const target = await busy();
    const screen = await onScreen(target, {columns, rows, actions, ascii: true, diagnosis: judged(target)});
    for (const [, there, back] of [...views, ...reports]) {
      await screen.press(...there);
      expect(screen.text()).toMatch(/^[\n\u0020-\u007E]*$/);
      await screen.press(...back);
    }
  });
});

describe('from 40x10 up', () => {
  test.each(sizes.filter(([columns, rows]) => columns >= 40 && rows >= 10))(
    'at %d x %d the list shows the largest groups with their counts, and the last line the keys',
    async (columns, rows) => {
      const screen = await onScreen(await busy(), {columns, rows});
      expect(screen.cursorLine()).toMatch(/1,149.*report/);
      expect(screen.lines().slice(0, 2).join(' ')).toMatch(/\d+,\d{3}/);
      expect(screen.text().match(/report/g)!.length).toBeGreaterThanOrEqual(4);
      expect(screen.lines().at(-1)).toMatch(/^ enter open .*q quit$/);
    },
  );
});

test('at 20x5 there is one line of state and the two largest groups', async () => {
  const target = watched();
  target.sees(
    group(800, 'chan send', 'check.report check.go:72'),
    group(272, 'sleep', 'retry.loop retry.go:1'),
  );
  target.sees(
    group(1000, 'chan send', 'check.report check.go:72'),
    group(280, 'sleep', 'retry.loop retry.go:1'),
    group(4, 'select', 'main.main main.go:1'),
  );
  const screen = await onScreen(target, {columns: 20, rows: 5});
  expect(screen.lines()).toEqual(['1,284 ▲212      LIVE', '1,000 check.report', '280 retry.loop', '', '']);
});

test('at 20x5 a target that is lost says so too, and so does a pause', async () => {
  const target = watched();
  target.sees(group(1284, 'chan send', 'check.report check.go:72'));
  const screen = await onScreen(target, {columns: 20, rows: 5});
  await screen.press('space');
  expect(screen.lines()[0]).toMatch(/^1,284 .*PAUSED$/);
  await screen.press('space');
  target.loses('connection refused');
  await screen.settle();
  expect(screen.lines()[0]).toMatch(/^1,284 .*LOST 2s$/);
});

test('at 40x10 the reasons come into view with their keys', async () => {
  const screen = await onScreen(await busy(), {columns: 40, rows: 10});
  expect(screen.text()).not.toContain('IO wait');
  await screen.press('tab');
  expect(screen.text()).toMatch(/sleep [\d,]+  mutex [\d,]+ /);
  await screen.press('j', 'enter');
  expect(screen.inspector.state.family).toBe(screen.inspector.contents().families[1]!.family);
});

test('a storm of 200 resizes leaves a screen that fits, and the cursor on its group', async () => {
  const target = await busy();
  const screen = await onScreen(target, {actions, diagnosis: judged(target)});
  const random = randomNumbers(3);
  await screen.press('j', 'j', 'j');
  const {key} = screen.inspector.state.list;
  for (let round = 0; round < 200; round++) {
    await screen.resize(1 + random(200), 1 + random(60));
  }

  await screen.resize(80, 24);
  expect(overflowOf(screen)).toEqual([]);
  expect(screen.inspector.state.list.key).toBe(key);
  expect(screen.cursorLine()).toContain('worker6.');
});

test('names of 10,000 characters, wide, combining and hostile ones stay in their cells in every view', async () => {
  const hostile = [
    'x'.repeat(10_000),
    '界'.repeat(200),
    'e\u0301'.repeat(300),
    '👩‍👩‍👧‍👦'.repeat(40),
    '\u001B]0;owned\u0007',
    '\u001B]52;c;b3duZWQ=\u0007',
    '\u001B[2J\u001B[31m',
    '\u009B2J\u009D0;owned\u009C',
    '\u202Eevil\u2066',
    'zero\u200Bwidth\uFEFF',
  ];
  // The last look at a line takes colours for our own, so these must go the way of real bytes.
  const unescaped = hostile.map((name) => name.replace('\u001B[31m', ''));
  // The way of real bytes: a full dump whose names, files and labels steer a terminal.
  const text = hostile
    .map((name, index) => {
      const clean = name.replaceAll('\n', '');
      return `goroutine ${index + 1} [select]:\nmain.${clean}(0x1)\n\t/srv/${clean}.go:${index + 1} +0x1\n\n`;
    })
    .join('');
  const real = await decode(text);
  const target = watched();
  target.session.facts = {...target.session.facts, commandLine: unescaped.slice(1).join(' ')};
  // And the same names as if nothing had escaped them.
  const raw = unescaped.map((name, index) =>
    group(index + 1, 'sleep', [{function: `raw.${name}`, file: `/${name}.go`, line: 1}], {
      labels: {[name]: name},
      ids: [index + 100],
      creators: [creator(`raw.${name.replaceAll(' ', '')} x.go:1`, 1)],
    }),
  );
  target.sees(...real.groups, ...raw);
  await target.looks(...real.groups, ...raw);
  target.session.addEvent('problem', unescaped.join(' '));
  for (const [columns, rows] of [
    [120, 40],
    [80, 24],
    [40, 10],
    [20, 5],
  ] as const) {
    const screen = await onScreen(target, {
      columns,
      rows,
      colour: 'none',
      diagnosis: judged(target),
      actions: {texts: async (ids) => new Map(ids.map((id) => [id, unescaped.join('\n')]))},
    });
    let sent = '';
    const write = screen.stdout.write.bind(screen.stdout);
    screen.stdout.write = (chunk: string, done?: unknown) => {
      sent += chunk;
      return write(chunk, done);
    };
    for (const [, there, back] of views) {
      await screen.press(...there);
      expect(overflowOf(screen)).toEqual([]);
      for (let down = 0; down < 4; down++) await screen.press('j');
      expect(overflowOf(screen)).toEqual([]);
      await screen.press(...back);
    }

    // Of sequences only Ink's own: cursor, erase, modes.
    expect(sent).not.toMatch(/\p{Cf}|[\u0080-\u009F]/u);
    expect(sent).not.toContain('\u001B]');
    expect(sent).not.toContain('\u0007');
    expect(sent).not.toContain('\u001B[31m');
    screen.app.unmount();
  }
});
