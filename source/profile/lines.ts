// Splits text of the target into lines that are safe to print.

import {decodeText} from '../target/escape.ts';

const tab = 0x09;
const newline = 0x0a;
const carriageReturn = 0x0d;

/** The lines of a text from the target, made safe to print; the end of the last one may be missing. */
export function linesOf(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const found = bytes.indexOf(newline, at);
    const end = found === -1 ? bytes.length : found;
    lines.push(decodeLine(bytes.subarray(at, end)));
    at = end + 1;
  }

  return lines;
}

/**
 * One line, without its end, made safe to print. The tab before a file is the format's own and stays one; any other
 * control character is the target's.
 */
export function decodeLine(bytes: Uint8Array): string {
  const end = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length;
  return bytes[0] === tab ? `\t${decodeText(bytes.subarray(1, end))}` : decodeText(bytes.subarray(0, end));
}
