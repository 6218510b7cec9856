import type {Snapshot} from '../profile/model.ts';
import {ProfileDecoder} from '../profile/decoder.ts';
import {openRecording} from '../recording/open-recording.ts';
import {RecordingError} from '../recording/recording-error.ts';
import {replayRecording} from '../recording/replay-recording.ts';
import type {Replayed} from '../recording/replayed.ts';
import type {IncidentSource} from '../report/incident-source.ts';
import {recordingSource} from '../report/recording-source.ts';
import {escapeText} from '../target/escape.ts';
import {fileUrl} from '../target/file-address.ts';
import {momentSnapshot} from '../view/moment-snapshot.ts';
import {askedMoment, type AskedMoment} from './asked-moment.ts';
import {firstState} from './first-state.ts';
import {isFile} from './is-file.ts';
import {isForRecording, openRecorded} from './open-recorded.ts';
import {printSnapshot} from './print-snapshot.ts';
import type {Arguments} from './read-arguments.ts';
import {readingSource} from './reading-source.ts';
import {replayFiles} from './replay-files.ts';
import {UsageError} from './usage-error.ts';
import {abilitiesFor} from './watch.ts';

/** Samples without counts of groups that are gone back over: an hour of totals alone. */
const mostTries = 3_600;

/** What was kept: to be replayed, and to be reported on. */
export type Kept = {
  readonly replayed: Replayed;
  /** Undefined when nothing was counted. */
  readonly source: () => IncidentSource | undefined;
};

/** `gorowatch replay FILE…`: the screen over what was kept; without a terminal, its last moment as a table. */
export async function replay(given: Arguments): Promise<number> {
  // A wrong choice is said at once, also where no screen will show it.
  firstState(given);
  const words = given.operands;
  const other = words.find((word) => !isFile(word));
  if (other !== undefined) {
    throw new UsageError(`${escapeText(other)} is not a file.`, 'To watch a process: gorowatch TARGET.');
  }

  const show = (kept: Kept) => showKept(kept, given, words);
  const [first = ''] = words;
  if (words.some((word) => isForRecording(word, given))) {
    if (words.length > 1) {
      throw new UsageError('One recording is replayed at a time.', 'Name it alone.');
    }

    await withRecording(first, show, () => openRecorded(first, given));
  } else {
    readingSource(given.texts('source'));
    await replayFiles(words, {sources: given.texts('source')}, show);
  }

  return 0;
}

/** Opens a recording for as long as it is replayed. */
export async function withRecording(
  file: string,
  work: (kept: Kept) => Promise<void> | void,
  open = () => openRecording(file),
): Promise<void> {
  const recording = open();
  const decoder = new ProfileDecoder();
  try {
    await work({
      replayed: replayRecording(recording, decoder),
      source: () => recordingSource(recording),
    });
  } finally {
    recording.close();
    await decoder.close();
  }
}

async function showKept(kept: Kept, given: Arguments, words: readonly string[]): Promise<void> {
  const {replayed} = kept;
  const abilities = abilitiesFor(given);
  const asked = momentAsked(replayed, given.text('at'));
  if (abilities.interactive && given.flag('json') !== true) {
    const {replayScreen} = await import('./replay-screen.tsx');
    await replayScreen(kept, given, abilities, {startMs: asked?.atMs, said: asked?.said});
    return;
  }

  if (asked?.said !== undefined) process.stderr.write(`gorowatch: ${asked.said}\n`);
  printMoment(kept, given, words, asked?.atMs);
}

/** Prints one moment of what was kept: the last one, or another. */
export function printMoment(
  {replayed}: Pick<Kept, 'replayed'>,
  given: Arguments,
  words: readonly string[],
  atMs?: number,
): void {
  const snapshot = atMs === undefined ? lastSnapshot(replayed) : momentSnapshot(replayed.load(atMs), atMs);
  if (snapshot === undefined) {
    throw atMs === undefined
      ? new RecordingError('empty', 'No counts of groups can be read in it.', 'There is nothing to show.')
      : new RecordingError('empty', 'No groups had been counted by then.', 'Choose a later time with --at.');
  }

  const [first = ''] = words;
  printSnapshot(
    snapshot,
    {target: {name: replayed.name, url: fileUrl(first)}, cost: {requestMs: 0, bytes: 0}},
    given,
  );
  const damage = replayed.damage();
  if (damage !== undefined) process.stderr.write(`gorowatch: ${damage}\n`);
}

/** What `--at` means in what was kept; undefined where it is not given. */
function momentAsked({timeline}: Replayed, text: string | undefined): AskedMoment | undefined {
  const firstMs = timeline.firstMs();
  const lastMs = timeline.lastMs();
  if (text === undefined || firstMs === undefined || lastMs === undefined) return undefined;
  return askedMoment(`--at ${text}`, text, {...timeline, firstMs, lastMs});
}

/** Of a damaged recording, the newest moment that can be read. */
function lastSnapshot({timeline, load}: Replayed): Snapshot | undefined {
  let atMs = timeline.lastMs();
  for (let tries = 0; atMs !== undefined && tries < mostTries; tries++) {
    const snapshot = momentSnapshot(load(atMs), atMs);
    if (snapshot !== undefined) return snapshot;
    atMs = timeline.sampleBefore(atMs);
  }

  return undefined;
}
