// Makes text from outside safe to print: nothing in it can steer a terminal, and nothing in it can hide.

import {isUtf8} from 'node:buffer';

const plainAscii = /^[\x20-\x7e]*$/;

// Controls, format characters (bidi, zero width, tags), line separators, lone surrogates, and whatever else a
// terminal may draw as nothing: variation selectors and fillers can hide text as well as a zero-width space can.
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

// A byte order mark is as invisible as any zero-width character, so it must survive decoding to be shown.
const utf8 = new TextDecoder('utf-8', {ignoreBOM: true});

/**
 * Makes text that came from outside safe to print on one line: what could steer a terminal, or hide, becomes visible.
 *
 * Line breaks and tabs count as unsafe. Backslashes stay as they are, so escaping twice is the same as escaping once.
 *
 * Example input:  `main.work\u001b]52;c;…\u0007` (an escape sequence that writes to the clipboard)
 * Example output: `main.work\x1b]52;c;…\x07`
 */
export function escapeText(text: string): string {
  return plainAscii.test(text) ? text : text.replaceAll(unsafe, escapeCharacter);
}

/**
 * Decodes UTF-8 that came from outside and makes it safe to print; a byte that is not UTF-8 is shown as `\x9b`.
 *
 * Example input:  the bytes `63 61 66 c3 a9 9b 32 4a`
 * Example output: `café\x9b2J`
 */
export function decodeText(bytes: Uint8Array): string {
  return escapeText(utf8.decode(isUtf8(bytes) ? bytes : spellOutInvalid(bytes)));
}

/** The same bytes, with each one that is not UTF-8 as the four characters of `\x9b`. */
function spellOutInvalid(bytes: Uint8Array): Uint8Array {
  const spelled = Buffer.alloc(bytes.length * 4);
  let written = 0;
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      written += spelled.write(hexByte(bytes[at]!), written, 'latin1');
      at += 1;
    }

    for (const end = at + length; at < end; at += 1) {
      spelled[written] = bytes[at]!;
      written += 1;
    }
  }

  return spelled.subarray(0, written);
}

/** The length in bytes of the valid UTF-8 sequence at `at`; 0 when there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) {
    return 1;
  }

  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  const end = at + length;
  return length > 0 && end <= bytes.length && isUtf8(bytes.subarray(at, end)) ? length : 0;
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0)!;
  if (code <= 0xff) {
    return hexByte(code);
  }

  const hex = code.toString(16);
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

function hexByte(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}
