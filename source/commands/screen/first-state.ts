// What options change about the screen before the first key.

import type {Background} from '../../terminal/theme.ts';
import {isFilterProblem, parseFilter} from '../../view/filter/filter.ts';
import {initialState, type InspectorState} from '../../view/inspector/inspector-state.ts';
import {sortColumns} from '../../view/lists/order.ts';
import {groupings} from '../../view/lists/rows.ts';
import type {Arguments} from '../arguments/read-arguments.ts';
import {UsageError} from '../arguments/usage-error.ts';

/**
 * The state that options ask for: every choice that a key makes can be made from the start.
 *
 * @throws {UsageError}
 */
export function firstState(given: Arguments): InspectorState {
  const grouping = given.text('group-by');
  const sort = given.text('sort');
  const chosenGrouping = groupings.find((one) => one === (grouping ?? 'stack'));
  const column = sortColumns.find((one) => one === (sort ?? 'count'));
  if (chosenGrouping === undefined) {
    throw new UsageError(`--group-by ${grouping} is not known.`, `Write one of ${groupings.join(', ')}.`);
  }

  if (column === undefined) {
    throw new UsageError(`--sort ${sort} is not known.`, `Write one of ${sortColumns.join(', ')}.`);
  }

  backgroundOf(given);
  const filterText = given.text('filter') ?? '';
  const filter = parseFilter(filterText);
  if (isFilterProblem(filter)) {
    throw new UsageError(`--filter ${filterText} cannot be understood.`, filter.problem);
  }

  return {
    ...initialState,
    grouping: chosenGrouping,
    order: {column, reversed: false},
    filterText,
  };
}

/**
 * The background that was asked for.
 *
 * @throws {UsageError}
 */
export function backgroundOf(given: Arguments): Background | undefined {
  const text = given.text('background');
  if (text === undefined || text === 'dark' || text === 'light') return text;
  throw new UsageError(`--background ${text} is not known.`, 'Write dark or light.');
}
