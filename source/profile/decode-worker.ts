// The thread that decodes profiles, and keeps the text of the last dump; decoder.ts is its other side.

import {parentPort} from 'node:worker_threads';
import {DecodeError, type DecodeErrorKind} from './decode-error.ts';
import {type DecodeOptions, decodeProfile} from './decode-here.ts';
import {freeNow} from './free-now.ts';
import type {GoroutineTexts} from './goroutine-texts.ts';
import {isGzip} from './gunzip.ts';
import {createInterner} from './interner.ts';
import {transferables, type SnapshotMessage} from './snapshot-message.ts';
import {createSnapshotPacker} from './snapshot-packer.ts';

export type DecodeRequest =
  | {
      readonly id: number;
      readonly kind: 'decode';
      readonly chunks: Uint8Array[];
      readonly options: DecodeOptions;
    }
  | {readonly id: number; readonly kind: 'texts'; readonly ids: readonly number[]};

export type DecodeAnswer =
  | {readonly id: number; readonly kind: 'snapshot'; readonly message: SnapshotMessage}
  | {readonly id: number; readonly kind: 'texts'; readonly texts: ReadonlyMap<number, string>}
  | {
      readonly id: number;
      readonly kind: 'error';
      readonly error: {readonly kind: DecodeErrorKind; readonly message: string; readonly advice: string};
    };

/** Frames, stacks and identities remembered together; labels that never repeat would otherwise grow without end. */
const maxInterned = 400_000;

let epoch = 0;
let interner = createInterner();
let packer = createSnapshotPacker(epoch);
let texts: GoroutineTexts | undefined;

async function decode(request: Extract<DecodeRequest, {kind: 'decode'}>): Promise<DecodeAnswer> {
  const {id, chunks, options} = request;
  if (interner.size() > maxInterned) {
    epoch++;
    interner = createInterner();
    packer = createSnapshotPacker(epoch);
  }

  if (options.keepText === true) {
    texts = undefined;
  }

  const isPacked = chunks[0] !== undefined && isGzip(chunks[0]);
  const decoded = await decodeProfile(chunks, options, interner);
  // They were handed over, and unpacking has copied them.
  if (isPacked) for (const chunk of chunks) freeNow(chunk);
  texts = decoded.texts ?? texts;
  return {id, kind: 'snapshot', message: packer.pack(decoded.snapshot)};
}

async function answer(request: DecodeRequest): Promise<void> {
  try {
    if (request.kind === 'texts') {
      post({id: request.id, kind: 'texts', texts: texts?.find(request.ids) ?? new Map()});
    } else {
      post(await decode(request));
    }
  } catch (error) {
    const known = error instanceof DecodeError ? error : unexpected(error);
    post({
      id: request.id,
      kind: 'error',
      error: {kind: known.kind, message: known.message, advice: known.advice},
    });
  }
}

function unexpected(error: unknown): DecodeError {
  const reason = error instanceof Error ? error.message : String(error);
  return new DecodeError(
    'damaged',
    `The profile cannot be read (${reason}).`,
    'Please report this, with the profile.',
  );
}

function post(message: DecodeAnswer): void {
  parentPort?.postMessage(message, message.kind === 'snapshot' ? transferables(message.message) : []);
}

let waiting = Promise.resolve();

parentPort?.on('message', (request: DecodeRequest) => {
  waiting = waiting.then(() => answer(request));
  void waiting.then(compressSoon);
});

/** Compresses the kept text piece by piece, so that a request need never wait for long. */
function compressSoon(): void {
  setImmediate(() => {
    if (texts?.compressNext() === true) {
      compressSoon();
    }
  });
}
