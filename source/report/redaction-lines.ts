import {formatCount, plural} from '../view/format.ts';
import type {Removed} from './redact.ts';

/** Names beyond this are counted. */
const namesTold = 6;

/** What is taken out of a report, and what stays, before it is written. */
export function redactionLines(removed: Removed): readonly string[] {
  const {hosts, commandLine, labels, paths} = removed;
  const {lines, others, addresses} = removed.arguments;
  const rows: readonly (readonly [string, string])[] = [
    ['host names', hosts.length === 0 ? 'none seen' : `${someOf(hosts)}, written as host-1 and so on`],
    ['command line', commandLine ?? 'not known'],
    [
      'labels',
      labels.values === 0
        ? 'none seen'
        : `${plural(labels.values, 'value')} of ${someOf(labels.keys)}, written as #1 and so on`,
    ],
    [
      'arguments',
      lines + others + addresses === 0
        ? 'none seen'
        : `in ${plural(lines, 'line')} of full stacks${others > 0 ? `, and ${plural(others, 'line')} that are none of a stack` : ''}${addresses > 0 ? `, and ${plural(addresses, 'address', 'addresses')}` : ''}`,
    ],
    ['paths', paths.length === 0 ? 'none seen' : `${formatCount(paths.length)} of this machine`],
  ];
  return [
    'Taken out of this report:',
    ...rows.map(([label, text]) => `  ${label.padEnd(14)}${text}`),
    'What stays: functions, files and lines of stacks, source lines, goroutine ids, names of labels, times.',
  ];
}

function someOf(names: readonly string[]): string {
  const more = names.length - namesTold;
  return `${names.slice(0, namesTold).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
}
