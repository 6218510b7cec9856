// Header and rows of the smallest screens.

import type {Session} from '../../session/session.ts';
import {cellsToNow} from '../time/cells-to-now.ts';
import {formatCount} from './format.ts';
import {heldText, statusStyle, statusText} from '../panels/header.ts';
import {marksFor, spread, type Paint} from './paint.ts';
import type {HeaderNow, RecordingNow} from '../panels/header.ts';
import {sparkline} from '../charts/sparkline.ts';
import {truncate} from './text-width.ts';
import {windowAt} from '../time/time-window.ts';

/** From here on the state has room for all its words. */
const roomyColumns = 40;

/** The one line that is left of the header on the smallest screens: how many, is it growing, is it live. */
export function compactHeader(now: HeaderNow, paint: Paint): string {
  const {session, moment, held} = now;
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
  const values = cellsToNow(
    session.history.total,
    window,
    Math.max(1, width),
    session.history.gaps(moment.atMs),
  );
  const status = held === undefined ? shortStatus(session, columns) : shortHeld(now, paint);
  return spread(
    [
      {text: total === undefined ? '?' : formatCount(total), style: theme.title, rank: 9},
      {text: change, style: totalChange > 0 ? theme.up : theme.down, rank: 8},
      {text: width < 5 ? '' : sparkline(values, width, {ascii}), style: theme.spark, rank: 1},
    ],
    [
      {
        text: now.recording === undefined ? '' : recordingMark(now.recording, ascii),
        style: theme.danger,
        rank: 6,
      },
      {text: status, style: statusStyle(now, theme), rank: 7},
    ],
    paint,
    ' ',
  );
}

function recordingMark({problem}: RecordingNow, ascii: boolean): string {
  return `${marksFor(ascii).record} ${problem === undefined ? 'REC' : 'REC failed'}`;
}

/** `REWIND 14:03:10` where there is room for it, else `REWIND`. */
function shortHeld(now: HeaderNow, {columns, ascii}: Paint): string {
  const [word = '', ...rest] = heldText(now, ascii).split(' ');
  return columns >= roomyColumns ? [word, ...rest.slice(0, 1)].join(' ') : word;
}

/** `RECONNECTING IN 2s` would not leave room for the total on the smallest screens. */
function shortStatus({status, clock}: Session, columns: number): string {
  const text = statusText(status, clock.monotonicMs());
  if (columns >= roomyColumns) return text;
  return text.replace('RECONNECTING IN', 'LOST').replace('CONNECTING', 'WAIT');
}

/** A row of the list where there is hardly room for one: how many, and where. */
export function tinyRow(name: string, count: number, {columns, theme}: Paint): string {
  return theme.text(truncate(`${formatCount(count)} ${name}`, columns));
}
