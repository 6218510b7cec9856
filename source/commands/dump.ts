import {defaultFolder} from '../saving/default-folder.ts';
import {fileSubject} from '../saving/file-subject.ts';
import {dumpOutcome} from '../saving/dump-outcome.ts';
import {saveDump} from '../saving/dump-store.ts';
import type {FileChunks} from '../saving/fill-file.ts';
import type {SavedFile} from '../saving/in-folder.ts';
import {saveToFile} from '../saving/save-to-file.ts';
import {ProfileDecoder} from '../profile/decoder.ts';
import {parseAddress} from '../target/address.ts';
import {requestGoroutines} from '../target/index-page.ts';
import {openTarget} from '../target/pprof-target.ts';
import type {Reply} from '../target/pprof-client.ts';
import {dumpSentence} from '../view/output/dump-sentence.ts';
import {confirmCost} from './confirm-cost.ts';
import type {Arguments} from './arguments/read-arguments.ts';

/** `gorowatch dump TARGET [-o FILE]`: the path on stdout, what is to be said of it on stderr. */
export async function dump(given: Arguments): Promise<number> {
  const target = openTarget(parseAddress(given.operands[0] ?? ''));
  const decoder = new ProfileDecoder();
  const output = given.text('output');
  try {
    const {index} = await target.index();
    if (!(await confirmCost(index.goroutines, given))) return 0;
    const {goroutines} = index;
    let reply: Reply | undefined;
    // Asked for only when the file is open: a full disk must not cost the process a stop.
    async function* chunks(): AsyncGenerator<Uint8Array> {
      reply = await target.goroutines({debug: 2, goroutines});
      yield* reply.chunks;
    }

    const expectedTotal = Math.max(0, goroutines - requestGoroutines);
    const saved = await save(chunks(), output, target.address.name, expectedTotal);
    if (reply === undefined) throw new Error('nothing was asked for');
    const read = await decoder.decode(reply.chunks, {source: 'debug=2', takenAt: Date.now(), expectedTotal});
    const outcome = dumpOutcome(saved, {goroutines: read.total, complete: read.complete}, expectedTotal);
    if (output !== '-') process.stdout.write(`${saved.path}\n`);
    process.stderr.write(`gorowatch: ${dumpSentence(outcome)}\n`);
    return 0;
  } finally {
    await decoder.close();
    await target.close();
  }
}

async function save(
  chunks: FileChunks,
  output: string | undefined,
  name: string,
  goroutines: number,
): Promise<SavedFile> {
  if (output === '-') return {path: 'stdout', bytes: await writeOut(chunks)};
  if (output !== undefined) return saveToFile(output, {chunks, gzip: output.endsWith('.gz')});
  return saveDump({
    directory: defaultFolder('dumps', process.env),
    occasion: 'dump',
    subject: fileSubject({target: name, wallMs: Date.now(), total: goroutines, reason: 'asked'}),
    form: 'txt',
    chunks,
  });
}

/** Writes to stdout at the reader's pace; returns how many bytes. */
async function writeOut(chunks: FileChunks): Promise<number> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    await new Promise<void>((resolve, reject) => {
      process.stdout.write(chunk, (error) => {
        if (error === null || error === undefined) resolve();
        else reject(error);
      });
    });
  }

  return bytes;
}
