// A moment of a recording as a side of a comparison.

import type {Recording} from '../../recording/open-recording.ts';
import {nothingCounted} from '../../recording/nothing-counted.ts';
import type {EventKind, SessionEvent} from '../../session/events.ts';
import {firstCountMs} from '../../report/recording-source.ts';
import {sideOf, type DiffSide} from '../../session/diff-side.ts';
import {fileName, fileUrl} from '../../target/file-address.ts';
import type {SideOrigin} from '../../view/output/diff-json.ts';
import {askedMoment} from '../asked-moment.ts';

export type RecordedSide = {
  readonly side: DiffSide;
  readonly origin: SideOrigin;
  /** How often the process had been started again by then. */
  readonly restarts: number;
  /** How often gorowatch had begun to watch by then: a recording can be gone on with. */
  readonly run: number;
  /** Of which moment of the recording the full stacks are. */
  readonly stacksAtMs: number | undefined;
};

/**
 * A moment of a recording as a side of a comparison: the counts as of then, and the full stacks in force.
 *
 * @param time as it was typed; undefined for the last moment.
 * @throws {RecordingError} when it cannot be read, or nothing was counted in it.
 * @throws {UsageError} for what is no time.
 */
export function sideOfRecording(open: () => Recording, time: string | undefined): RecordedSide {
  const recording = open();
  try {
    const name = fileName(recording.file);
    const atMs = momentIn(recording, name, time);
    const counted = atMs === undefined ? undefined : recording.snapshotAt(atMs);
    if (atMs === undefined || counted === undefined) {
      throw nothingCounted(recording, name);
    }

    const look = recording.lookAt(atMs);
    const events = recording.events();
    const side: RecordedSide = {
      side: {
        ...sideOf({...counted.snapshot, takenAt: counted.wallMs}, recording.about.url),
        knowsLabels: true,
        stacks: look?.snapshot,
      },
      origin: {name, url: fileUrl(recording.file), source: 'recording'},
      restarts: countOf('restarted', events, atMs),
      run: countOf('attached', events, atMs),
      stacksAtMs: look?.atMs,
    };
    if (recording.damage().length > 0) {
      process.stderr.write(`gorowatch: Parts of ${name} are damaged; the rest is compared.\n`);
    }

    return side;
  } finally {
    recording.close();
  }
}

/**
 * The moment of a recording that a time means, its end without one; undefined where there is none. Nothing is known
 * before groups were counted: the first counts are the beginning. Says on stderr where it takes another moment.
 *
 * @throws {UsageError} for what is no time.
 */
export function momentIn(recording: Recording, name: string, time: string | undefined): number | undefined {
  const {timeline} = recording;
  const [firstMs, lastMs] = [timeline.firstMs(), recording.last()?.atMs];
  if (time === undefined || firstMs === undefined || lastMs === undefined) return lastMs;
  const known = {...timeline, firstMs: firstCountMs(recording, firstMs, lastMs), lastMs};
  const {atMs, said} = askedMoment(`${name}@${time}`, time, known);
  if (said !== undefined) process.stderr.write(`gorowatch: ${said}\n`);
  return atMs;
}

/** Two moments of one recording: ids mean something unless the process was started again in between. */
export function inOneRecording(before: RecordedSide, after: RecordedSide): readonly [DiffSide, DiffSide] {
  if (before.origin.url !== after.origin.url) return [before.side, after.side];
  // The same stacks twice would say that nobody has come or gone.
  const stacks = before.stacksAtMs === after.stacksAtMs ? undefined : after.side.stacks;
  const isRestarted = before.restarts !== after.restarts;
  return [
    {
      ...before.side,
      run: before.run,
      ...(isRestarted ? {address: `process ${before.restarts + 1}`} : {}),
    },
    {
      ...after.side,
      run: after.run,
      stacks,
      ...(isRestarted ? {address: `process ${after.restarts + 1} of this recording`} : {}),
    },
  ];
}

function countOf(wanted: EventKind, events: readonly SessionEvent[], untilMs: number): number {
  return events.filter(({kind, atMs}) => kind === wanted && atMs <= untilMs).length;
}
