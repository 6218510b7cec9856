// Copying through the terminal itself, also inside tmux and screen.

const escape = '\u001B';
const bell = '\u0007';
const stringEnd = `${escape}\\`;

/**
 * The longest text that is sent. Many terminals drop a sequence of more than 100,000 bytes without a word; in Base64
 * and with the 8 bytes around it, this many bytes come to exactly that.
 */
export const maxClipboardBytes = 74_994;

/** Screen cuts sequences that are longer than its buffer of 768 bytes: longer ones go in pieces. */
const screenPieceCharacters = 252;

/** How text reaches a terminal's clipboard through what runs in between. */
type Multiplexer = 'tmux' | 'screen' | undefined;

/** Which multiplexer the environment speaks of; the innermost one if they are nested. */
export function readMultiplexer(env: Readonly<Record<string, string | undefined>>): Multiplexer {
  if (env['TMUX']) {
    return 'tmux';
  }

  return env['STY'] ? 'screen' : undefined;
}

/**
 * The escape sequence that asks a terminal to put text on its clipboard; `undefined` when the text is too long.
 *
 * Inside tmux and screen it is wrapped so that they hand it on; tmux needs `allow-passthrough` or `set-clipboard`.
 *
 * Example input:  `hi`
 * Example output: `\x1b]52;c;aGk=\x07`
 * Source: xterm's ctlseqs, OSC 52; tmux(1) and screen(1) on DCS.
 */
export function osc52(text: string, {multiplexer}: {multiplexer?: Multiplexer} = {}): string | undefined {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > maxClipboardBytes) {
    return undefined;
  }

  const sequence = `${escape}]52;c;${bytes.toString('base64')}${bell}`;
  if (multiplexer === 'tmux') {
    return `${escape}Ptmux;${sequence.replaceAll(escape, escape + escape)}${stringEnd}`;
  }

  if (multiplexer === 'screen') {
    const pieces: string[] = [];
    for (let at = 0; at < sequence.length; at += screenPieceCharacters) {
      pieces.push(`${escape}P${sequence.slice(at, at + screenPieceCharacters)}${stringEnd}`);
    }

    return pieces.join('');
  }

  return sequence;
}
