// How wide tables are printed.

import type {TerminalAbilities} from '../terminal/abilities.ts';

/** In a file, a table is readable up to this width, and has room for what it says from the other on. */
const mostColumns = 160;
const leastColumns = 120;

/** How wide a table on stdout may be: as the terminal, or as is good to read in a file. */
export function tableColumns({columns}: Pick<TerminalAbilities, 'columns'>): number {
  return process.stdout.isTTY ? columns : Math.min(mostColumns, Math.max(leastColumns, columns));
}
