// What is thought of the target at the moment on the screen.

import {memoryPoints, memoryTrend} from '../../diagnosis/signs/memory-cost.ts';
import type {Trend} from '../../diagnosis/trends/trend.ts';
import type {Diagnosis} from '../../diagnosis/verdict.ts';
import type {SessionEvent} from '../../session/events.ts';
import type {MemoryReading} from '../../session/memory.ts';
import type {Session} from '../../session/session.ts';
import {matches, type Filter} from '../filter/filter.ts';
import {wasThere} from '../output/happened.ts';
import type {InspectorState} from '../inspector/inspector-state.ts';
import type {CountsNow} from '../inspector/moment.ts';
import {remembered} from '../inspector/remembered.ts';
import {isStanding} from './announcement.ts';
import {countedVerdicts} from './verdict-counts.ts';
import {
  isShown,
  subjectOfVerdict,
  verdictKey,
  verdictsOf,
  type RankedVerdict,
  type VerdictsNow,
} from './verdicts-now.ts';

/** How much memory the target has, and where that goes. */
export type MemoryNow = {readonly reading: MemoryReading; readonly trend: Trend};

/** What is thought of the target at the moment on the screen. */
export type JudgedNow = {
  readonly memory: MemoryNow | undefined;
  readonly verdicts: VerdictsNow;
  /** Those that the view of leaks lists. */
  readonly leaks: readonly RankedVerdict[];
  /** The one that is opened; undefined also when it does not stand any more. */
  readonly evidence: RankedVerdict | undefined;
  /** The newest verdict that was announced and still stands. */
  readonly announced: SessionEvent | undefined;
};

/** Makes that for one session, and remembers each step. */
export function createJudged(session: Session) {
  const memory = remembered(
    (readings: readonly MemoryReading[], heldMs: number | undefined): MemoryNow | undefined => {
      const known = session.memory.sinceRestart(heldMs ?? Infinity);
      const reading = known.at(-1);
      if (reading === undefined) return undefined;
      const fromMs = readings[0]?.atMs ?? reading.atMs;
      return {reading, trend: memoryTrend(memoryPoints(known), {fromMs, toMs: reading.atMs})};
    },
  );
  const judged = remembered(verdictsOf);
  const counted = remembered(countedVerdicts);
  const leaks = remembered(({ranked}: VerdictsNow, showAll: boolean, filter: Filter) =>
    ranked.filter(
      ({verdict}) =>
        (showAll || isShown(verdict.level)) &&
        (filter.terms.length === 0 || matches(filter, subjectOfVerdict(verdict))),
    ),
  );

  return (
    diagnosis: Diagnosis | undefined,
    counts: CountsNow,
    countsAtMs: number,
    state: InspectorState,
    filter: Filter,
  ): JudgedNow => {
    const {held} = state;
    const verdicts = counted(judged(diagnosis), counts, session, countsAtMs);
    return {
      memory: memory(session.memory.readings, held?.atMs),
      verdicts,
      leaks: leaks(verdicts, state.showAll, filter),
      evidence:
        state.verdict === undefined
          ? undefined
          : verdicts.ranked.find(({verdict}) => verdictKey(verdict) === state.verdict),
      announced: session.events.findLast(
        (event) => event.kind === 'leak' && wasThere(event, held) && isStanding(event, verdicts),
      ),
    };
  };
}
