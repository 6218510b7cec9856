// An opened group.

import {useEffect} from 'react';
import type {Contents} from '../view/inspector/contents.ts';
import {isPast} from '../view/output/happened.ts';
import {detailLines, detailRows} from '../view/panels/detail-panel.ts';
import {matchesIn} from '../view/panels/detail.ts';
import {settleCursor} from '../view/lists/list-cursor.ts';
import type {Paint} from '../view/text/paint.ts';
import {chartSpanAt, windowAt} from '../view/time/time-window.ts';
import {verdictOfRow} from '../view/verdicts/verdicts-now.ts';
import type {Inspector} from './inspector.ts';
import {Lines} from './lines.tsx';

type Props = {
  readonly inspector: Inspector;
  readonly contents: Contents;
  readonly height: number;
  readonly paint: Paint;
};

/** One group opened: its stack, who started it, its members. */
export function DetailView({inspector, contents, height, paint}: Props) {
  const {session, timeline, state} = inspector;
  const {detail, moment, verdicts} = contents;
  const verdict = detail === undefined ? undefined : verdictOfRow(detail.row, verdicts);
  const cursor = settleCursor(
    state.members,
    detail?.items.keys ?? [],
    detailRows(height, verdict !== undefined),
  );
  // Arguments are fetched for what can be on the screen, not for 10,000 members.
  const near = detail?.items.slice(Math.max(0, cursor.index - height), cursor.index + height) ?? [];
  const ids = near.flatMap((item) => (item.kind === 'member' ? [item.member.id] : []));
  useEffect(() => {
    void inspector.wantTexts(ids);
  });
  if (detail === undefined) {
    const gone = isPast(state.held)
      ? 'these goroutines were not there at this moment; esc goes back to the list'
      : 'these goroutines are gone; esc goes back to the list';
    return <Lines lines={[paint.theme.muted(`   ${gone}`)]} height={height} />;
  }

  const lines = detailLines(
    {
      detail,
      verdict,
      diagnosis: verdicts.diagnosis,
      session,
      timeline,
      look: moment.look,
      window: windowAt(session, moment.atMs),
      chart: chartSpanAt(session, moment.atMs, state.held),
      cursor,
      texts: inspector.texts,
      matches: matchesIn(detail, state.filterText),
    },
    height,
    paint,
  );
  return <Lines lines={lines} height={height} />;
}
