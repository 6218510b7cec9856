// Reads a goroutine's labels in each of the ways in which Go prints them.

import {escapeText} from '../target/escape.ts';

export type Labels = Readonly<Record<string, string>>;

// \xNN stands for an ASCII control or a byte of text that is not UTF-8, \u and \U for a character.
// Source: runtime/print.go printquoted, and fmt's %q for debug=1.
const escapes = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([abfnrtv"'\\]))/g;
const named: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const highestAscii = 0x7f;
const highestCodePoint = 0x10_ff_ff;

function unquote(text: string): string {
  const plain = text.replaceAll(
    escapes,
    (all, byte?: string, short?: string, long?: string, letter?: string) => {
      if (letter !== undefined) {
        return named[letter] ?? letter;
      }

      const code = Number.parseInt(byte ?? short ?? long ?? '', 16);
      if (byte !== undefined && code > highestAscii) {
        // Not a character: a byte of text that is not UTF-8, which debug=0 holds as it is.
        return all.toLowerCase();
      }

      return code <= highestCodePoint ? String.fromCodePoint(code) : all;
    },
  );
  return escapeText(plain);
}

// A quoted string, or the bare form of Go 1.27, which may be empty.
const entry = /\s*(?:"((?:[^"\\]|\\.)*)"|([^":,{}\s]*))\s*:\s*(?:"((?:[^"\\]|\\.)*)"|([^",{}\s]*))\s*(,|$)/y;

/**
 * Reads the labels of a goroutine, without the braces; undefined when they are not labels.
 *
 * Example input:  `route: "GET /items[id]", tenant: acme` or `"k":"v", "k2":"v2"`
 * Example output: `{route: 'GET /items[id]', tenant: 'acme'}`
 * Source: runtime/traceback.go goroutineheader (1.26, 1.27), runtime/pprof/label.go String (debug=1).
 */
export function parseLabels(text: string): Labels | undefined {
  const entries: [string, string][] = [];
  let at = 0;
  while (at < text.length) {
    entry.lastIndex = at;
    const match = entry.exec(text);
    if (match === null || match[0] === '') {
      return undefined;
    }

    entries.push([unquote(match[1] ?? match[2] ?? ''), unquote(match[3] ?? match[4] ?? '')]);
    at = entry.lastIndex;
  }

  return Object.fromEntries(entries);
}

/**
 * Reads labels that were printed without any escaping, as CockroachDB's Go does.
 *
 * Example input:  `"n":"1", "query":"select "a" from b"`
 * Example output: `{n: '1', query: 'select "a" from b'}`
 */
export function parseUnescapedLabels(text: string): Labels | undefined {
  if (!text.startsWith('"') || !text.endsWith('"')) {
    return undefined;
  }

  const entries = text
    .slice(1, -1)
    .split(/", ?"/)
    .map((pair): [string, string] | undefined => {
      const middle = /":\s?"/.exec(pair);
      return middle === null
        ? undefined
        : [escapeText(pair.slice(0, middle.index)), escapeText(pair.slice(middle.index + middle[0].length))];
    });
  return entries.every((pair) => pair !== undefined) ? Object.fromEntries(entries) : undefined;
}
