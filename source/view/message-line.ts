import type {SessionEvent} from '../session/events.ts';
import type {Session} from '../session/session.ts';
import type {Contents} from './contents.ts';
import {alertLine} from './events-panel.ts';
import {formatCount, formatMs} from './format.ts';
import {line, type Paint} from './paint.ts';
import {rowSentence} from './sentences.ts';
import {fit, truncate} from './text-width.ts';
import type {InspectorState} from './inspector-state.ts';

/** An alert stays in view until so many other things have happened. */
const alertStaysForEvents = 4;

/** The line above the footer: what is asked, typed or has just happened; else one sentence about the cursor's row. */
export function messageLine(
  session: Session,
  state: InspectorState,
  contents: Contents,
  paint: Paint,
): string | undefined {
  const {theme, columns} = paint;
  const {question, notice, typed} = state;
  if (question !== undefined) {
    const {goroutines, stoppedMs, purpose} = question;
    const what = purpose === 'dump' ? 'A full dump of' : 'Looking at the full stacks of';
    const counts = purpose === 'dump' ? ' s for counts without stopping it,' : '';
    const text = ` ${what} ${formatCount(goroutines)} goroutines stops the process for about ${formatMs(stoppedMs)}. d to do it,${counts} esc to leave it.`;
    return theme.alert(fit(text, columns));
  }

  if (typed !== undefined) {
    const found = `${formatCount(contents.rows.length)} of ${formatCount(contents.allRows)}`;
    const problem = contents.filterProblem;
    return line(
      ` / ${truncate(typed, columns - 30)}${theme.selected(' ')}  ${problem === undefined ? theme.muted(found) : theme.danger(problem)}`,
    );
  }

  if (notice !== undefined) {
    const style = notice.kind === 'good' ? theme.good : theme.danger;
    return line(style(truncate(` ${notice.text}`, columns)));
  }

  const alert = newestAlert(session.events);
  if (alert !== undefined) return alertLine(alert, paint);
  if (session.status.kind === 'lost')
    return line(theme.danger(truncate(` ${session.status.problem}`, columns)));
  if (session.status.kind === 'connecting') {
    const problem = session.status.problem ?? `asking ${session.facts.url} …`;
    return line(theme.warning(truncate(` ${problem}`, columns)));
  }

  if (state.view !== 'groups' || state.detail !== undefined) return undefined;
  const row = contents.rows.find(({key}) => key === state.list.key) ?? contents.rows[state.list.index];
  return row === undefined ? undefined : line(truncate(` ${rowSentence(row)}`, columns));
}

/** The newest alert, or what became of it: the sentence about its dump begins with the alert's own. */
function newestAlert(events: readonly SessionEvent[]): SessionEvent | undefined {
  const recent = events.slice(-alertStaysForEvents);
  const alert = recent.findLast(({kind}) => kind === 'alert');
  const outcome = recent.findLast(({kind, text}) => kind === 'dump' && text.startsWith(alert?.text ?? '\n'));
  return alert === undefined || outcome === undefined ? alert : {...alert, text: outcome.text};
}
