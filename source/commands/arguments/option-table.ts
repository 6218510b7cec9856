// Commands, options and exit statuses as Markdown tables, for the README.

import {markdownTable} from '../../view/text/markdown-table.ts';
import {commands} from './command-table.ts';
import {exitStatuses} from './exit-statuses.ts';
import {options} from './options.ts';

/** Every command as a Markdown table, for the README. */
export function commandTable(): string {
  return markdownTable(
    ['command', 'does'],
    commands.map(({usage, does}) => [`\`${usage}\``, does]),
  );
}

/** Every option as a Markdown table, for the README. */
export function optionTable(): string {
  return markdownTable(
    ['option', 'does', 'with'],
    Object.entries(options).map(([name, {short, takes, help, commands: having}]) => {
      const long = `--${name}${takes === undefined ? '' : ` ${takes}`}`;
      const isEverywhere = commands.every((command) => having.includes(command.name));
      return [
        `${short === undefined ? '' : `\`-${short}\` `}\`${long}\``,
        help,
        isEverywhere
          ? 'every command'
          : having.map((command) => (command === 'watch' ? 'TARGET' : command)).join(', '),
      ];
    }),
  );
}

/** What the program ends with, as a Markdown table, for the README. */
export function exitStatusTable(): string {
  return markdownTable(['status', 'means'], exitStatuses);
}
