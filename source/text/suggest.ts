// Guesses which word somebody meant who has mistyped one.

/** A misspelling of a short word changes it beyond recognition sooner than one of a long word. */
const lettersPerMistake = 3;

/** Longer input is no misspelling of anything, and comparing it costs its length squared. */
const longestWord = 64;

/**
 * The word that was probably meant, or `undefined` when nothing is near: an unfinished word, or one or two letters
 * swapped, missing, doubled or wrong. Of equally near words the first one given wins.
 */
export function suggest<Word extends string>(typed: string, words: readonly Word[]): Word | undefined {
  const wanted = typed.toLowerCase();
  if (wanted === '' || wanted.length > longestWord) {
    return undefined;
  }

  let nearest: Word | undefined;
  let fewest = Math.max(1, Math.floor(wanted.length / lettersPerMistake)) + 1;
  for (const word of words) {
    const mistakes = editDistance(wanted, word.toLowerCase());
    if (mistakes < fewest) {
      nearest = word;
      fewest = mistakes;
    }
  }

  return (
    nearest ?? (wanted.length >= 3 ? words.find((word) => word.toLowerCase().startsWith(wanted)) : undefined)
  );
}

/** How many letters to add, remove, replace or swap with their neighbour to turn one word into the other. */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({length: to.length + 1}, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let mistakes = Math.min(
        last[column]! + 1,
        current[column - 1]! + 1,
        last[column - 1]! + (same ? 0 : 1),
      );
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) {
        mistakes = Math.min(mistakes, beforeLast[column - 2]! + 1);
      }

      current.push(mistakes);
    }

    beforeLast = last;
    last = current;
  }

  return last[to.length]!;
}
