// Says what was taken out of a report, before it is written.

import {formatCount, plural} from '../view/text/format.ts';
import type {PreviewRow} from '../view/inspector/report-draft.ts';
import {wrap} from '../view/text/wrap.ts';
import type {Removed} from './redact.ts';

/** Names beyond this are counted. */
const namesTold = 6;
/** However narrow the terminal is. */
const leastText = 20;

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

/** Before labels, and for labels and the gap behind them. */
const indent = 2;
const labelCells = 14;

/** The same in lines of so many cells, for those who are asked before it is written. */
export function redactionLines(removed: Removed, columns: number): readonly string[] {
  const rows = redactionRows(removed).flatMap(({label, text}) => {
    if (label === '') return wrap(text, columns);
    const lines = wrap(text, Math.max(leastText, columns - indent - labelCells));
    return lines.map(
      (one, index) => `${' '.repeat(indent)}${(index === 0 ? label : '').padEnd(labelCells)}${one}`,
    );
  });
  return ['Taken out of this report:', ...rows];
}

function someOf(names: readonly string[]): string {
  const more = names.length - namesTold;
  return `${names.slice(0, namesTold).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
}
