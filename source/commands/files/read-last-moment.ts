import {formatCount} from '../../view/text/format.ts';
import {fileName} from '../../target/file-address.ts';
import {readMoments, type FileMoment} from './read-moments.ts';

/**
 * Of several moments in a file, such as a log with several dumps, the last one; says on stderr that it is.
 *
 * @param done what becomes of it, such as `compared`
 * @throws {DecodeError} when the file cannot be read or is larger than any profile.
 */
export async function readLastMoment(word: string, done: string): Promise<FileMoment> {
  let last: FileMoment | undefined;
  let moments = 0;
  for await (const moment of readMoments(word)) {
    last = moment;
    moments++;
  }

  if (last === undefined) throw new Error('a file without a moment is an error of its own');
  if (moments > 1) {
    process.stderr.write(
      `gorowatch: ${fileName(word)} holds ${formatCount(moments)} moments; the last one is ${done}.\n`,
    );
  }

  return last;
}
