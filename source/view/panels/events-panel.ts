// Events as lines: in their view, and as the alert above the footer.

import type {EventKind, SessionEvent} from '../../session/events.ts';
import {formatClock} from '../text/format.ts';
import {line, marksFor, type Paint} from '../text/paint.ts';
import type {Style, Theme} from '../text/style.ts';
import {cellWidth, fit, truncate, truncateStart} from '../text/text-width.ts';

const kindWidth = 10;
/** With less room than this, the rest of a path says nothing. */
const shortestPath = 16;

/** One event in one line: when, what kind, and its sentence. */
export function eventLine(event: SessionEvent, isHere: boolean, {theme, columns, ascii}: Paint): string {
  const mark = isHere ? marksFor(ascii).cursor : ' ';
  const time = formatClock(event.wallMs);
  const kind = fit(event.kind, kindWidth);
  const text = withPathCut(event.text, Math.max(0, columns - time.length - kindWidth - 7));
  if (isHere) return line(theme.selected(fit(` ${mark} ${time}  ${kind}  ${text}`, columns)));
  return line(`   ${theme.muted(time)}  ${styleOf(event.kind, theme)(kind)}  ${text}`);
}

/** The alert that must not be missed: one line in inverse. What to do about it stays whole at its end. */
export function alertLine(event: SessionEvent, {theme, columns, ascii}: Paint, hint = ''): string {
  const {up, dot} = marksFor(ascii);
  const end = hint === '' ? '' : ` ${dot} ${hint}`;
  const before = ` ${up} ${formatClock(event.wallMs)} `;
  const room = Math.max(0, columns - cellWidth(before) - cellWidth(end) - 1);
  return line(theme.alert(fit(before + withPathCut(event.text, room) + end, columns)));
}

/** What stands before a path: `Report written: /…`, `Recording to /…`. */
const beforePath = /^.*(?:: | to )(?=\/)/;

/** Cuts the path at the end of a sentence from its beginning: the end of a file's name tells one from another. */
export function withPathCut(text: string, width: number): string {
  const start = beforePath.exec(text)?.[0].length ?? 0;
  const room = width - cellWidth(text.slice(0, start));
  return start === 0 || room < shortestPath
    ? truncate(text, width)
    : text.slice(0, start) + truncateStart(text.slice(start), room);
}

function styleOf(kind: EventKind, theme: Theme): Style {
  if (kind === 'alert' || kind === 'leak' || kind === 'lost' || kind === 'problem') return theme.danger;
  if (kind === 'restarted') return theme.warning;
  return kind === 'baseline' ? theme.baseline : theme.good;
}
