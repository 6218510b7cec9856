import {commandTable, exitStatusTable, optionTable} from '../source/commands/arguments/option-table.ts';
import {bindingTable} from '../source/terminal/binding-table.ts';
import {houseChain, houseTable} from './house.ts';

type Tables = Readonly<Record<string, () => string>>;

const readmeTables: Tables = {
  keys: bindingTable,
  commands: commandTable,
  options: optionTable,
  'exit status': exitStatusTable,
  folders: houseTable,
};

/** What of the design notes is made anew. */
export const noteTables: Tables = {folders: houseChain};

/**
 * A Markdown text with the tables between its markers, such as `<!-- keys -->` and `<!-- /keys -->`, made anew.
 *
 * @throws {Error} when a pair of markers is missing.
 */
export function withTables(text: string, tables: Tables = readmeTables): string {
  return Object.entries(tables).reduce((whole, [name, table]) => {
    const [before, , after, ...more] = whole.split(new RegExp(`<!-- /?${name} -->`));
    if (before === undefined || after === undefined || more.length > 0) {
      throw new Error(`The markers <!-- ${name} --> and <!-- /${name} --> are not there once each.`);
    }

    return `${before}<!-- ${name} -->\n\n${table()}\n<!-- /${name} -->${after}`;
  }, text);
}
