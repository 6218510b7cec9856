// Where keys come from: stdin, unless that is what is to be shown.

import {openSync} from 'node:fs';
import {ReadStream} from 'node:tty';

/**
 * The terminal that keys come from. Where stdin is a pipe that was read (`-` among the files) and somebody sees what is
 * written, it is the terminal that belongs to the program; stdin where there is none.
 */
export function keyboardBeside(files: readonly string[]): NodeJS.ReadStream {
  const {stdin, stdout} = process;
  if (stdin.isTTY || !stdout.isTTY || !files.includes('-')) return stdin;
  try {
    return new ReadStream(openSync('/dev/tty', 'r'));
  } catch {
    return stdin;
  }
}
