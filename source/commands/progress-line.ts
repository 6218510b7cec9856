import type {Session} from '../session/session.ts';
import {formatCount, plural} from '../view/format.ts';
import {cellWidth, truncate} from '../view/text-width.ts';

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
  const isShown = process.stderr.isTTY;
  let width = 0;
  const progress: ProgressLine = {
    isShown,
    suspects: 0,
    moreMs: 0,
    clear() {
      clearInterval(timer);
      if (width > 0) process.stderr.write(`\r${' '.repeat(width)}\r`);
      width = 0;
    },
  };
  const timer = setInterval(() => {
    if (!isShown) return;
    const text = truncate(progressText(session, forMs, progress), process.stderr.columns - 1, '~');
    process.stderr.write(`\r${text}${' '.repeat(Math.max(0, width - cellWidth(text)))}`);
    width = cellWidth(text);
  }, everyMs);
  timer.unref();
  return progress;
}

/** `gorowatch: localhost:6060, 14 s left, 1,284 goroutines, 2 suspects`. */
export function progressText(
  session: Session,
  forMs: number,
  {suspects, moreMs}: Pick<ProgressLine, 'suspects' | 'moreMs'>,
): string {
  const {clock, facts, history, status} = session;
  const sinceMs = history.total.firstAtMs ?? clock.monotonicMs();
  const leftMs = Math.max(0, sinceMs + forMs - clock.monotonicMs());
  const state =
    status.kind === 'live'
      ? `${formatCount(history.total.last ?? 0)} goroutines`
      : status.kind === 'connecting'
        ? 'connecting'
        : 'out of reach';
  const suspected = suspects === 0 ? '' : `, ${plural(suspects, 'suspect')}`;
  const left =
    moreMs > 0
      ? `up to ${Math.ceil(moreMs / 1000)} s more to look again`
      : `${Math.ceil(leftMs / 1000)} s left`;
  return `gorowatch: ${facts.name}, ${left}, ${state}${suspected}`;
}
