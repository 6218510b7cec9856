// What a file is called where a target would have a name and a URL.

import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {escapeText} from './escape.ts';

/** What a file is called in texts: its name without the folders, safe to print. `-` is stdin. */
export function fileName(word: string): string {
  return word === '-' ? 'stdin' : escapeText(path.basename(word));
}

/** `file:` and the absolute path, which tells files of one name apart. `-` is stdin. */
export function fileUrl(word: string): string {
  return word === '-' ? 'stdin' : pathToFileURL(path.resolve(word)).href;
}
