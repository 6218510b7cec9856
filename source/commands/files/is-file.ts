import {existsSync} from 'node:fs';

/** What a word that may be a target or a file means: a file that exists wins over a host of that name. */
export function isFile(word: string): boolean {
  if (word === '-') return true;
  if (/^(?:[a-z][a-z\d+.-]*:\/\/|:\d+$|\d+$)/i.test(word)) return false;
  if (existsSync(word)) return true;
  return /^[./~]/.test(word) || /\.(?:txt|log|gz|pb|prof|out|dump|gorowatch)$/.test(word);
}
