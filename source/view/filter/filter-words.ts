// Splits a filter into its terms, before any is understood.

/** One term as typed, taken apart but not yet understood. */
export type FilterWord = {
  readonly inverted: boolean;
  /** Before the first `:` or comparison, when that looks like a word; `undefined` for plain text. */
  readonly key: string | undefined;
  readonly operator: ':' | '>' | '>=' | '<' | '<=' | '=' | undefined;
  /** Without its quotes. */
  readonly value: string;
  /** The whole term without `!` and quotes: what to look for if the key turns out to be none. */
  readonly typed: string;
};

type Character = {readonly text: string; readonly quoted: boolean};

const operators: ReadonlyMap<string, FilterWord['operator']> = new Map([
  [':', ':'],
  ['>', '>'],
  ['>=', '>='],
  ['<', '<'],
  ['<=', '<='],
  ['=', '='],
  ['==', '='],
]);

/**
 * Splits a filter into its terms, at blanks that are not in quotes; a quote left open lasts to the end.
 *
 * Example input:  `!state:"chan send" age>=5m worker`
 * Example output: `{inverted: true, key: 'state', operator: ':', value: 'chan send'}`, `{… key: 'age', operator: '>=',
 * value: '5m'}`, `{… key: undefined, value: 'worker'}`
 */
export function splitFilter(text: string): FilterWord[] {
  return splitAtBlanks(text).flatMap((characters) => readWord(characters) ?? []);
}

function splitAtBlanks(text: string): Character[][] {
  const words: Character[][] = [];
  let word: Character[] | undefined;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (quote === undefined && /\s/.test(character)) {
      word = undefined;
      continue;
    }

    if (!word) {
      word = [];
      words.push(word);
    }

    if (character === quote) {
      quote = undefined;
    } else if (quote === undefined && opensQuote(text, at)) {
      quote = character;
    } else if (character === '\\' && quote !== undefined && text[at + 1] === quote) {
      at += 1;
      word.push({text: quote, quoted: true});
    } else {
      word.push({text: character, quoted: quote !== undefined});
    }
  }

  return words;
}

/** An apostrophe inside a word is no quote. */
function opensQuote(text: string, at: number): boolean {
  return text[at] === '"' || (text[at] === "'" && (at === 0 || /[\s!:=<>]/.test(text[at - 1]!)));
}

function readWord(word: readonly Character[]): FilterWord | undefined {
  const inverted = word[0]?.text === '!' && !word[0].quoted;
  const characters = inverted ? word.slice(1) : word;
  // A lone "!" is a term that is still being typed.
  if (inverted && characters.length === 0) {
    return undefined;
  }

  const typed = characters.map(({text}) => text).join('');
  const bare = characters.map(({text, quoted}) => (quoted ? ' ' : text)).join('');
  const match = /^([a-z]+)(:|>=?|<=?|==?)/i.exec(bare);
  if (!match) {
    return {inverted, key: undefined, operator: undefined, value: typed, typed};
  }

  const [whole, key, sign] = match;
  return {inverted, key: key!, operator: operators.get(sign!), value: typed.slice(whole.length), typed};
}
