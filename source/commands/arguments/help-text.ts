// Writes the help out of the tables of commands, options and exit statuses.

import packageJson from '../../../package.json' with {type: 'json'};
import {commands} from './command-table.ts';
import {exitStatuses} from './exit-statuses.ts';
import {options, type CommandName} from './options.ts';

const examples: readonly (readonly [string, string, CommandName])[] = [
  ['gorowatch localhost:6060', 'watch a process', 'watch'],
  [
    "gorowatch :6060 --threshold 5000 --threshold 'growth>100/min'",
    'and save its stacks when crossed',
    'watch',
  ],
  ['gorowatch snapshot :6060 --json', 'one look, for scripts', 'snapshot'],
  ['gorowatch check :6060', 'name the leaks, for people and for CI', 'check'],
  ['gorowatch report :6060 -o incident.html', 'what is wrong, to show to others', 'report'],
  ['gorowatch record :6060 -o shop.gorowatch --keep 24h', 'record it, without a screen', 'record'],
  ['gorowatch dump :6060 -o stacks.txt', 'save the full stacks', 'dump'],
  ['gorowatch diff stacks.txt :6060', 'what has changed since', 'diff'],
];

/** The whole help; of one command when it is named. Examples first. */
export function helpText(command?: CommandName): string {
  const shown = commands.filter(({name}) => command === undefined || command === 'watch' || name === command);
  return [
    `gorowatch ${packageJson.version}: ${packageJson.description}.`,
    '',
    ...examplesFor(command),
    'Commands:',
    ...columns(shown.map(({usage, does}) => [usage, does])),
    '',
    'TARGET: 6060, :6060, host:port, http(s)://host:port/any/prefix of a process that serves net/http/pprof.',
    '',
    'Options:',
    ...columns(
      Object.entries(options)
        .filter(([, option]) => command === undefined || option.commands.includes(command))
        .map(([name, {short, takes, help}]) => [
          `${short === undefined ? '    ' : `-${short}, `}--${name}${takes === undefined ? '' : ` ${takes}`}`,
          help,
        ]),
    ),
    '',
    'Exit status:',
    ...columns(exitStatuses),
    '',
  ].join('\n');
}

function examplesFor(command: CommandName | undefined): readonly string[] {
  const shown = examples.filter(([, , of]) => command === undefined || of === command);
  return shown.length === 0 ? [] : ['Examples:', ...columns(shown.map(([line, does]) => [line, does])), ''];
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.min(36, Math.max(...rows.map(([left]) => left.length)));
  return rows.map(([left, right]) =>
    left.length > width ? `  ${left}\n  ${' '.repeat(width)}  ${right}` : `  ${left.padEnd(width)}  ${right}`,
  );
}
