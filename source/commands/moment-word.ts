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
  if (isFile(word)) return {kind: 'file', file: word, time: undefined};
  const at = word.lastIndexOf('@');
  const file = word.slice(0, at);
  return at > 0 && isFile(file)
    ? {kind: 'file', file, time: word.slice(at + 1)}
    : {kind: 'target', address: word};
}
