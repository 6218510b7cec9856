/** A piece of a sentence: plain words, or code, which is set in its own type and never taken for markup. */
type Piece = string | {readonly code: string};

/** A sentence that Markdown, HTML and plain text each write in their own way. */
export type Rich = readonly Piece[];

export function code(text: string): Piece {
  return {code: text};
}

/**
 * Words with code between backticks, as the patterns of leaks have it.
 *
 * Example input:  ``Call `defer resp.Body.Close()` at once.``
 * Example output: `['Call ', {code: 'defer resp.Body.Close()'}, ' at once.']`
 */
export function withCode(text: string): Rich {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? {code: part} : part))
    .filter((piece) => piece !== '');
}

/** A sentence of words and pieces: ``rich`It waits in ${code(name)}.` ``. */
export function rich(words: TemplateStringsArray, ...pieces: readonly (Piece | Rich)[]): Rich {
  return words
    .flatMap((text, index): Rich => {
      const piece = pieces[index];
      return piece === undefined ? [text] : [text, ...(isRich(piece) ? piece : [piece])];
    })
    .filter((piece) => piece !== '');
}

export function plainText(pieces: Rich): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : piece.code)).join('');
}

function isRich(piece: Piece | Rich): piece is Rich {
  return Array.isArray(piece);
}
