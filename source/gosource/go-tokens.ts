// The tokens of one Go file, in columns.

/** The kinds of token; `end` is a semicolon, written or implied by the end of a line. */
type TokenKind = 'word' | 'number' | 'text' | 'mark' | 'end';

/** The tokens of one Go file, without comments, by index from 0 to `count` − 1. */
export type GoTokens = {
  readonly source: string;
  readonly count: number;
  /** Undefined outside 0…count−1. */
  readonly kind: (index: number) => TokenKind | undefined;
  /** As written; `;` for an end, '' outside 0…count−1. */
  readonly text: (index: number) => string;
  /** Counted from 1, as the compiler counts: line feeds only. 0 outside 0…count−1. */
  readonly line: (index: number) => number;
  /** The index of the bracket that belongs to this one; −1 for other tokens and brackets without a partner. */
  readonly pair: (index: number) => number;
  /** Where the token begins and ends in the source, as a string index. */
  readonly span: (index: number) => readonly [start: number, end: number];
};

const kinds: readonly TokenKind[] = ['word', 'number', 'text', 'mark', 'end'];
/** Places in `kinds`. */
export const [word, number, text, mark, end] = [0, 1, 2, 3, 4];

const closing = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

/** Collects tokens in columns, which take a tenth of what an object for each would. */
export function createColumns(characters: number) {
  let size = Math.max(64, Math.ceil(characters / 4));
  let count = 0;
  let kindOf = new Uint8Array(size);
  let places = new Uint32Array(size * 3);
  return {
    count: () => count,
    last: () => ({kind: kindOf[count - 1]!, start: places[count * 3 - 3]!, stop: places[count * 3 - 2]!}),
    add(kind: number, start: number, stop: number, line: number) {
      if (count === size) {
        size *= 2;
        const [widerKinds, widerPlaces] = [new Uint8Array(size), new Uint32Array(size * 3)];
        widerKinds.set(kindOf);
        widerPlaces.set(places);
        [kindOf, places] = [widerKinds, widerPlaces];
      }

      kindOf[count] = kind;
      places[count * 3] = start;
      places[count * 3 + 1] = stop;
      places[count * 3 + 2] = line;
      count++;
    },
    finish(source: string): GoTokens {
      const [finalKinds, finalPlaces, total] = [kindOf.slice(0, count), places.slice(0, count * 3), count];
      const textOf = (index: number) => {
        const kind = finalKinds[index];
        return kind === undefined
          ? ''
          : kind === end
            ? ';'
            : source.slice(finalPlaces[index * 3], finalPlaces[index * 3 + 1]);
      };
      const pairs = pairBrackets(total, (index) => (finalKinds[index] === mark ? textOf(index) : ''));
      return {
        source,
        count: total,
        kind: (index) => {
          const kind = finalKinds[index];
          return kind === undefined ? undefined : kinds[kind];
        },
        text: textOf,
        line: (index) => finalPlaces[index * 3 + 2] ?? 0,
        pair: (index) => pairs[index] ?? -1,
        span: (index) => [finalPlaces[index * 3] ?? 0, finalPlaces[index * 3 + 1] ?? 0],
      };
    },
  };
}

/** A closing bracket of another kind than the innermost open one is left without a partner. */
function pairBrackets(count: number, bracket: (index: number) => string): Int32Array {
  const pairs = new Int32Array(count).fill(-1);
  const open: number[] = [];
  for (let index = 0; index < count; index++) {
    const character = bracket(index);
    if (character === '(' || character === '[' || character === '{') {
      open.push(index);
    } else if (closing.has(character)) {
      const partner = open.at(-1);
      if (partner !== undefined && bracket(partner) === closing.get(character)) {
        open.pop();
        pairs[partner] = index;
        pairs[index] = partner;
      }
    }
  }

  return pairs;
}
