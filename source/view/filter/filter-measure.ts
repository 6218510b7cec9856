// Terms of a filter that compare: how old, how many.

import type {FilterWord} from './filter-words.ts';
import {readDuration} from '../../text/duration.ts';
import {suggest} from '../../text/suggest.ts';
import type {PatternProblem} from './text-pattern.ts';

/** What can be compared with a number. */
export const measures = ['age', 'count'] as const;

export function isMeasure(key: string): boolean {
  return measures.some((name) => name === key);
}

type Measured = {readonly ageMs?: number | undefined; readonly count: number};

/**
 * Understands a comparison: `age>5m`, `age<=30s`, `count>=10`, `count=1`. An age that is not known matches none.
 *
 * A term that compares nothing known, such as `x=1`, is `'no measure'` and may mean itself.
 */
export function measureTerm({
  key,
  operator,
  value,
}: FilterWord): ((subject: Measured) => boolean) | PatternProblem | 'no measure' {
  const measure = measures.find((name) => name === key?.toLowerCase());
  if (!measure) {
    const meant = suggest(key ?? '', measures);
    return meant ? {problem: `Only age and count can be compared. Did you mean ${meant}?`} : 'no measure';
  }

  const bound = measure === 'age' ? readDuration(value) : readCount(value);
  if (bound === undefined) {
    const example = measure === 'age' ? 'a time such as 30s, 5m or 2h' : 'a number such as 10';
    return {problem: `${measure}${operator} needs ${example}${value === '' ? '' : `, not ${value}`}.`};
  }

  const holds = comparison(operator ?? '');
  return measure === 'age'
    ? ({ageMs}) => ageMs !== undefined && holds(ageMs, bound)
    : ({count}) => holds(count, bound);
}

function comparison(operator: string): (left: number, right: number) => boolean {
  switch (operator) {
    case '>': {
      return (left, right) => left > right;
    }

    case '>=': {
      return (left, right) => left >= right;
    }

    case '<': {
      return (left, right) => left < right;
    }

    case '<=': {
      return (left, right) => left <= right;
    }

    default: {
      return (left, right) => left === right;
    }
  }
}

/** `10`, `1,000`, `5k`. */
function readCount(text: string): number | undefined {
  const match = /^(\d[\d,_]*)(k|m)?$/i.exec(text);
  if (!match) {
    return undefined;
  }

  const factor = match[2] === undefined ? 1 : match[2].toLowerCase() === 'k' ? 1000 : 1_000_000;
  return Number(match[1]!.replaceAll(/[,_]/g, '')) * factor;
}
