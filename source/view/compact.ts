import {formatCount} from './format.ts';
import {statusText} from './header.ts';
import {marksFor, spread, type Paint} from './paint.ts';
import type {HeaderNow} from './header.ts';
import {sparkline} from './sparkline.ts';
import {truncate} from './text-width.ts';
import {windowAt} from './time-window.ts';

/** The one line that is left of the header on the smallest screens: how many, is it growing, is it live. */
export function compactHeader({session, moment, pausedAtMs}: HeaderNow, paint: Paint): string {
  const {theme, ascii, columns} = paint;
  const {up, down} = marksFor(ascii);
  const {total, totalChange = 0} = moment;
  const change =
    totalChange === 0
      ? ''
      : totalChange > 0
        ? `${up}${formatCount(totalChange)}`
        : `${down}${formatCount(-totalChange)}`;
  const window = windowAt(session, moment.atMs);
  const width = Math.max(0, Math.min(20, columns - 24));
  const values = session.history.total.cells(
    window.fromMs,
    window.toMs,
    Math.max(1, width),
    session.history.gaps(moment.atMs),
  );
  const status =
    pausedAtMs === undefined ? statusText(session.status, session.clock.monotonicMs()) : 'PAUSED';
  return spread(
    [
      {text: total === undefined ? '?' : formatCount(total), style: theme.title, rank: 9},
      {text: change, style: totalChange > 0 ? theme.up : theme.down, rank: 8},
      {text: width < 5 ? '' : sparkline(values, width, {ascii}), style: theme.spark, rank: 1},
    ],
    [{text: status, style: session.status.kind === 'live' ? theme.live : theme.lost, rank: 7}],
    paint,
    ' ',
  );
}

/** A row of the list where there is hardly room for one: how many, and where. */
export function tinyRow(name: string, count: number, {columns, theme}: Paint): string {
  return theme.text(truncate(`${formatCount(count)} ${name}`, columns));
}
