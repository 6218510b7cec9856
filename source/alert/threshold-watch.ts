// Holds thresholds against a session, and saves its stacks when one is crossed.

import type {Sampler} from '../session/sampler.ts';
import {restartsOf} from '../session/session-logs.ts';
import type {Session} from '../session/session.ts';
import {createAlertQueue} from './alert-queue.ts';
import {describeCrossing, reasonForFileName} from './describe-threshold.ts';
import {fileSubject} from '../saving/file-subject.ts';
import {planDump} from '../saving/dump-plan.ts';
import type {Retention} from '../saving/dump-retention.ts';
import {saveDump, tryDumpFolder} from '../saving/dump-store.ts';
import {createMonitor, type Alert, type ThresholdState} from './monitor.ts';
import {saveCounts, saveStacks} from '../saving/save-profile.ts';
import type {Threshold} from './threshold.ts';

export type ThresholdWatch = {
  /** How each threshold stands, for the screen. */
  readonly states: () => readonly ThresholdState[];
  /** Alerts that found the queue full. */
  readonly dropped: () => number;
  /** Full stacks that were saved, in the order of time; the oldest are forgotten. */
  readonly saved: () => readonly SavedStacks[];
  /** Resolves when the folder for dumps has been tried, and every dump under way is on the disk. */
  readonly whenIdle: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** `missing`: goroutines that the runtime left out; undefined when nobody knows how many. */
type SavedStacks = {
  readonly atMs: number;
  readonly wallMs: number;
  readonly path: string;
  readonly missing: number | undefined;
};

/** More than retention keeps, and than alarms that are silent for minutes come to in a day. */
const maxSavedKnown = 200;

type ThresholdWatchParts = {
  readonly session: Session;
  readonly sampler: Pick<Sampler, 'stacks' | 'counts' | 'plannedStopMs'>;
  readonly thresholds: readonly Threshold[];
  readonly directory: string;
  readonly retention: Retention;
  /** Saves the full stacks however much that costs the target. */
  readonly always: boolean;
  /** Called when a threshold fires, to ring the bell. */
  readonly onAlert?: (alert: Alert) => void;
};

/** Holds thresholds against a session's samples, and saves the stacks when one is crossed. */
export function watchThresholds(parts: ThresholdWatchParts): ThresholdWatch {
  const {session, thresholds} = parts;
  const monitor = createMonitor(thresholds);
  let saved: Saved | undefined;
  const stacks: SavedStacks[] = [];
  const queue = createAlertQueue<Alert>({
    async handle(alert, signal) {
      // Two thresholds crossed at once are one moment: it is not worth stopping the target twice.
      if (saved === undefined || saved.takenAtMs < alert.atMs) saved = await saveFor(alert, parts, signal);
      if (saved.stacks !== undefined && saved.stacks !== stacks.at(-1)) stacks.push(saved.stacks);
      if (stacks.length > maxSavedKnown) stacks.shift();
      session.addEvent('dump', `${describeCrossing(alert)}: ${saved.what} saved: ${saved.path}`);
    },
    onFailure: (failure, alert) => {
      const why = failure instanceof Error ? failure.message : String(failure);
      session.addEvent('problem', `${describeCrossing(alert)}: nothing saved. ${why}`);
    },
  });
  // Better said now than when an alert needs it.
  const tried =
    thresholds.length === 0
      ? Promise.resolve()
      : tryDumpFolder(parts.directory).catch((failure: unknown) => {
          const why = failure instanceof Error ? failure.message : String(failure);
          session.addEvent('problem', `alerts would have nothing saved. ${why}`);
        });

  let countedMs = -Infinity;
  let groupsMs = -Infinity;
  let restarts = restartsOf(session);

  const unsubscribe = session.subscribe(() => {
    const {lastCounted, history, latest, status} = session;
    if (restartsOf(session) !== restarts) monitor.reset();
    restarts = restartsOf(session);
    if (lastCounted === undefined || lastCounted.atMs <= countedMs || status.kind !== 'live') return;
    countedMs = lastCounted.atMs;
    // Families come more rarely than totals: an old count of theirs is no news.
    const isNew = latest !== undefined && latest.atMs > groupsMs;
    groupsMs = latest?.atMs ?? groupsMs;
    const alerts = monitor.observe({
      wallMs: lastCounted.wallMs,
      atMs: lastCounted.atMs,
      total: history.total.last,
      threads: history.threads.last,
      families: isNew
        ? new Map(Array.from(history.families, ([family, series]) => [family, series.last ?? 0]))
        : undefined,
    });
    for (const alert of alerts) {
      const isTaken = queue.offer(alert);
      session.addEvent(
        'alert',
        describeCrossing(alert) + (isTaken ? '' : ' (not saved: too many alerts at once)'),
      );
      parts.onAlert?.(alert);
    }
  });

  return {
    states: () => monitor.state(),
    dropped: () => queue.dropped(),
    saved: () => stacks,
    async whenIdle() {
      await tried;
      await queue.whenIdle();
    },
    async close() {
      unsubscribe();
      await queue.close();
    },
  };
}

/** What was saved for an alert, and when the target was asked for it. */
type Saved = {
  readonly path: string;
  readonly what: string;
  readonly takenAtMs: number;
  /** Undefined where counts were saved instead. */
  readonly stacks: SavedStacks | undefined;
};

async function saveFor(alert: Alert, parts: ThresholdWatchParts, signal: AbortSignal): Promise<Saved> {
  const {session, sampler, directory, retention, always} = parts;
  const goroutines = alert.total;
  const plan = planDump({
    goroutines,
    estimatedStopMs: sampler.plannedStopMs(),
    attended: false,
    consent: always,
  });
  const subject = fileSubject({
    target: session.facts.name,
    wallMs: alert.wallMs,
    total: alert.total,
    reason: reasonForFileName(alert.threshold),
  });
  const save = (chunks: Parameters<typeof saveDump>[0]['chunks']) =>
    saveDump({directory, occasion: 'alert', subject, form: 'txt.gz', chunks, retention, signal});
  const takenAtMs = session.clock.monotonicMs();
  if (plan !== 'stacks') {
    const {path} = await saveCounts(sampler, save);
    return {path, what: 'counts (full stacks would stop it too long)', takenAtMs, stacks: undefined};
  }

  const {path, cut, missing} = await saveStacks(sampler, save);
  const short = cut
    ? ` (cut by the runtime${missing === undefined ? '' : `, ${missing} goroutines are missing`})`
    : '';
  const stacks = {atMs: takenAtMs, wallMs: alert.wallMs, path, missing};
  return {path, what: `full stacks${short}`, takenAtMs, stacks};
}
