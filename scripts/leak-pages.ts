import {readFileSync} from 'node:fs';
import {format} from 'prettier';
import listed from '../demo-go-app/scenarios.json' with {type: 'json'};
import {type PatternName, patternNames} from '../source/diagnosis/pattern-name.ts';
import {patterns} from '../source/diagnosis/patterns.ts';
import type {Pattern, Variant} from '../source/diagnosis/patterns/pattern.ts';
import {type Scenario, scenarioExample} from './scenario-example.ts';

/** Where the pages are, from the root of the project. */
export const leakPagesFolder = 'docs/leaks';

const note = '<!-- Made by `npm run docs` from source/diagnosis/patterns/ and demo-go-app/scenario/. -->';

const families: readonly {readonly title: string; readonly names: readonly PatternName[]}[] = [
  {
    title: 'Channels',
    names: ['send-receiver-gone', 'send-blocked', 'range-never-closed', 'receive-never-sent', 'nil-channel'],
  },
  {title: 'Select and contexts', names: ['select-no-cases', 'select-no-exit', 'context-never-cancelled']},
  {
    title: 'Time',
    names: ['ticker-loop', 'time-after-loop', 'sleep-flood', 'sleep-loop', 'busy-loop'],
  },
  {
    title: 'HTTP',
    names: [
      'http-body-not-closed',
      'http-transport-per-request',
      'http2-body-not-closed',
      'http-no-deadline',
      'handler-stuck',
    ],
  },
  {
    title: 'Databases, pipes, sockets, processes',
    names: [
      'sql-rows-not-closed',
      'sql-tx-open',
      'sql-pool-exhausted',
      'pipe-abandoned',
      'socket-no-deadline',
      'exec-wait-missing',
    ],
  },
  {
    title: 'Locks and package sync',
    names: [
      'waitgroup-never-done',
      'mutex-not-released',
      'rwmutex-nested-read-lock',
      'once-stuck',
      'cond-never-signalled',
    ],
  },
];

/** All pages on leaks, by file name: README.md, and one for each pattern. Reads demo-go-app. */
export async function leakPages(): Promise<ReadonlyMap<string, string>> {
  const scenarios: readonly Scenario[] = listed.scenarios;
  const texts: (readonly [string, string])[] = [
    ['README.md', indexPage()],
    ...patternNames.map((name) => [`${name}.md`, leakPage(patterns[name], scenarios)] as const),
  ];
  return new Map(
    await Promise.all(texts.map(async ([file, text]) => [file, await formatted(text)] as [string, string])),
  );
}

function formatted(text: string): Promise<string> {
  return format(text, {parser: 'markdown', printWidth: 110, proseWrap: 'always'});
}

function indexPage(): string {
  const placed = new Set(families.flatMap(({names}) => names));
  const others = patternNames.filter((name) => !placed.has(name));
  const sections = [...families, {title: 'Others', names: others}].map(
    ({title, names}) =>
      `## ${title}\n\n| pattern | what stays | the collector can prove it |\n|---|---|---|\n${names
        .map(
          (name) =>
            `| [\`${name}\`](${name}.md) | ${patterns[name].phrase} | ${patterns[name].provable ? 'yes' : 'no'} |`,
        )
        .join('\n')}`,
  );
  return [
    note,
    '# Leaks that gorowatch names',
    'One page for each pattern: how it shows, why it happens, how to put it right, and what would confirm it. Most ' +
      'have an example in [demo-go-app](../../demo-go-app/README.md), leaky and fixed, which can be started and ' +
      'watched.',
    'A pattern says what goroutines at this place would be if they leaked. Whether they do is another matter: ' +
      'gorowatch judges that by what it sees over time. The garbage collector can prove some of them (profile ' +
      '`goroutineleak`, Go 1.27, or 1.26 built with `GOEXPERIMENT=goroutineleakprofile`); that it does not report a ' +
      'goroutine proves nothing.',
    ...sections,
  ].join('\n\n');
}

function leakPage(pattern: Pattern, scenarios: readonly Scenario[]): string {
  return [
    note,
    `# ${capital(pattern.phrase)}`,
    `\`${pattern.name}\` · [all patterns](README.md)`,
    `> ${pattern.title(100)}`,
    `## What you see\n\n${pattern.recognised}`,
    `## Why it happens\n\n${pattern.cause}`,
    `## How to put it right\n\n${pattern.advice}`,
    ...Object.values(pattern.variants ?? {}).map(variantSection),
    ...exampleSection(pattern, scenarios),
    `## How to confirm it\n\n${pattern.confirm}`,
    `## What the garbage collector can prove\n\n${pattern.proof}`,
    `## Reference\n\n<${pattern.reference}>`,
  ].join('\n\n');
}

function variantSection({when, title, advice, confirm}: Variant): string {
  return [
    `### ${when}`,
    ...(title === undefined ? [] : [`> ${title(100)}`]),
    ...[advice, confirm].filter((text) => text !== undefined),
  ].join('\n\n');
}

function exampleSection(pattern: Pattern, scenarios: readonly Scenario[]): readonly string[] {
  const scenario = scenarios.find(({name}) => name === pattern.scenario);
  if (scenario === undefined) return [];
  const {story, leaky, fixed} = scenarioExample(
    scenario,
    readFileSync(`demo-go-app/${scenario.file}`, 'utf8'),
  );
  const others = scenarios.filter((one) => one.pattern === pattern.name && one !== scenario);
  return [
    '## Example',
    `${capital(scenario.shows)}.`,
    `Leaky, from [${scenario.file}](../../demo-go-app/${scenario.file}):`,
    goBlock(leaky),
    ...story.map(capital),
    ...fixed.flatMap(({name, code}) => [
      `${capital(`${name.replaceAll('-', ' ')} `).trim()}:`,
      goBlock(code),
    ]),
    'To see it happen:',
    `\`\`\`sh\ncd demo-go-app && go run . -scenario ${scenario.name}${scenario.heavy ? '' : ' -every 2s'}\ngorowatch check :6060   # in another terminal\n\`\`\``,
    ...(others.length === 0
      ? []
      : [`The same pattern in other clothes: ${others.map(otherLink).join('; ')}.`]),
  ];
}

function otherLink({name, shows, file}: Scenario): string {
  return `[\`${name}\`](../../demo-go-app/${file}), ${shows}`;
}

function goBlock(code: string): string {
  return `\`\`\`go\n${code}\n\`\`\``;
}

/** With a capital letter, unless it begins with a name from code. */
function capital(text: string): string {
  return /^[a-z]+[ ,]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
