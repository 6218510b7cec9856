import {splitFilter} from './filter-words.ts';
import {textPattern, type TextPattern} from './text-pattern.ts';

/** Terms with these keys say what stands in a stack; those with other keys say something else about its goroutines. */
const inStack: ReadonlySet<string | undefined> = new Set([undefined, 'fn', 'func', 'function', 'file']);
const notInStack: ReadonlySet<string> = new Set(['state', 'reason', 'label', 'age', 'count']);

/**
 * What a filter looks for in the lines of one stack: a line is found when any of the terms that can stand in a stack
 * does. Terms that are inverted, or that cannot be used, find nothing.
 *
 * Example: `state:select fn:pool !audit` finds the lines with `pool`.
 */
export function stackSearch(filterText: string): TextPattern {
  const patterns = splitFilter(filterText).flatMap(({inverted, key, value, typed}) => {
    const name = key?.toLowerCase();
    if (inverted || (name !== undefined && notInStack.has(name))) return [];
    const wanted = inStack.has(name) ? value : typed;
    const pattern = wanted === '' ? undefined : textPattern(wanted);
    return typeof pattern === 'function' ? [pattern] : [];
  });
  return (text) => patterns.some((pattern) => pattern(text));
}
