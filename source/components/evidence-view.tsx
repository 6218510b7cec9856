// An opened verdict: all of its evidence.

import {useEffect} from 'react';
import {cutLine} from '../view/text/cell-guard.ts';
import type {Contents} from '../view/inspector/contents.ts';
import {evidenceLines, type EvidenceNow} from '../view/panels/evidence-panel.ts';
import {isPast} from '../view/output/happened.ts';
import {marksFor, rule, type Paint} from '../view/text/paint.ts';
import {chartSpanAt, windowAt} from '../view/time/time-window.ts';
import type {RankedVerdict} from '../view/verdicts/verdicts-now.ts';
import type {Inspector} from './inspector.ts';
import {Lines} from './lines.tsx';

type Props = {
  readonly inspector: Inspector;
  readonly contents: Contents;
  readonly height: number;
  readonly paint: Paint;
};

/** One verdict opened: all that was seen, as text to scroll through. */
export function EvidenceView({inspector, contents, height, paint}: Props) {
  const {evidence, leaks} = contents;
  const all =
    evidence === undefined
      ? [paint.theme.muted(`   ${unknownText(inspector)}; esc goes back to the list`)]
      : evidenceLines(evidenceNow(inspector, contents, evidence), height, paint);
  useEffect(() => {
    inspector.measure({evidenceLines: all.length});
  }, [inspector, all.length]);
  const top = Math.max(0, Math.min(inspector.state.evidenceTop, all.length - (height - 1)));
  const at = evidence === undefined ? '' : ` ${evidence.rank} of ${Math.max(evidence.rank, leaks.length)}`;
  const more = top + height - 1 < all.length ? ` ${marksFor(paint.ascii).dot} j k scroll` : '';
  const lines = [
    rule(`${marksFor(paint.ascii).back} esc   leaks${at}${more}`, paint),
    ...all.slice(top, top + height - 1).map((one) => cutLine(one, paint.columns)),
  ];
  return <Lines lines={lines} height={height} />;
}

function unknownText({state}: Inspector): string {
  return isPast(state.held)
    ? 'this verdict did not stand at this moment'
    : 'this verdict does not stand any more';
}

/** What the evidence of a verdict is made from, as of the moment on the screen. */
export function evidenceNow(
  {session, timeline, state}: Inspector,
  {verdicts, moment, memory}: Contents,
  ranked: RankedVerdict,
): EvidenceNow {
  return {
    ranked,
    session,
    timeline,
    diagnosis: verdicts.diagnosis ?? {toWallMs: session.clock.wallMs()},
    window: windowAt(session, moment.atMs),
    chart: chartSpanAt(session, moment.atMs, state.held),
    memory: memory?.reading,
  };
}
