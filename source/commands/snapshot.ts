import {ProfileDecoder} from '../profile/decoder.ts';
import {parseAddress} from '../target/address.ts';
import {fileName, fileUrl} from '../target/file-address.ts';
import {requestGoroutines} from '../target/index-page.ts';
import {openTarget, type PprofTarget} from '../target/pprof-target.ts';
import {confirmCost} from './confirm-cost.ts';
import {isFile} from './files/is-file.ts';
import {openRecorded} from './files/open-recorded.ts';
import {printSnapshot} from './print-snapshot.ts';
import {decodeFile} from './files/decode-file.ts';
import type {Arguments} from './arguments/read-arguments.ts';
import {readLastMoment} from './files/read-last-moment.ts';
import {recordedWord} from './files/recorded-word.ts';
import {momentAsked, printMoment, withRecording} from './replay.ts';

/** `gorowatch snapshot TARGET|FILE|-`: one look. */
export async function snapshot(given: Arguments): Promise<number> {
  const [word = ''] = given.operands;
  const recorded = recordedWord(word, given);
  if (recorded !== undefined) {
    const {file, time} = recorded;
    await withRecording(
      file,
      (kept) => {
        printMoment(kept, given, [file], momentAsked(kept.replayed, time, `${fileName(file)}@`));
      },
      () => openRecorded(file, given),
    );
    return 0;
  }

  if (isFile(word)) {
    const decoder = new ProfileDecoder();
    try {
      const {file, chunks, writtenAt, isCut, bytes} = await readLastMoment(word, 'shown');
      const read = await decodeFile(decoder, file, chunks, {
        source: 'file',
        takenAt: writtenAt,
        cut: isCut,
      });
      printSnapshot(read, {target: {name: file, url: fileUrl(word)}, cost: {requestMs: 0, bytes}}, given);
    } finally {
      await decoder.close();
    }

    return 0;
  }

  return snapshotOf(openTarget(parseAddress(word)), given);
}

/** Looks once at whatever answers like a target, prints it and closes it. */
export async function snapshotOf(target: PprofTarget, given: Arguments): Promise<number> {
  const decoder = new ProfileDecoder();
  try {
    const wantsStacks = given.flag('stacks') === true;
    const {index} = await target.index();
    if (wantsStacks && !(await confirmCost(index.goroutines, given))) return 0;
    const debug = wantsStacks ? 2 : 0;
    const reply = await target.goroutines({debug, goroutines: index.goroutines});
    const {durationMs, bytes} = reply;
    const read = await decoder.decode(reply.chunks, {
      source: `debug=${debug}`,
      takenAt: Date.now(),
      ...(wantsStacks ? {expectedTotal: Math.max(0, index.goroutines - requestGoroutines)} : {}),
    });
    printSnapshot(
      read,
      {target: {name: target.address.name, url: target.url}, cost: {requestMs: durationMs, bytes}},
      given,
    );
    return 0;
  } finally {
    await decoder.close();
    await target.close();
  }
}
