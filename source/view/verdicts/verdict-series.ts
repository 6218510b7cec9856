// The curve of a verdict's goroutines, and the line of their growth.

import type {Diagnosis, Verdict} from '../../diagnosis/verdict.ts';
import type {Session} from '../../session/session.ts';
import type {StepSeries} from '../../session/step-series.ts';
import type {Timeline} from '../../session/timeline.ts';
import type {TimeWindow} from '../time/time-window.ts';
import {isOfVerdict} from './verdict-counts.ts';

const minuteMs = 60_000;

/** The counts of the goroutines that a verdict is about, as remembered: those that wait as it says, whatever labels. */
export function groupsOfVerdict(
  verdict: Pick<Verdict, 'places' | 'group'>,
  {history}: Session,
): readonly {readonly counts: StepSeries}[] {
  const groups: {counts: StepSeries}[] = [];
  for (const {identity, counts} of history.groups.values()) {
    if (isOfVerdict(identity, verdict)) groups.push({counts});
  }

  return groups;
}

/** The growth that was judged, as a straight line over a window: its height at a share of it; undefined without one. */
export function trendLineOf(
  {evidence}: Pick<Verdict, 'evidence'>,
  {toWallMs}: Pick<Diagnosis, 'toWallMs'>,
  {atMsOf}: Pick<Timeline, 'atMsOf'>,
  {fromMs, toMs}: TimeWindow,
): ((share: number) => number | undefined) | undefined {
  const growth = evidence.find((one) => one.kind === 'growth');
  if (growth === undefined || !Number.isFinite(growth.perMinute)) return undefined;
  const judgedAtMs = atMsOf(toWallMs);
  return (share) => {
    const atMs = fromMs + share * (toMs - fromMs);
    if (atMs < judgedAtMs - growth.overMs) return undefined;
    return Math.max(0, growth.last + ((atMs - judgedAtMs) / minuteMs) * growth.perMinute);
  };
}
