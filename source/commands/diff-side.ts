// Reads what is to be compared, be it a file, a moment or a target.

import type {ProfileDecoder} from '../profile/decoder.ts';
import {isRecording} from '../recording/open-recording.ts';
import {RecordingError} from '../recording/recording-error.ts';
import {sideOf, type DiffSide} from '../session/diff-side.ts';
import {parseAddress} from '../target/address.ts';
import {escapeText} from '../target/escape.ts';
import {fileName, fileUrl} from '../target/file-address.ts';
import {requestGoroutines} from '../target/index-page.ts';
import {openTarget} from '../target/pprof-target.ts';
import type {SideOrigin} from '../view/output/diff-json.ts';
import {confirmCost} from './confirm-cost.ts';
import {decodeFile} from './files/decode-file.ts';
import {readMomentWord} from './files/moment-word.ts';
import {openRecorded} from './files/open-recorded.ts';
import type {Arguments} from './arguments/read-arguments.ts';
import {readLastMoment} from './files/read-last-moment.ts';
import {recordedWord} from './files/recorded-word.ts';
import {sideOfRecording, type RecordedSide} from './files/recorded-side.ts';
import {UsageError} from './arguments/usage-error.ts';

export type ReadSide = {readonly side: DiffSide; readonly origin: SideOrigin} | RecordedSide;

/**
 * Reads one side of a comparison: a file, a moment of a recording, or one look at a target. Undefined where a person
 * did not want to pay for the full stacks of a target.
 */
export async function readSide(
  word: string,
  decoder: ProfileDecoder,
  given: Arguments,
): Promise<ReadSide | undefined> {
  const named = readMomentWord(word);
  if (named.kind === 'target') return sideOfTarget(named.address, decoder, given);
  const recorded = recordedWord(word, given);
  if (recorded === undefined) return sideOfFile(named.file, decoder);
  const {file, time} = recorded;
  try {
    return sideOfRecording(() => openRecorded(file, given), time);
  } catch (error) {
    // With --salvage either of the two may be the damaged recording, and this one a dump.
    if (isRecording(file) || time !== undefined || !isDamaged(error)) throw error;
    return sideOfFile(file, decoder);
  }
}

/** @throws {UsageError} for a time with a target, before any is asked. */
export function checkSide(word: string): void {
  if (readMomentWord(word).kind !== 'target' || !timeOfTarget.test(word)) return;
  throw new UsageError(
    `${escapeText(word)}: a process can be looked at only as it is now.`,
    'Record it, and name a moment of the recording: FILE@TIME.',
  );
}

/** `:6060@3m`, `shop:6060@14:05`; what follows the `@` of a user name is a host. */
const timeOfTarget = /@(?:\d{1,2}(?::\d{2}){1,2}|\d+\s*[smhd](?:\s.*)?|start|now)$/;

function isDamaged(error: unknown): boolean {
  return error instanceof RecordingError && error.kind === 'damaged';
}

async function sideOfFile(file: string, decoder: ProfileDecoder): Promise<ReadSide> {
  const last = await readLastMoment(file, 'compared');
  const name = fileName(file);
  const takenAt = last.writtenAt;
  const snapshot = await decodeFile(decoder, name, last.chunks, {source: 'file', takenAt, cut: last.isCut});
  return {side: sideOf(snapshot), origin: {name, url: fileUrl(file), source: 'file'}};
}

async function sideOfTarget(
  address: string,
  decoder: ProfileDecoder,
  given: Arguments,
): Promise<ReadSide | undefined> {
  const target = openTarget(parseAddress(address));
  try {
    const {index} = await target.index();
    const {goroutines} = index;
    const wantsStacks = given.flag('stacks') === true;
    if (wantsStacks && !(await confirmCost(goroutines, given))) return undefined;
    const debug = wantsStacks ? 2 : 0;
    const {chunks} = await target.goroutines({debug, goroutines});
    const source = `debug=${debug}` as const;
    const snapshot = await decoder.decode(chunks, {
      source,
      takenAt: Date.now(),
      ...(wantsStacks ? {expectedTotal: Math.max(0, goroutines - requestGoroutines)} : {}),
    });
    const {name} = target.address;
    return {side: sideOf(snapshot, target.url), origin: {name, url: target.url, source}};
  } finally {
    await target.close();
  }
}
