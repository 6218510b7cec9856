import {existsSync} from 'node:fs';
import {isFile} from './is-file.ts';

/** What a word names: a whole file, a moment of one, or a target. */
export type MomentWord =
  | {readonly kind: 'file'; readonly file: string; readonly time: string | undefined}
  | {readonly kind: 'target'; readonly address: string};

/**
 * Tells `FILE@TIME` from files and targets. A file that exists under the whole name wins.
 *
 * Example input:  `incident.gorowatch@14:05`
 * Example output: `{kind: 'file', file: 'incident.gorowatch', time: '14:05'}`
 */
export function readMomentWord(word: string): MomentWord {
  const at = word.lastIndexOf('@');
  const file = word.slice(0, at);
  if (at > 0 && !existsSync(word) && isFile(file)) return {kind: 'file', file, time: word.slice(at + 1)};
  return isFile(word) ? {kind: 'file', file: word, time: undefined} : {kind: 'target', address: word};
}
