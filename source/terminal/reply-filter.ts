// Tells what a terminal answers from keys that are typed meanwhile.

import type {Background} from './theme.ts';

const escape = '\u001B';
const bell = '\u0007';

/** Asks for the background colour (OSC 11), then for something every terminal answers (DA1), so that waiting ends. */
export const backgroundQuestion = `${escape}]11;?${escape}\\${escape}[c`;

const colourReply = new RegExp(String.raw`${escape}\]11;([^${escape}${bell}]{0,64})(?:${bell}|${escape}\\)`);
const identityReply = new RegExp(String.raw`${escape}\[\?[\d;]{0,64}c`);
/** What may become a reply with the next read; a lone escape may as well be the key. */
const begunColourReply = new RegExp(
  String.raw`${escape}\]1?1?$|${escape}\]11;[^${bell}${escape}]{0,64}${escape}?$`,
);
const begunIdentityReply = new RegExp(String.raw`${escape}\[\?[\d;]{0,64}$`);

type ReplyFilter = {
  /** Takes what was read, and returns what of it is the user's. */
  push(read: string): string;
  /** Returns what was held back as the possible beginning of a reply, unless it can be nothing else. */
  flush(): string;
  background(): Background | undefined;
  /** The terminal has answered, or said that it will not. */
  isAnswered(): boolean;
};

/**
 * Tells a terminal's replies to `backgroundQuestion` from keys that the user types meanwhile.
 *
 * Example input:  `j`, `\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\k`, `\x1b[?62;4c`
 * Example output: `j`, `k`, nothing; the background is dark.
 */
export function makeReplyFilter(): ReplyFilter {
  let held = '';
  let endedInEscape = false;
  let background: Background | undefined;
  let answered = false;
  return {
    push(read) {
      // The escape went through as a key when it came alone; what follows shows that it was none.
      const late = endedInEscape && held === '' && /^(?:\]1|\[\?)/.test(read) ? escape : '';
      let text = held + late + read;
      held = '';
      for (let reply = colourReply.exec(text); reply; reply = colourReply.exec(text)) {
        background = readColour(reply[1]!) ?? background;
        text = text.slice(0, reply.index) + text.slice(reply.index + reply[0].length);
      }

      for (let reply = identityReply.exec(text); reply; reply = identityReply.exec(text)) {
        answered = true;
        text = text.slice(0, reply.index) + text.slice(reply.index + reply[0].length);
      }

      const begun = begunColourReply.exec(text) ?? begunIdentityReply.exec(text);
      if (begun) {
        held = text.slice(begun.index);
        text = text.slice(0, begun.index);
      }

      endedInEscape = text.endsWith(escape);
      return text;
    },
    flush() {
      if (!/^.\]1?1?$/.test(held)) {
        return '';
      }

      const keys = held;
      held = '';
      return keys;
    },
    background: () => background,
    isAnswered: () => answered,
  };
}

/**
 * Light or dark, from a colour as terminals report it: 1 to 4 hex digits for each of red, green and blue.
 *
 * Example input:  `rgb:fdfd/f6f6/e3e3` or `rgba:0000/0000/0000/ffff` or `#002b36`
 * Example output: `light` or `dark` or `dark`
 * Source: xterm's ctlseqs, OSC 10 and 11; XParseColor.
 */
export function readColour(reply: string): Background | undefined {
  const slashed = /^rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i.exec(reply);
  const hashed = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(reply);
  const channels = (slashed ?? hashed)?.slice(1);
  if (!channels) {
    return undefined;
  }

  const [red, green, blue] = channels.map((hex) => Number.parseInt(hex, 16) / (16 ** hex.length - 1));
  return 0.299 * red! + 0.587 * green! + 0.114 * blue! > 0.5 ? 'light' : 'dark';
}
