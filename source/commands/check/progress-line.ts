// Says on a terminal how far a check is.

import type {Session} from '../../session/session.ts';
import {plural} from '../../view/text/format.ts';
import {stateText} from '../state-text.ts';
import {createStatusLine, stderrWith} from './status-line.ts';

const everyMs = 500;

export type ProgressLine = {
  /** Only on a terminal. */
  readonly isShown: boolean;
  /** How many verdicts there would be now. */
  suspects: number;
  /** How long it goes on beyond its time, at the most, for another look. */
  moreMs: number;
  readonly clear: () => void;
};

/** One line on stderr that says how far a check is; takes itself away. */
export function createProgressLine(session: Session, forMs: number): ProgressLine {
  const line = createStatusLine(stderrWith((text) => process.stderr.write(text)));
  const progress: ProgressLine = {
    isShown: line.isShown,
    suspects: 0,
    moreMs: 0,
    clear() {
      clearInterval(timer);
      line.clear();
    },
  };
  const timer = setInterval(() => line.show(progressText(session, forMs, progress)), everyMs);
  timer.unref();
  return progress;
}

/** `gorowatch: localhost:6060, 14 s left, 1,284 goroutines, 2 suspects`. */
export function progressText(
  session: Session,
  forMs: number,
  {suspects, moreMs}: Pick<ProgressLine, 'suspects' | 'moreMs'>,
): string {
  const {clock, facts, history} = session;
  const sinceMs = history.total.firstAtMs ?? clock.monotonicMs();
  const leftMs = Math.max(0, sinceMs + forMs - clock.monotonicMs());
  const suspected = suspects === 0 ? '' : `, ${plural(suspects, 'suspect')}`;
  const left =
    moreMs > 0
      ? `up to ${Math.ceil(moreMs / 1000)} s more to look again`
      : `${Math.ceil(leftMs / 1000)} s left`;
  return `gorowatch: ${facts.name}, ${left}, ${stateText(session)}${suspected}`;
}
