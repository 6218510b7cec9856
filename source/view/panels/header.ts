// The two lines at the top of the screen.

import type {CostReading} from '../../session/cost-ledger.ts';
import type {Session} from '../../session/session.ts';
import type {SessionStatus, TargetFacts} from '../../session/model.ts';
import {formatAge, formatAgo, formatMs, formatStopwatch} from '../../text/duration.ts';
import {formatClock, formatCount, formatPercent} from '../text/format.ts';
import type {Held} from '../time/held.ts';
import type {MemoryNow} from '../verdicts/judged.ts';
import {memoryLine} from './memory-line.ts';
import type {Moment} from '../inspector/moment.ts';
import {marksFor, spread, type Paint, type Part} from '../text/paint.ts';
import type {Style, Theme} from '../text/style.ts';
import {windowAt} from '../time/time-window.ts';

export type HeaderNow = {
  readonly session: Session;
  readonly moment: Moment;
  /** What watching has cost by then. */
  readonly cost: CostReading;
  /** Undefined where the target does not tell. */
  readonly memory?: MemoryNow | undefined;
  /** How it stood with the target, and what was known of it, at the moment on the screen. */
  readonly status: SessionStatus;
  readonly facts: TargetFacts;
  /** Undefined while the screen follows the target. */
  readonly held: (Held & {readonly wallMs: number}) | undefined;
  /** What moves through a recording. */
  readonly player?: PlayerNow | undefined;
  readonly recording?: RecordingNow | undefined;
  /** What stands beside the address when this is not a live process, such as `RECORDING`. */
  readonly mode: string | undefined;
  /** `alert at 1,500`, or what the first threshold is. */
  readonly threshold: string | undefined;
  /** Whether one of the thresholds is nearly reached, or crossed. */
  readonly isNear?: boolean | undefined;
};

/** How a recording is played. */
export type PlayerNow = {readonly isPlaying: () => boolean; readonly speed: () => number};

/** That what is watched is written to a file. */
export type RecordingNow = {readonly forMs: number; readonly problem?: string | undefined};

/** Two lines: what is watched, is it live, what does watching cost; then how much there is of it, and is it growing. */
export function headerLines(now: HeaderNow, paint: Paint): readonly string[] {
  const {theme, ascii} = paint;
  const {session, moment, cost, facts, memory, mode, threshold, isNear} = now;
  const nowMs = session.clock.monotonicMs();
  const top = spread(
    [
      {text: ' gorowatch', style: theme.title, rank: 3},
      {text: facts.name, style: theme.accent, rank: 9},
      {text: facts.commandLine ?? '', style: theme.muted, rank: 0, least: 16},
      {text: mode ?? '', style: theme.replay, rank: 6},
    ],
    [...statusParts(now, nowMs, paint), costPart(cost, paint)],
    paint,
  );
  const {min, max} = rangeOf(session, moment.atMs);
  const below = spread(
    [
      {text: ` goroutines ${known(moment.total)}`, style: theme.title, rank: 9},
      changePart(now, paint),
      {text: max === undefined ? '' : `min ${known(min)} max ${known(max)}`, style: theme.muted, rank: 3},
      {
        text: moment.threads === undefined ? '' : `threads ${known(moment.threads)}`,
        style: theme.text,
        rank: 4,
      },
      {text: memoryLine(memory?.reading, memory?.trend, ascii), style: theme.text, rank: 4.5},
      {text: facts.goAtLeast === undefined ? '' : `go ${facts.goAtLeast}+`, style: theme.muted, rank: 1},
    ],
    [
      {text: threshold ?? '', style: isNear === true ? theme.threshold : theme.muted, rank: 5},
      recordingPart(now, paint),
    ],
    paint,
  );
  return [top, below];
}

/** The state in words, with its time: what a person looks for first. */
export function statusText(status: SessionStatus, nowMs: number): string {
  switch (status.kind) {
    case 'connecting':
      return `CONNECTING ${formatAge(nowMs - status.sinceMs)}`;
    case 'live':
      return 'LIVE';
    case 'lost':
      return `RECONNECTING IN ${Math.max(0, Math.ceil((status.retryAtMs - nowMs) / 1000))}s`;
  }
}

/** How the state stands out; a held screen looks the same whatever the target does. */
export function statusStyle({session, held}: Pick<HeaderNow, 'session' | 'held'>, theme: Theme): Style {
  if (held !== undefined) return held.why === 'replayed' ? theme.replay : theme.paused;
  return {connecting: theme.warning, live: theme.live, lost: theme.lost}[session.status.kind];
}

/** `REWIND 14:03:10 (−2m 57s)`, `PAUSED 14:06:07`, `REPLAY 14:03:10 4×`. */
export function heldText({held, player, session}: HeaderNow, ascii: boolean): string {
  if (held === undefined) return '';
  const clock = formatClock(held.wallMs);
  const {minus, times} = marksFor(ascii);
  if (held.why === 'paused') return `PAUSED ${clock}`;
  if (held.why === 'rewound')
    return `REWIND ${clock} (${minus}${formatAge(session.clock.wallMs() - held.wallMs)})`;
  const isPlaying = player?.isPlaying() === true;
  return `REPLAY ${clock} ${isPlaying ? `${player.speed()}${times}` : 'stopped'}`;
}

function statusParts(now: HeaderNow, nowMs: number, {theme, ascii}: Paint): Part[] {
  const {session, moment, held} = now;
  const {status, latest, lastSeen} = session;
  const parts: Part[] = [];
  if (held !== undefined) {
    parts.push({text: heldText(now, ascii), style: statusStyle(now, theme), rank: 10});
    if (now.status.kind === 'lost') parts.push({text: 'out of reach then', style: theme.lost, rank: 8});
    // Of a recording nothing more comes.
    if (held.why === 'replayed') return parts;
    if (status.kind === 'live') parts.push({text: 'still collecting', style: theme.muted, rank: 6.5});
  }

  if (held === undefined || status.kind !== 'live') {
    const style = statusStyle({session, held: undefined}, theme);
    parts.push({text: statusText(status, nowMs), style, rank: 8});
  }

  if (status.kind === 'lost') {
    parts.push({text: `last seen ${formatClock(status.lastSeenWallMs)}`, style: theme.muted, rank: 4});
  } else if (lastSeen !== undefined && held === undefined) {
    const groupsMs = nowMs - (latest?.atMs ?? nowMs);
    const {look} = moment;
    const stacks = look === undefined ? '' : ` ${marksFor(ascii).dot} stacks ${formatAge(nowMs - look.atMs)}`;
    parts.push({text: `counts ${formatAgo(groupsMs)}${stacks}`, style: theme.muted, rank: 2});
  }

  return parts;
}

function recordingPart({recording}: HeaderNow, {theme, ascii}: Paint): Part {
  const {record} = marksFor(ascii);
  if (recording === undefined) return {text: '', style: theme.text, rank: 6};
  const {forMs, problem} = recording;
  return {
    text: `${record} REC ${problem === undefined ? formatStopwatch(forMs) : 'failed'}`,
    style: theme.danger,
    rank: 6,
  };
}

function costPart(cost: CostReading, {theme, ascii}: Paint): Part {
  const {about, atMost} = marksFor(ascii);
  const sign = cost.isUsualPause ? about : atMost;
  const pause = cost.longestPauseMs > 0 ? `, ${sign} ${formatMs(cost.longestPauseMs)}` : '';
  return {
    text: cost.requests === 0 ? '' : `cost ${formatPercent(cost.share)}${pause}`,
    style: cost.share > 0.01 ? theme.warning : theme.muted,
    rank: 5,
  };
}

function changePart({moment}: HeaderNow, {theme, ascii}: Paint): Part {
  const {totalChange: change, baseline} = moment;
  if (change === undefined || baseline === undefined) return {text: '', style: theme.text, rank: 7};
  const {up, down} = marksFor(ascii);
  const mark =
    change > 0
      ? `${up} ${formatCount(change)}`
      : change < 0
        ? `${down} ${formatCount(-change)}`
        : 'no change';
  const since = {attach: '', mark: ' since the mark', restart: ' since the restart'}[baseline.since];
  const forMs = moment.atMs - baseline.atMs;
  // Nothing can have changed in no time.
  const text = forMs < 1000 ? '' : ` in ${formatAge(forMs)}`;
  return {
    text: change === 0 && text + since === '' ? '' : `${mark}${text}${since}`,
    style: change > 0 ? theme.up : change < 0 ? theme.down : theme.muted,
    rank: 7,
  };
}

function rangeOf(session: Session, atMs: number): {min: number | undefined; max: number | undefined} {
  const {fromMs, toMs} = windowAt(session, atMs);
  const range = session.history.total.range(fromMs, toMs);
  return {min: range?.min, max: range?.max};
}

function known(count: number | undefined): string {
  return count === undefined ? '?' : formatCount(count);
}
