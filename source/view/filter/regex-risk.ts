// Tells which regular expressions could run for ever.

/** More optional parts than this could be tried in more combinations than is bearable: each one doubles them. */
const maxChoices = 8;
/** A counted repetition up to here, such as `\d{1,3}`, is not counted as an endless one. */
const maxCountedRepeats = 8;

/**
 * How far a regular expression can run: how often it repeats without a bound, or `undefined` when it repeats a
 * repetition or a choice, such as `(a+)+` or `(a|a)*`, for which time can double with every character.
 *
 * With n repetitions the time for a text grows at most with its length to the power of n + 1 (the one is for the
 * place to begin), so that a caller can cap the length. Expects a source that `new RegExp` accepts.
 */
export function endlessRepeats(source: string): number | undefined {
  let endless = 0;
  let choices = 0;
  /** For each group that is open: does it repeat or choose, somewhere inside? */
  const groups = [{branches: false}];
  let closed = {branches: false};
  let at = 0;
  while (at < source.length) {
    const character = source[at]!;
    if (character === '\\') {
      closed = {branches: false};
      at += 2;
      continue;
    }

    if (character === '[') {
      closed = {branches: false};
      at = endOfClass(source, at);
      continue;
    }

    if (character === '(') {
      groups.push({branches: false});
      at += groupOpening(source, at);
      continue;
    }

    if (character === ')') {
      closed = groups.pop() ?? closed;
      const outer = groups.at(-1);
      if (!outer) {
        return undefined;
      }

      outer.branches ||= closed.branches;
      at += 1;
      continue;
    }

    if (character === '|') {
      const group = groups.at(-1)!;
      group.branches = true;
      // Alternatives of the whole pattern are tried one after another, not in combination.
      choices += groups.length > 1 ? 1 : 0;
      at += 1;
      continue;
    }

    const repeat = readRepeat(source, at);
    if (!repeat) {
      closed = {branches: false};
      at += 1;
      continue;
    }

    if (repeat.most > 1 && closed.branches) {
      return undefined;
    }

    groups.at(-1)!.branches ||= repeat.most > repeat.least;
    if (repeat.most > maxCountedRepeats) {
      endless += 1;
    } else if (repeat.most > repeat.least) {
      choices += repeat.most - repeat.least;
    }

    at += repeat.length;
  }

  return choices > maxChoices ? undefined : endless;
}

/** How many characters open a group: `(`, `(?:`, `(?=`, `(?<name>` and so on; a `?` in them repeats nothing. */
function groupOpening(source: string, at: number): number {
  return /^\((?:\?(?:[:=!]|<[=!]|<[^>]*>|[a-z-]*:))?/.exec(source.slice(at))?.[0].length ?? 1;
}

function endOfClass(source: string, at: number): number {
  let end = at + 1;
  while (end < source.length && source[end] !== ']') {
    end += source[end] === '\\' ? 2 : 1;
  }

  return end + 1;
}

/** Reads `*`, `+`, `?`, `{2}`, `{2,}`, `{2,5}`, each also lazy with a `?`. */
function readRepeat(source: string, at: number): {least: number; most: number; length: number} | undefined {
  const match = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(source.slice(at));
  if (!match) {
    return undefined;
  }

  const {length} = match[0];
  if (match[1] !== undefined) {
    return {least: match[1] === '+' ? 1 : 0, most: match[1] === '?' ? 1 : Number.POSITIVE_INFINITY, length};
  }

  const least = Number(match[2]);
  const most = match[3] === '' ? least : match[4] === '' ? Number.POSITIVE_INFINITY : Number(match[4]);
  return {least, most, length};
}
