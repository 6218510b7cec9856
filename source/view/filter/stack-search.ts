import {isMeasure} from './filter-measure.ts';
import {fields} from './filter.ts';
import {splitFilter} from './filter-words.ts';
import {textPattern, type TextPattern} from './text-pattern.ts';

/**
 * What a filter looks for in the lines of one stack: a line is found when any of the terms that can stand in a stack
 * does. Terms that are inverted, or that cannot be used, find nothing.
 *
 * Example: `state:select fn:pool !audit` finds the lines with `pool`.
 */
export function stackSearch(filterText: string): TextPattern {
  const patterns = splitFilter(filterText).flatMap(({inverted, key, value, typed}) => {
    const name = key?.toLowerCase() ?? '';
    const field = fields[name];
    // Other terms say something of its goroutines that stands in no line.
    const isInStack = field === undefined ? !isMeasure(name) : field === 'fn' || field === 'file';
    if (inverted || !isInStack) return [];
    const wanted = key === undefined || field !== undefined ? value : typed;
    const pattern = wanted === '' ? undefined : textPattern(wanted);
    return typeof pattern === 'function' ? [pattern] : [];
  });
  return (text) => patterns.some((pattern) => pattern(text));
}
