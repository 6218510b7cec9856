import type {CostReading} from '../session/cost-ledger.ts';
import type {Session, SessionStatus} from '../session/session.ts';
import {formatAge, formatAgo, formatClock, formatCount, formatMs, formatPercent} from './format.ts';
import type {MemoryNow} from './judged.ts';
import {memoryLine} from './memory-line.ts';
import type {Moment} from './moment.ts';
import {marksFor, spread, type Paint, type Part} from './paint.ts';
import type {Style, Theme} from './style.ts';
import {windowAt} from './time-window.ts';

export type HeaderNow = {
  readonly session: Session;
  readonly moment: Moment;
  /** What watching has cost by then. */
  readonly cost: CostReading;
  /** Undefined where the target does not tell. */
  readonly memory?: MemoryNow | undefined;
  readonly pausedAtMs: number | undefined;
  /** What stands beside the address when this is not a live process, such as `RECORDING`. */
  readonly mode: string | undefined;
  /** `alert at 1,500`, or what the first threshold is. */
  readonly threshold: string | undefined;
  /** Whether one of the thresholds is nearly reached, or crossed. */
  readonly isNear?: boolean | undefined;
};

/** Two lines: what is watched, is it live, what does watching cost; then how much there is of it, and is it growing. */
export function headerLines(now: HeaderNow, paint: Paint): readonly string[] {
  const {theme, ascii} = paint;
  const {session, moment, cost, memory, mode, threshold, isNear} = now;
  const {facts} = session;
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
    [{text: threshold ?? '', style: isNear === true ? theme.threshold : theme.muted, rank: 5}],
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
    case 'ended':
      return 'ENDED';
  }
}

/** How the state stands out; a paused screen looks the same whatever the target does. */
export function statusStyle({session, pausedAtMs}: HeaderNow, theme: Theme): Style {
  if (pausedAtMs !== undefined) return theme.paused;
  return {connecting: theme.warning, live: theme.live, lost: theme.lost, ended: theme.paused}[
    session.status.kind
  ];
}

function statusParts(now: HeaderNow, nowMs: number, {theme, ascii}: Paint): Part[] {
  const {session, moment, pausedAtMs} = now;
  const {status, latest, lastSeen, clock} = session;
  const parts: Part[] = [];
  if (pausedAtMs !== undefined) {
    const wallMs = clock.wallMs() - (nowMs - pausedAtMs);
    parts.push({text: `PAUSED ${formatClock(wallMs)}`, style: statusStyle(now, theme), rank: 10});
    if (status.kind === 'live') parts.push({text: 'still collecting', style: theme.muted, rank: 2});
  }

  if (pausedAtMs === undefined || status.kind !== 'live') {
    const style = statusStyle({...now, pausedAtMs: undefined}, theme);
    parts.push({text: statusText(status, nowMs), style, rank: 8});
  }

  if (status.kind === 'lost') {
    parts.push({text: `last seen ${formatClock(status.lastSeenWallMs)}`, style: theme.muted, rank: 4});
  } else if (lastSeen !== undefined && pausedAtMs === undefined) {
    const groupsMs = nowMs - (latest?.atMs ?? nowMs);
    const {look} = moment;
    const stacks = look === undefined ? '' : ` ${marksFor(ascii).dot} stacks ${formatAge(nowMs - look.atMs)}`;
    parts.push({text: `counts ${formatAgo(groupsMs)}${stacks}`, style: theme.muted, rank: 2});
  }

  return parts;
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
  return {
    text: `${mark} in ${formatAge(moment.atMs - baseline.atMs)}${since}`,
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
