import {eventKey, type Contents} from './contents.ts';
import {matchesIn} from './detail.ts';
import {detailRows} from './detail-panel.ts';
import {scopeOf, type Lists} from './inspector-reducer.ts';
import type {InspectorState} from './inspector-state.ts';
import {layoutFor} from './layout.ts';
import {stackSearch} from './stack-search.ts';

/** How large the screen is, and how many lines the help has there. */
export type ScreenSize = {readonly columns: number; readonly rows: number; readonly helpLines: number};

/** A title and headings stand above lists that take the whole body. */
const linesAboveList = 2;

/** What keys can move over: made from what the screen shows. `text` is the scrolling text in front, if any. */
export function listsFor(
  state: InspectorState,
  contents: Contents,
  size: ScreenSize,
  text: readonly string[],
): Lists {
  const layout = layoutFor(size.columns, size.rows, contents.families.length);
  const scope = scopeOf(state);
  const isFound = stackSearch(state.filterText);
  const heights: Partial<Record<typeof scope, number>> = {
    groups: layout.list,
    reasons: layout.list,
    detail: detailRows(layout.body),
  };
  const textMatches = text.flatMap((line, index) => (isFound(line) ? [index] : []));
  const detailMatches = contents.detail === undefined ? [] : matchesIn(contents.detail, state.filterText);
  return {
    nowMs: contents.moment.atMs,
    height: Math.max(1, heights[scope] ?? layout.body - linesAboveList),
    rows: contents.rows.keys,
    families: contents.families.map(({family}) => family),
    goroutines: contents.goroutines.keys,
    events: contents.events.map(eventKey),
    detail: contents.detail?.items.keys ?? [],
    matches: scope === 'goroutine' ? textMatches : detailMatches,
    textLines: scope === 'help' ? size.helpLines : text.length,
  };
}
