import {ProfileDecoder} from '../profile/decoder.ts';
import {diffOf} from '../session/diff.ts';
import type {DiffSide} from '../session/diff-side.ts';
import {diffJson} from '../view/output/diff-json.ts';
import {diffLines} from '../view/output/diff-table.ts';
import {checkSide, readSide, type ReadSide} from './diff-side.ts';
import {printJson, printLines} from './print-lines.ts';
import type {Arguments} from './arguments/read-arguments.ts';
import {inOneRecording} from './files/recorded-side.ts';
import {tableColumns} from './table-columns.ts';
import {UsageError} from './arguments/usage-error.ts';

/** Of a comparison that was not made: 0 would say that nothing differs. */
const notCompared = 2;

/** `gorowatch diff A B`: what differs between two moments; the exit status is 1 when something does. */
export async function diff(given: Arguments): Promise<number> {
  const [wordBefore = '', wordAfter = ''] = given.operands;
  if (wordBefore === '-' && wordAfter === '-') {
    throw new UsageError('Standard input can be read only once.', 'Give a file for one of the two.');
  }

  checkSide(wordBefore);
  checkSide(wordAfter);
  const decoder = new ProfileDecoder();
  try {
    const before = await readSide(wordBefore, decoder, given);
    const after = before === undefined ? undefined : await readSide(wordAfter, decoder, given);
    if (before === undefined || after === undefined) return notCompared;
    const found = diffOf(...sidesOf(before, after));
    const origins = {before: before.origin, after: after.origin};
    if (given.flag('json') === true) printJson(diffJson(found, origins));
    else {
      const withStacks = given.flag('stacks') === true;
      printLines(given, tableColumns, (paint) => diffLines(found, origins, paint, withStacks));
    }

    return found.groups.length === 0 ? 0 : 1;
  } finally {
    await decoder.close();
  }
}

function sidesOf(before: ReadSide, after: ReadSide): readonly [DiffSide, DiffSide] {
  return 'restarts' in before && 'restarts' in after
    ? inOneRecording(before, after)
    : [before.side, after.side];
}
