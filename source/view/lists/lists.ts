// What keys can move over on the screen as it is.

import {eventKey, type Contents} from '../inspector/contents.ts';
import {matchesIn} from '../panels/detail.ts';
import {diffRows} from '../panels/diff-panel.ts';
import {detailRows} from '../panels/detail-panel.ts';
import {scopeOf} from './scope.ts';
import type {Lists} from './screen-lists.ts';
import type {InspectorState} from '../inspector/inspector-state.ts';
import {layoutFor} from '../inspector/layout.ts';
import {previewRows} from '../panels/report-preview.ts';
import {stackSearch} from '../filter/stack-search.ts';
import {leakRows} from '../panels/leaks-panel.ts';
import {verdictKey, verdictOfRow} from '../verdicts/verdicts-now.ts';

/** How large the screen is, and how many lines the help and the evidence have there. */
export type ScreenSize = {
  readonly columns: number;
  readonly rows: number;
  readonly helpLines: number;
  readonly evidenceLines: number;
};

/** A title and headings stand above lists that take the whole body. */
const linesAboveList = 2;

/** What keys can move over: made from what the screen shows. `text` is the scrolling text in front, if any. */
export function listsFor(
  state: InspectorState,
  contents: Contents,
  size: ScreenSize,
  text: readonly string[],
  clockMs: number,
): Lists {
  const layout = layoutFor(size.columns, size.rows, contents.families.length);
  const scope = scopeOf(state);
  const isFound = stackSearch(state.filterText);
  const {evidence, detail, verdicts} = contents;
  const {verdict} = (detail === undefined ? evidence : verdictOfRow(detail.row, verdicts)) ?? {};
  const heights: Partial<Record<typeof scope, number>> = {
    groups: layout.list,
    reasons: layout.list,
    leaks: leakRows(contents.leaks.length, layout.body),
    diff: diffRows(layout.body),
    detail: detailRows(layout.body, verdict !== undefined),
    reportQuestion: layout.body - 1,
  };
  const textLines = () => {
    if (scope === 'help') return size.helpLines;
    if (scope === 'reportQuestion') return previewRows(state.draft?.preview ?? [], size.columns).length;
    return scope === 'evidence' ? size.evidenceLines : text.length;
  };

  const textMatches = text.flatMap((line, index) => (isFound(line) ? [index] : []));
  const detailMatches = contents.detail === undefined ? [] : matchesIn(contents.detail, state.filterText);
  return {
    nowMs: contents.moment.atMs,
    clockMs,
    height: Math.max(1, heights[scope] ?? layout.body - linesAboveList),
    rows: contents.rows.keys,
    families: contents.families.map(({family}) => family),
    goroutines: contents.goroutines.keys,
    events: contents.events.map(eventKey),
    leaks: contents.leaks.map((one) => verdictKey(one.verdict)),
    diff: contents.diff?.groups.map(({identity}) => identity.key) ?? [],
    diffPlaces: contents.diff?.groups.map(({identity}) => identity.place) ?? [],
    verdict: verdict === undefined ? undefined : {key: verdictKey(verdict), place: verdict.group.place},
    detail: contents.detail?.items.keys ?? [],
    announcedMs: contents.announced?.atMs,
    matches: scope === 'goroutine' ? textMatches : detailMatches,
    textLines: textLines(),
  };
}
