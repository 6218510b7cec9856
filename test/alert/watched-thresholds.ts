import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {setImmediate} from 'node:timers/promises';
import {gunzipSync} from 'node:zlib';
import {onTestFinished} from 'vitest';
import type {Alert} from '../../source/alert/monitor.ts';
import {parseThreshold} from '../../source/alert/threshold.ts';
import {watchThresholds, type ThresholdWatch} from '../../source/alert/threshold-watch.ts';
import type {Process} from '../helpers/fake-target.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {watched, type Watched} from '../session/watched.ts';

export type WatchedThresholds = Watched & {
  readonly thresholds: ThresholdWatch;
  readonly folder: string;
  readonly rung: readonly Alert[];
  /** Lets time pass, and the disk do its work, until this holds. */
  readonly until: (holds: () => boolean) => Promise<void>;
  readonly textsOf: (kind: string) => readonly string[];
  /** Names of what was saved, and what is in them. */
  readonly files: () => readonly {readonly name: string; readonly text: string}[];
};

/** Much more than any test needs: from then on only the disk is waited for, until the test times out. */
const mostMs = 120_000;
const stepMs = 10;

/** Thresholds over a fake target, saving into a real folder. */
export function watchedThresholds(
  texts: readonly string[],
  given: Partial<Process> = {},
  {always = false, folder = temporaryFolder()}: {always?: boolean; folder?: string} = {},
): WatchedThresholds {
  const it = watched(given);
  const rung: Alert[] = [];
  const thresholds = watchThresholds({
    session: it.session,
    sampler: it.sampler,
    thresholds: texts.map((text) => parseThreshold(text)),
    directory: folder,
    retention: {keepDumps: 20, maxBytes: 1e9},
    always,
    onAlert: (alert) => rung.push(alert),
  });
  onTestFinished(() => thresholds.close());
  return {
    ...it,
    thresholds,
    folder,
    rung,
    async watch(ms) {
      // The disk keeps no time: what is tried there at the start would fall into any moment of the test.
      await thresholds.whenIdle();
      await it.watch(ms);
    },
    async until(holds) {
      const startMs = it.clock.monotonicMs();
      while (!holds()) {
        await setImmediate();
        if (it.clock.monotonicMs() - startMs < mostMs) await it.clock.advance(stepMs);
      }
    },
    textsOf: (kind) => it.session.events.filter((event) => event.kind === kind).map(({text}) => text),
    files: () =>
      readdirSync(folder)
        .toSorted()
        .map((name) => ({name, text: gunzipSync(readFileSync(path.join(folder, name))).toString()})),
  };
}
