// Goes through a recording: on the screen, as lines, or at one moment.

import type {Snapshot} from '../profile/model.ts';
import {ProfileDecoder} from '../profile/decoder.ts';
import {noCountsLeft} from '../recording/nothing-counted.ts';
import {openRecording} from '../recording/open-recording.ts';
import {RecordingError} from '../recording/recording-error.ts';
import {replayRecording} from '../recording/replay-recording.ts';
import type {Replayed} from '../recording/replayed.ts';
import {recordingSource} from '../report/recording-source.ts';
import {escapeText} from '../target/escape.ts';
import {fileName, fileUrl} from '../target/file-address.ts';
import {momentSnapshot} from '../view/output/moment-snapshot.ts';
import {askedMoment, type AskedMoment} from './asked-moment.ts';
import {firstState} from './screen/first-state.ts';
import {keyboardBeside} from './screen/keyboard.ts';
import {isFile} from './files/is-file.ts';
import type {Kept} from './files/kept.ts';
import {readMomentWord} from './files/moment-word.ts';
import {openRecorded} from './files/open-recorded.ts';
import {printSnapshot} from './print-snapshot.ts';
import type {Arguments} from './arguments/read-arguments.ts';
import {readingSource} from './reading-source.ts';
import {recordedWord} from './files/recorded-word.ts';
import {replayFiles} from './files/replay-files.ts';
import {UsageError} from './arguments/usage-error.ts';
import {abilitiesFor} from './abilities-for.ts';

/** Samples without counts of groups that are gone back over: an hour of totals alone. */
const mostTries = 3_600;

/** `gorowatch replay FILE…`: the screen over what was kept; without a terminal, its last moment as a table. */
export async function replay(given: Arguments): Promise<number> {
  // A wrong choice is said at once, also where no screen will show it.
  firstState(given);
  const words = given.operands;
  const other = words.find((word) => !isFile(word) && readMomentWord(word).kind === 'target');
  if (other !== undefined) {
    throw new UsageError(`${escapeText(other)} is not a file.`, 'To watch a process: gorowatch TARGET.');
  }

  const at = given.text('at');
  const asked: Asked = {time: at, before: '--at '};
  const [recorded, ...more] = words.flatMap((word) => recordedWord(word, given) ?? []);
  if (recorded === undefined) {
    readingSource(given.texts('source'));
    await replayFiles(words, {sources: given.texts('source')}, (kept) =>
      showKept(kept, given, words, {...asked, mode: 'FILES'}),
    );
    return 0;
  }

  const {file, time} = recorded;
  if (more.length > 0 || words.length > 1) {
    throw new UsageError('One recording is replayed at a time.', 'Name it alone.');
  }

  if (time !== undefined && at !== undefined) {
    throw new UsageError('The moment is given twice.', 'Leave --at or the time after @ out.');
  }

  await withRecording(
    file,
    (kept) =>
      showKept(kept, given, [file], time === undefined ? asked : {time, before: `${fileName(file)}@`}),
    () => openRecorded(file, given),
  );
  return 0;
}

/** A time as it was typed, and what stood before it. */
type Asked = {
  readonly time: string | undefined;
  readonly before: string;
  /** What the screen says beside the name. */
  readonly mode?: string;
};

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

async function showKept(
  kept: Kept,
  given: Arguments,
  words: readonly string[],
  {time, before, mode}: Asked,
): Promise<void> {
  const {replayed} = kept;
  const keyboard = given.flag('json') === true ? process.stdin : keyboardBeside(words);
  const abilities = abilitiesFor(given, keyboard);
  const asked = momentAsked(replayed, time, before);
  if (abilities.interactive && given.flag('json') !== true) {
    const {replayScreen} = await import('./screen/replay-screen.tsx');
    await replayScreen(kept, given, abilities, {startMs: asked?.atMs, said: asked?.said, mode, keyboard});
    return;
  }

  printMoment(kept, given, words, asked);
}

/** Prints one moment of what was kept: the last one, or another. */
export function printMoment(
  {replayed}: Pick<Kept, 'replayed'>,
  given: Arguments,
  words: readonly string[],
  asked?: AskedMoment,
): void {
  const [first = ''] = words;
  const atMs = asked?.atMs;
  if (asked?.said !== undefined) process.stderr.write(`gorowatch: ${asked.said}\n`);
  const snapshot = atMs === undefined ? lastSnapshot(replayed) : momentSnapshot(replayed.load(atMs), atMs);
  if (snapshot === undefined) {
    if (atMs !== undefined)
      throw new RecordingError('empty', 'No groups had been counted by then.', 'Choose a later time.');
    throw replayed.damage() === undefined
      ? new RecordingError('empty', 'No counts of groups can be read in it.', 'There is nothing to show.')
      : noCountsLeft(fileName(first), given.flag('salvage') === true);
  }

  printSnapshot(
    snapshot,
    {target: {name: replayed.name, url: fileUrl(first)}, cost: {requestMs: 0, bytes: 0}},
    given,
  );
  const damage = replayed.damage();
  if (damage !== undefined) process.stderr.write(`gorowatch: ${damage}\n`);
}

/**
 * Which moment of what was kept a time means; undefined where none is given.
 *
 * @param before what stood before the time, for messages: `--at `
 * @throws {UsageError} for what is no time.
 */
export function momentAsked(
  {timeline}: Replayed,
  time: string | undefined,
  before: string,
): AskedMoment | undefined {
  const firstMs = timeline.firstMs();
  const lastMs = timeline.lastMs();
  if (time === undefined || firstMs === undefined || lastMs === undefined) return undefined;
  return askedMoment(`${before}${time}`, time, {...timeline, firstMs, lastMs});
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
