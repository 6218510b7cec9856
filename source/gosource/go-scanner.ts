// Splits Go source into tokens.

import {createColumns, end, type GoTokens, mark, number, text, word} from './go-tokens.ts';

const keywords = new Set(
  (
    'break case chan const continue default defer else fallthrough for func go goto if import interface map package ' +
    'range return select struct switch type var'
  ).split(' '),
);
// The Go Programming Language Specification, "Semicolons".
const endingKeywords = new Set(['break', 'continue', 'fallthrough', 'return']);
const endingMarks = new Set(['++', '--', ')', ']', '}']);
const longMarks = new Set(
  '<- := ++ -- == != <= >= && || << >> &^ += -= *= /= %= &= |= ^= ... <<= >>= &^='.split(' '),
);
/** Whether a word is one of the language's own. */
export function isKeyword(name: string): boolean {
  return keywords.has(name);
}

/**
 * Splits Go source into tokens, forgivingly: any text gives tokens, in time and memory linear in its length.
 *
 * What is left open is closed: a comment or raw string at the end of the file, a string or rune at the end of its line.
 *
 * Example input:  `ch <- 1 // done`
 * Example output: the tokens `ch`, `<-`, `1` and `;`
 * Source: The Go Programming Language Specification, "Lexical elements".
 */
export function scanGo(source: string): GoTokens {
  const columns = createColumns(source.length);
  let line = 1;
  let at = 0;

  const add = (kind: number, start: number, stop: number, firstLine: number) => {
    columns.add(kind, start, stop, firstLine);
    at = stop;
  };
  const endLine = () => {
    if (columns.count() > 0 && endsStatement(source, columns.last())) {
      columns.add(end, at, at, line);
    }
  };
  const countLines = (from: number, to: number) => {
    for (
      let feed = source.indexOf('\n', from);
      feed !== -1 && feed < to;
      feed = source.indexOf('\n', feed + 1)
    ) {
      line++;
    }
  };

  while (at < source.length) {
    const code = source.charCodeAt(at);
    const next = source.charCodeAt(at + 1);
    if (code === 0x0a) {
      endLine();
      line++;
      at++;
    } else if (code <= 0x20 || code === 0xfeff) {
      at++;
    } else if (code === 0x2f && next === 0x2f) {
      at = orEnd(source.indexOf('\n', at), source);
    } else if (code === 0x2f && next === 0x2a) {
      const close = source.indexOf('*/', at + 2);
      const stop = close === -1 ? source.length : close + 2;
      const before = line;
      countLines(at, stop);
      if (line > before) {
        endLine();
      }

      at = stop;
    } else if (code === 0x60) {
      const close = source.indexOf('`', at + 1);
      const stop = close === -1 ? source.length : close + 1;
      const firstLine = line;
      countLines(at, stop);
      add(text, at, stop, firstLine);
    } else if (code === 0x22 || code === 0x27) {
      add(text, at, endOfQuoted(source, at, code), line);
    } else if (isDigit(code) || (code === 0x2e && isDigit(next))) {
      add(number, at, endOfWord(source, at, true), line);
    } else if (isWordCharacter(code)) {
      add(word, at, endOfWord(source, at, false), line);
    } else if (code === 0x3b) {
      add(end, at, at + 1, line);
    } else {
      add(mark, at, at + markLength(source, at), line);
    }
  }

  endLine();
  return columns.finish(source);
}

function endsStatement(
  source: string,
  {kind, start, stop}: {kind: number; start: number; stop: number},
): boolean {
  if (kind === number || kind === text) {
    return true;
  }

  const last = source.slice(start, stop);
  return kind === word
    ? !keywords.has(last) || endingKeywords.has(last)
    : kind === mark && endingMarks.has(last);
}

function endOfQuoted(source: string, start: number, quote: number): number {
  for (let at = start + 1; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (code === quote) {
      return at + 1;
    }

    if (code === 0x0a) {
      return at;
    }

    // A backslash before the end of the line must not hide that end.
    if (code === 0x5c && source.charCodeAt(at + 1) !== 0x0a) {
      at++;
    }
  }

  return source.length;
}

function endOfWord(source: string, start: number, withDots: boolean): number {
  let at = start + 1;
  while (at < source.length) {
    const code = source.charCodeAt(at);
    if (!isWordCharacter(code) && !(withDots && code === 0x2e)) {
      break;
    }

    at++;
  }

  return at;
}

function markLength(source: string, at: number): number {
  return longMarks.has(source.slice(at, at + 3)) ? 3 : longMarks.has(source.slice(at, at + 2)) ? 2 : 1;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Letters beyond ASCII are not told from other characters there: valid Go has none of those outside of texts. */
function isWordCharacter(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    isDigit(code) ||
    code === 0x5f ||
    code >= 0x80
  );
}

function orEnd(index: number, source: string): number {
  return index === -1 ? source.length : index;
}
