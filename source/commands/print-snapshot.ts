import type {Snapshot} from '../profile/model.ts';
import {makeTheme} from '../terminal/theme.ts';
import {toAscii} from '../view/ascii.ts';
import {snapshotJson, type SnapshotOrigin} from '../view/snapshot-json.ts';
import {snapshotLines} from '../view/snapshot-table.ts';
import type {Arguments} from './read-arguments.ts';
import {tableColumns} from './table-columns.ts';
import {abilitiesFor} from './watch.ts';

/** Prints one moment as a table, or as JSON with `--json`; with `--stacks`, every goroutine of it. */
export function printSnapshot(read: Snapshot, origin: SnapshotOrigin, given: Arguments): void {
  const members = given.flag('stacks') === true;
  if (given.flag('json') === true) {
    process.stdout.write(`${JSON.stringify(snapshotJson(read, origin, members), undefined, 2)}\n`);
    return;
  }

  const abilities = abilitiesFor(given);
  const paint = {
    columns: tableColumns(abilities),
    theme: makeTheme(abilities.colour, abilities.background),
    ascii: !abilities.unicode,
  };
  const text = snapshotLines(read, origin, members, paint).join('\n');
  process.stdout.write(`${paint.ascii ? toAscii(text) : text}\n`);
}
