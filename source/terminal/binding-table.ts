// All keys as a Markdown table, for the README.

import type {CommandScope} from '../view/inspector/commands.ts';
import {markdownTable} from '../view/text/markdown-table.ts';
import type {Binding} from './binding.ts';
import {bindings, keyName} from './bindings.ts';

const names: Readonly<Record<CommandScope, string>> = {
  everywhere: 'everywhere',
  groups: 'groups',
  reasons: 'reasons',
  detail: 'an opened group',
  goroutine: 'one goroutine',
  leaks: 'leaks',
  evidence: "a leak's evidence",
  goroutines: 'goroutines',
  events: 'events',
  help: 'the help',
  filter: 'while a filter is typed',
  diff: 'differences',
  time: 'while a time is typed',
  question: 'when asked',
  proofQuestion: 'when asked about proof',
  report: 'while a report is asked for',
  reportQuestion: 'when asked what to leave out',
};

const views: readonly CommandScope[] = [
  'groups',
  'reasons',
  'detail',
  'goroutine',
  'leaks',
  'evidence',
  'goroutines',
  'events',
  'diff',
];

/** Every binding as a Markdown table, for the README; those of a moment only, such as a question, come last. */
export function bindingTable(): string {
  return markdownTable(
    ['key', 'does', 'where'],
    bindings
      .toSorted((a, b) => Number(isMomentary(a)) - Number(isMomentary(b)))
      .map(({keys, help, where, only}) => [
        keys.map((key) => `\`${keyName(key, false)}\``).join(' '),
        help,
        only === 'replay' ? 'every view of a recording' : whereText(where),
      ]),
  );
}

const momentary: ReadonlySet<CommandScope> = new Set([
  'filter',
  'time',
  'question',
  'proofQuestion',
  'report',
  'reportQuestion',
]);

function isMomentary({where}: Binding): boolean {
  return where.every((scope) => momentary.has(scope));
}

function whereText(where: Binding['where']): string {
  const isAll = views.every((view) => where.includes(view));
  const rest = isAll ? where.filter((scope) => !views.includes(scope)) : where;
  return [...(isAll ? ['every view'] : []), ...rest.map((scope) => names[scope])].join(', ');
}
