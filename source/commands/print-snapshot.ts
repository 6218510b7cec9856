import type {Snapshot} from '../profile/model.ts';
import {snapshotJson, type SnapshotOrigin} from '../view/output/snapshot-json.ts';
import {snapshotLines} from '../view/output/snapshot-table.ts';
import {printJson, printLines} from './print-lines.ts';
import type {Arguments} from './arguments/read-arguments.ts';
import {tableColumns} from './table-columns.ts';

/** Prints one moment as a table, or as JSON with `--json`; with `--stacks`, every goroutine of it. */
export function printSnapshot(read: Snapshot, origin: SnapshotOrigin, given: Arguments): void {
  const members = given.flag('stacks') === true;
  if (given.flag('json') === true) printJson(snapshotJson(read, origin, members));
  else printLines(given, tableColumns, (paint) => snapshotLines(read, origin, members, paint));
}
