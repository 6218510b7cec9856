// Compiles what a person typed to search in text, and refuses what could freeze the screen.

import {endlessRepeats} from './regex-risk.ts';

/** Longer patterns are not typed by hand. */
const maxPatternCharacters = 200;

/**
 * How much of a text a pattern sees, by how many endless repetitions it has: so that the worst case stays at some
 * 10^6 steps, a few milliseconds, for a text made to be slow. Names are rarely longer than any of these.
 */
const maxSearchedCharacters = [65_536, 1024, 256, 96] as const;

const special = /[$()*+.?[\\\]^{|}]/;

export type TextPattern = (text: string) => boolean;

/** Why a pattern cannot be used, as a sentence for the person who typed it. */
export type PatternProblem = {readonly problem: string};

/**
 * Compiles what a person typed to search in text: letter case does not count, a regular expression if it is one,
 * else the very characters. Without special characters, `wordStart` demands that a word begins with it.
 *
 * Never throws. A regular expression that could run for ever is refused: names come from the watched process, and
 * no name may freeze the screen.
 */
export function textPattern(typed: string, {wordStart = false} = {}): TextPattern | PatternProblem {
  if (typed.length > maxPatternCharacters) {
    return {
      problem: `A search has at most ${maxPatternCharacters} characters; this one has ${typed.length}.`,
    };
  }

  if (!special.test(typed) || isDottedName(typed)) {
    return literalPattern(typed, wordStart);
  }

  const expression = compile(typed);
  if (!expression) {
    return literalPattern(typed, false);
  }

  const repeats = endlessRepeats(typed);
  if (repeats === undefined) {
    return {problem: `${typed} could be tried in endless combinations on a long name; write it more simply.`};
  }

  const cap = maxSearchedCharacters[repeats];
  if (cap === undefined) {
    return {
      problem: `${typed} has ${repeats} repetitions; at most ${maxSearchedCharacters.length - 1} stay fast.`,
    };
  }

  // A name that was copied from the screen may happen to be an expression: Map[...] is one.
  const literal = literalPattern(typed, false);
  return (text) => expression.test(text.length > cap ? text.slice(0, cap) : text) || literal(text);
}

/** The same, for exactly these characters and nothing else, letter case aside. */
export function equalPattern(typed: string): TextPattern {
  const wanted = typed.toLowerCase();
  return (text) => text.toLowerCase() === wanted;
}

/** In `main.go` or `main.run.func1` a dot is a dot. */
function isDottedName(typed: string): boolean {
  return /^[^$()*+?[\\\]^{|}]*$/.test(typed) && /[^.]/.test(typed) && !/^\.|\.$/.test(typed);
}

function literalPattern(typed: string, wordStart: boolean): TextPattern {
  const expression = compile(
    `${wordStart && /^\w/.test(typed) ? String.raw`\b` : ''}${escapeExpression(typed)}`,
  )!;
  return (text) => expression.test(text);
}

function escapeExpression(text: string): string {
  return text.replaceAll(/[$()*+./?[\\\]^{|}-]/g, String.raw`\$&`);
}

function compile(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'i');
  } catch {
    return undefined;
  }
}
