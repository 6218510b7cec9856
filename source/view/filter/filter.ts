// The filter language: what each term looks at, and whether it holds.

import {measures, measureTerm} from './filter-measure.ts';
import {splitFilter, type FilterWord} from './filter-words.ts';
import {suggest} from '../../text/suggest.ts';
import {equalPattern, textPattern, type PatternProblem, type TextPattern} from './text-pattern.ts';

/** What a filter looks at: a group of goroutines, or one goroutine. */
export type FilterSubject = {
  readonly family: string;
  /** The runtime's own word. */
  readonly status: string;
  /** Innermost first, creators included where they are to be found. */
  readonly functions: readonly string[];
  readonly files: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Of the oldest; `undefined` when it is not known, which no `age` term matches. */
  readonly ageMs?: number | undefined;
  readonly count: number;
  /** How sure a verdict on it is, and its pattern; undefined without one. */
  readonly verdict?: readonly string[] | undefined;
};

/** A filter that is ready to be asked; one without terms matches everything. */
export type Filter = {
  readonly text: string;
  readonly terms: readonly FilterTerm[];
};

type FilterTerm = (subject: FilterSubject) => boolean;

/** Why a filter cannot be used, as a sentence for the prompt; the one before it can stay in force. */
type FilterProblem = {readonly text: string; readonly problem: string};

type Field = 'state' | 'fn' | 'file' | 'label' | 'verdict';

/** What is written before the colon, and where that has a term look. */
export const fields: Readonly<Record<string, Field>> = {
  state: 'state',
  reason: 'state',
  fn: 'fn',
  func: 'fn',
  function: 'fn',
  file: 'file',
  label: 'label',
  verdict: 'verdict',
};
/** As they are offered to someone who mistyped one. */
export const knownKeys = ['state', 'fn', 'file', 'label', 'verdict', ...measures] as const;

/**
 * Reads a filter as typed; all of its terms have to match.
 *
 * `state:` `fn:` `file:` `label:` `verdict:` look in one place, `age>5m` and `count>=10` compare, anything else is looked for
 * in functions, files, states and labels; `!` before a term inverts it, quotes keep blanks together, and a value can
 * be a regular expression. Never throws: what cannot be used is a `FilterProblem`.
 *
 * Example input:  `state:"chan send" age>5m !fn:^net/http`
 */
export function parseFilter(text: string): Filter | FilterProblem {
  const terms: FilterTerm[] = [];
  for (const word of splitFilter(text)) {
    const term = parseTerm(word);
    if (typeof term !== 'function') {
      return {text, problem: term.problem};
    }

    terms.push(word.inverted ? (subject) => !term(subject) : term);
  }

  return {text, terms};
}

export function isFilterProblem(filter: Filter | FilterProblem): filter is FilterProblem {
  return 'problem' in filter;
}

/** Whether every term of the filter holds for the subject. */
export function matches(filter: Filter, subject: FilterSubject): boolean {
  return filter.terms.every((term) => term(subject));
}

function parseTerm(word: FilterWord): FilterTerm | PatternProblem {
  const {key, operator, value} = word;
  if (key === undefined) {
    return anywhere(value);
  }

  if (operator !== ':') {
    const term = measureTerm(word);
    return term === 'no measure' ? anywhere(word.typed) : term;
  }

  const field = fields[key.toLowerCase()];
  if (field) {
    return value === '' ? () => true : fieldTerm(field, value);
  }

  const known = measures.find((measure) => measure === key.toLowerCase());
  if (known) {
    return {problem: `${known} is compared: ${known}${known === 'age' ? '>5m' : '>10'}, for example.`};
  }

  const meant = key.length > 2 ? suggest(key, knownKeys) : undefined;
  return meant ? {problem: `There is no ${key}: to look in. Did you mean ${meant}?`} : anywhere(word.typed);
}

function fieldTerm(field: Field, value: string): FilterTerm | PatternProblem {
  if (field === 'label') {
    return labelTerm(value);
  }

  const pattern = textPattern(value, {wordStart: field === 'state' || field === 'verdict'});
  if (typeof pattern !== 'function') {
    return pattern;
  }

  if (field === 'state') {
    return ({family, status}) => pattern(family) || pattern(status);
  }

  if (field === 'verdict') {
    return ({verdict = []}) => verdict.some(pattern);
  }

  return field === 'fn' ? ({functions}) => functions.some(pattern) : ({files}) => files.some(pattern);
}

/** `tenant=acme`: this label has this value; `tenant=`: it has any; `acme`: it stands in any key or value. */
function labelTerm(typed: string): FilterTerm | PatternProblem {
  const equals = typed.indexOf('=');
  if (equals <= 0) {
    const pattern = textPattern(typed);
    return typeof pattern === 'function' ? ({labels}) => someLabel(labels, pattern) : pattern;
  }

  const wantedKey = equalPattern(typed.slice(0, equals));
  const wanted = typed.slice(equals + 1);
  const equal = equalPattern(wanted);
  const looksLikeExpression = /[$()*+?[\\\]^{|}]/.test(wanted);
  const expression = looksLikeExpression ? textPattern(wanted) : undefined;
  if (expression !== undefined && typeof expression !== 'function') {
    return expression;
  }

  return ({labels}) =>
    Object.entries(labels).some(
      ([key, value]) =>
        wantedKey(key) && (wanted === '' || equal(value) || (expression !== undefined && expression(value))),
    );
}

function someLabel(labels: Readonly<Record<string, string>>, pattern: TextPattern): boolean {
  for (const key in labels) {
    if (Object.hasOwn(labels, key) && (pattern(key) || pattern(labels[key]!))) {
      return true;
    }
  }

  return false;
}

function anywhere(value: string): FilterTerm | PatternProblem {
  if (value === '') {
    return () => true;
  }

  const pattern = textPattern(value);
  if (typeof pattern !== 'function') {
    return pattern;
  }

  return ({family, status, functions, files, labels}) =>
    functions.some(pattern) ||
    files.some(pattern) ||
    pattern(family) ||
    pattern(status) ||
    someLabel(labels, pattern);
}
