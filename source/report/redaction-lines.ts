import {formatCount, plural} from '../view/format.ts';
import type {PreviewRow} from '../view/report-draft.ts';
import type {Removed} from './redact.ts';

/** Names beyond this are counted. */
const namesTold = 6;

/** What is taken out of a report, by kind, and what stays. */
export function redactionRows(removed: Removed): readonly PreviewRow[] {
  const {hosts, commandLine, labels, paths} = removed;
  const {lines, others, addresses} = removed.arguments;
  return [
    {
      label: 'host names',
      text: hosts.length === 0 ? 'none seen' : `${someOf(hosts)}, written as host-1 and so on`,
    },
    {label: 'command line', text: commandLine ?? 'not known'},
    {
      label: 'labels',
      text:
        labels.values === 0
          ? 'none seen'
          : `${plural(labels.values, 'value')} of ${someOf(labels.keys)}, written as #1 and so on`,
    },
    {
      label: 'arguments',
      text:
        lines + others + addresses === 0
          ? 'none seen'
          : `in ${plural(lines, 'line')} of full stacks${others > 0 ? `, and ${plural(others, 'line')} that are none of a stack` : ''}${addresses > 0 ? `, and ${plural(addresses, 'address', 'addresses')}` : ''}`,
    },
    {label: 'paths', text: paths.length === 0 ? 'none seen' : `${formatCount(paths.length)} of this machine`},
    {
      label: '',
      text: 'What stays: functions, files and lines of stacks, source lines, goroutine ids, names of labels, times.',
    },
  ];
}

/** The same in lines, for those who are asked before it is written. */
export function redactionLines(removed: Removed): readonly string[] {
  return [
    'Taken out of this report:',
    ...redactionRows(removed).map(({label, text}) => (label === '' ? text : `  ${label.padEnd(14)}${text}`)),
  ];
}

function someOf(names: readonly string[]): string {
  const more = names.length - namesTold;
  return `${names.slice(0, namesTold).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
}
