// The line above the footer: what is asked, typed, or has just happened.

import {wordsOf} from '../../diagnosis/words-of.ts';
import type {SessionEvent} from '../../session/events.ts';
import type {Session} from '../../session/session.ts';
import {formatMs} from '../../text/duration.ts';
import {type Contents} from '../inspector/contents.ts';
import {isTold} from '../output/happened.ts';
import {matchesIn} from './detail.ts';
import {alertLine, withPathCut} from './events-panel.ts';
import {formatCount, plural} from '../text/format.ts';
import {underCursor} from '../lists/list-cursor.ts';
import {line, type Paint} from '../text/paint.ts';
import {draftLine, type ReportDraft} from '../inspector/report-draft.ts';
import {rowSentence} from '../lists/sentences.ts';
import {verdictOfRow} from '../verdicts/verdicts-now.ts';
import {patterns} from '../../diagnosis/patterns.ts';
import {cellWidth, fit, truncate, truncateStart} from '../text/text-width.ts';
import type {InspectorState, Question} from '../inspector/inspector-state.ts';

/** An alert stays in view until so many other things have happened. */
const alertStaysForEvents = 4;
/** Ends the banner of a verdict. */
const seeWhy = '2: see why';
/** Ends the sentence about a group with a verdict. */
const seeEvidence = 'enter: evidence and fix';

/** The line above the footer: what is asked, typed or has just happened; undefined when it is free. */
export function messageLine(
  session: Session,
  state: InspectorState,
  contents: Contents,
  paint: Paint,
): string | undefined {
  const {theme, columns} = paint;
  const {question, notice, typed, typedTime, draft, held} = state;
  if (question?.purpose === 'proof') return theme.alert(fit(proofText(question, session, columns), columns));
  if (question !== undefined) return theme.alert(fit(questionText(question, columns), columns));
  if (typed !== undefined) return typedLine(typed, state, contents, paint);
  if (draft !== undefined) return reportLine(draft, notice, paint);
  if (typedTime !== undefined) return timeLine(typedTime, notice, paint);
  if (notice !== undefined) {
    const style = notice.kind === 'good' ? theme.good : theme.danger;
    return line(style(withPathCut(` ${notice.text}`, columns)));
  }

  const events = held === undefined ? session.events : session.events.filter((event) => isTold(event, held));
  const alert = newestAlert(events);
  const leak = newestLeak(events, state, contents);
  if (leak !== undefined && leak.atMs >= (alert?.atMs ?? 0)) return alertLine(leak, paint, seeWhy);
  if (alert !== undefined) return alertLine(alert, paint);
  if (contents.filterProblem !== undefined) {
    return line(theme.danger(truncate(` ${contents.filterProblem}`, columns)));
  }
  // A paused screen tells what keeps it from going on; one that was gone back shows how it was then.
  const status = held === undefined || held.why === 'paused' ? session.status : contents.status;
  if (status.kind === 'lost') return line(theme.danger(truncate(` ${status.problem}`, columns)));
  if (status.kind === 'connecting' && held?.why !== 'replayed') {
    const problem = status.problem ?? `asking ${session.facts.url} …`;
    return line(theme.warning(truncate(` ${problem}`, columns)));
  }

  return undefined;
}

/** One sentence about the group under the cursor, where the list of groups is in front. */
export function cursorSentence(state: InspectorState, contents: Contents, {columns}: Paint): string {
  const {view, detail, help} = state;
  if (view !== 'groups' || detail !== undefined || help !== undefined) return '';
  const row = underCursor(contents.rows, contents.rows.keys, state.list);
  if (row === undefined) return '';
  const ranked = verdictOfRow(row, contents.verdicts);
  if (ranked === undefined) return line(truncate(` ${rowSentence(row)}`, columns));
  const {group, places} = ranked.verdict;
  // A row of a package, say, holds others too.
  const isAll = row.groups.every(({identity}) => places.includes(identity.place));
  const count = isAll ? row.count : group.count;
  const title = wordsOf(ranked.verdict, patterns).title(count);
  const room = columns - seeEvidence.length - 3;
  return line(` ${cellWidth(title) <= room ? `${title}.` : truncate(title, room + 1)} ${seeEvidence}`);
}

/** What it will cost and which keys answer: the keys are there in any width, however short the rest must be. */
function questionText({purpose, goroutines, stoppedMs}: Question, columns: number): string {
  const what = purpose === 'dump' ? 'A full dump of' : 'Looking at the full stacks of';
  const count = formatCount(goroutines);
  const time = formatMs(stoppedMs);
  const isDump = purpose === 'dump';
  const texts = [
    ` ${what} ${count} goroutines stops the process for about ${time}. d to do it,${isDump ? ' s for counts without stopping it,' : ''} esc to leave it.`,
    ` ${count} goroutines: stops it for about ${time}. d do it${isDump ? '  s counts only' : ''}  esc leave it`,
    ` Stops it ${time}: d yes${isDump ? '  s counts' : ''}  esc no`,
  ];
  return texts.find((text) => cellWidth(text) <= columns) ?? ` d yes${isDump ? ' s counts' : ''} esc no`;
}

/** What proof costs the target: a garbage collection, and where `stoppedMs` is not 0, full stacks. */
function proofText({stoppedMs}: Question, {facts}: Session, columns: number): string {
  const stop = stoppedMs === 0 ? '' : `, a stop of about ${formatMs(stoppedMs)}`;
  const stacks = stoppedMs === 0 ? '' : ' and its full stacks';
  const texts = [
    ` Proof takes a garbage collection in ${facts.name}${stacks}${stop}. L to do it, esc to leave it.`,
    ` Proof takes a garbage collection there${stop}. L to do it, esc to leave it.`,
    ` A garbage collection there${stop}: L do it  esc leave it`,
    ` Garbage collection: L yes  esc no`,
  ];
  return texts.find((text) => cellWidth(text) <= columns) ?? ' L yes esc no';
}

/** What is being typed, and what it finds so far, or why it finds nothing. */
function typedLine(
  typed: string,
  state: InspectorState,
  contents: Contents,
  {columns, theme}: Paint,
): string {
  const {filterProblem} = contents;
  const after = filterProblem ?? foundText(state, contents);
  const room = columns - cellWidth(' / ') - cellWidth('_  ');
  // The end of what is typed matters most, then what it finds.
  const left = truncateStart(typed, Math.max(Math.min(8, room), room - cellWidth(after)));
  const right = truncate(after, room - cellWidth(left));
  const style = filterProblem === undefined ? theme.muted : theme.danger;
  return line(` / ${left}${theme.selected(' ')}  ${style(right)}`);
}

/** A time being typed, and how one is written, or why it is none. */
function timeLine(typed: string, problem: InspectorState['notice'], {columns, theme}: Paint): string {
  const hints = ['like 14:05, 14:05:07, 3m ago, start, now', 'like 14:05 or 3m ago', ''];
  const before = ` go to ${truncateStart(typed, Math.max(8, columns - 12))}`;
  const room = columns - cellWidth(before) - 4;
  const texts = problem === undefined ? hints : [problem.text, ...(problem.shorter ?? [])];
  const text = texts.find((one) => cellWidth(one) <= room) ?? truncate(texts.at(-1) ?? '', room);
  const after = problem === undefined ? theme.muted(text) : theme.danger(text);
  return line(`${before}${theme.selected(' ')}  ${after}`);
}

/** What is wrong, without how to do it right. */
function firstSentence(text: string): string {
  return /^.*?[.:](?= [A-Z])/.exec(text)?.[0] ?? text;
}

/** A report being asked for, or whether it is to be written without what is listed above. */
function reportLine(draft: ReportDraft, notice: InspectorState['notice'], paint: Paint): string {
  const problem = notice?.kind === 'problem' ? [notice.text, firstSentence(notice.text)] : undefined;
  if (draft.preview === undefined) return draftLine(draft, problem, paint);
  const {theme, columns} = paint;
  const texts = [
    ' The report is written without all of this. enter to write it, esc to leave it.',
    ' Written without this: enter do it  esc leave it',
    ' enter write it  esc leave it',
  ];
  return theme.alert(fit(texts.find((text) => cellWidth(text) <= columns) ?? ' enter yes esc no', columns));
}

function foundText(
  state: InspectorState,
  {detail, goroutines, events, leaks, diff, rows, allRows}: Contents,
): string {
  if (detail !== undefined) {
    return plural(matchesIn(detail, state.typed ?? '').length, 'line matches', 'lines match');
  }

  if (state.view === 'goroutines') return plural(goroutines.length, 'goroutine');
  if (state.view === 'events') return plural(events.length, 'event');
  if (state.view === 'leaks') return plural(leaks.length, 'verdict');
  if (state.view === 'diff') return plural(diff?.groups.length ?? 0, 'group');
  return `${formatCount(rows.length)} of ${formatCount(allRows)}`;
}

/** A verdict that the user has not seen yet, and where to: by the key, or by going back to the list. */
function newestLeak(
  events: readonly SessionEvent[],
  {view, leakSeenMs}: InspectorState,
  {announced}: Contents,
): SessionEvent | undefined {
  if (announced === undefined || view === 'leaks' || announced.atMs <= leakSeenMs) return undefined;
  const isRecent = events
    .slice(-alertStaysForEvents)
    .some(({kind, atMs}) => kind === 'leak' && atMs === announced.atMs);
  return isRecent ? announced : undefined;
}

/** The newest alert, or what became of it: the sentence about its dump begins with the alert's own. */
function newestAlert(events: readonly SessionEvent[]): SessionEvent | undefined {
  const recent = events.slice(-alertStaysForEvents);
  const alert = recent.findLast(({kind}) => kind === 'alert');
  const outcome = recent.findLast(({kind, text}) => kind === 'dump' && text.startsWith(alert?.text ?? '\n'));
  return alert === undefined || outcome === undefined ? alert : {...alert, text: outcome.text};
}
