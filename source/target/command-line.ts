import {decodeText} from './escape.ts';

/** Long command lines say little more with each word, and a header has one line. */
const maxCommandLineCharacters = 1000;
/** No more than this can be shown, and a process may have any number of words. */
const maxCommandLineBytesRead = maxCommandLineCharacters * 4;

/**
 * Reads what `/debug/pprof/cmdline` answers with, for display on one line; words with spaces are quoted.
 *
 * Example input:  `/srv/app\0-name\0two words`
 * Example output: `/srv/app -name 'two words'`
 */
export function parseCommandLine(bytes: Uint8Array): string {
  const words = splitAtNul(bytes.subarray(0, maxCommandLineBytesRead));
  const line = Array.from(words.map((word) => quoteWord(decodeText(word))).join(' '));
  return bytes.length > maxCommandLineBytesRead || line.length > maxCommandLineCharacters
    ? `${line.slice(0, maxCommandLineCharacters - 1).join('')}…`
    : line.join('');
}

function splitAtNul(bytes: Uint8Array): Uint8Array[] {
  const words: Uint8Array[] = [];
  let start = 0;
  for (let end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, start)) {
    words.push(bytes.subarray(start, end));
    start = end + 1;
  }

  words.push(bytes.subarray(start));
  return words;
}

function quoteWord(word: string): string {
  return word === '' || /[\s']/u.test(word) ? `'${word.replaceAll("'", String.raw`'\''`)}'` : word;
}
