import type {EventKind, SessionEvent} from '../session/events.ts';
import {formatClock} from './format.ts';
import {line, marksFor, type Paint} from './paint.ts';
import type {Style, Theme} from './style.ts';
import {fit, truncate} from './text-width.ts';

const kindWidth = 10;

/** One event in one line: when, what kind, and its sentence. */
export function eventLine(event: SessionEvent, isHere: boolean, {theme, columns, ascii}: Paint): string {
  const mark = isHere ? marksFor(ascii).cursor : ' ';
  const time = formatClock(event.wallMs);
  const kind = fit(event.kind, kindWidth);
  const text = truncate(event.text, Math.max(0, columns - time.length - kindWidth - 7));
  if (isHere) return line(theme.selected(fit(` ${mark} ${time}  ${kind}  ${text}`, columns)));
  return line(`   ${theme.muted(time)}  ${styleOf(event.kind, theme)(kind)}  ${text}`);
}

/** The alert that must not be missed: one line in inverse. */
export function alertLine(event: SessionEvent, {theme, columns, ascii}: Paint): string {
  return line(theme.alert(fit(` ${marksFor(ascii).up} ${formatClock(event.wallMs)} ${event.text}`, columns)));
}

function styleOf(kind: EventKind, theme: Theme): Style {
  if (kind === 'alert' || kind === 'lost' || kind === 'problem') return theme.danger;
  if (kind === 'restarted') return theme.warning;
  return kind === 'baseline' ? theme.baseline : theme.good;
}
