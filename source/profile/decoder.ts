// Has profiles decoded in a thread of their own, so that the screen never waits for a large one.

import {Worker} from 'node:worker_threads';
import {DecodeError} from './decode-error.ts';
import type {DecodeOptions} from './decode-here.ts';
import type {DecodeAnswer, DecodeRequest} from './decode-worker.ts';
import type {Snapshot} from './model.ts';
import {createSnapshotUnpacker, type SnapshotUnpacker} from './snapshot-unpacker.ts';

/** A dump of 64 MiB with 100,000 different stacks takes about half of this. */
const workerHeapMb = 1024;
/** What a profile leaves behind is garbage by the next one; left to itself, the worker takes 100 MB to notice. */
const workerYoungHeapMb = 8;

type Waiting = {
  resolve(answer: DecodeAnswer): void;
  reject(error: Error): void;
};

type Running = {
  readonly worker: Worker;
  readonly unpacker: SnapshotUnpacker;
  readonly waiting: Map<number, Waiting>;
};

// From sources Node runs the worker's .ts itself; in the bundle it lies next to every chunk (scripts/build.mjs).
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const workerUrl = new URL(`./decode-worker.${extension}`, import.meta.url);

/**
 * Decodes profiles in a worker thread, so that the screen never waits for a large one.
 *
 * The worker starts with the first call. It does not keep the program alive unless a call waits for it. When it fails,
 * what waits for it is rejected, and the next call starts a new one.
 */
export class ProfileDecoder {
  #running: Running | undefined;
  #unpacker = createSnapshotUnpacker();
  #nextId = 0;
  #closed = false;
  readonly #url: URL;

  /** @param url what the worker runs, for tests. */
  constructor(url: URL = workerUrl) {
    this.#url = url;
  }

  /**
   * Decodes one profile; see `decodeHere` for what is understood.
   *
   * @param chunks are handed over to the worker and empty afterwards; those that share a buffer are copied first.
   * @returns groups whose identity is the same object whenever its key is the same.
   * @throws {DecodeError}
   */
  async decode(chunks: readonly Uint8Array<ArrayBuffer>[], options: DecodeOptions): Promise<Snapshot> {
    const owned = chunks.map((chunk) => ownBuffer(chunk));
    const buffers = [...new Set(owned.map((chunk) => chunk.buffer))];
    const id = this.#nextId++;
    const running = this.#start();
    const answer = await this.#ask(running, {id, kind: 'decode', chunks: owned, options}, buffers);
    if (answer.kind !== 'snapshot') {
      throw crashed('it gave an answer to another question');
    }

    return running.unpacker.unpack(answer.message);
  }

  /** The text of single goroutines of the last dump that was decoded with `keepText`; unknown ids are left out. */
  async goroutineTexts(ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
    if (this.#running === undefined) {
      return new Map();
    }

    const answer = await this.#ask(this.#running, {id: this.#nextId++, kind: 'texts', ids}, []);
    return answer.kind === 'texts' ? answer.texts : new Map();
  }

  /** Ends the worker; calls that still wait are rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    const running = this.#running;
    if (running !== undefined) {
      this.#stop(running, new DecodeError('closed', 'The decoder was closed.', 'Nothing need be done.'));
      // Where nothing else is left to do, a program would end before this does, as one that waits for nothing.
      running.worker.ref();
      await running.worker.terminate();
    }
  }

  #start(): Running {
    if (this.#closed) {
      throw new DecodeError('closed', 'The decoder was closed.', 'Nothing need be done.');
    }

    if (this.#running !== undefined) {
      return this.#running;
    }

    const worker = new Worker(this.#url, {
      stdout: true,
      stderr: true,
      resourceLimits: {maxOldGenerationSizeMb: workerHeapMb, maxYoungGenerationSizeMb: workerYoungHeapMb},
    });
    this.#unpacker = createSnapshotUnpacker(this.#unpacker);
    const running: Running = {worker, unpacker: this.#unpacker, waiting: new Map()};
    worker.unref();
    worker.on('message', (answer: DecodeAnswer) => {
      const waiting = running.waiting.get(answer.id);
      running.waiting.delete(answer.id);
      if (running.waiting.size === 0) {
        worker.unref();
      }

      if (answer.kind === 'error') {
        waiting?.reject(new DecodeError(answer.error.kind, answer.error.message, answer.error.advice));
      } else {
        waiting?.resolve(answer);
      }
    });
    worker.on('error', (error) => {
      this.#stop(running, crashed(error instanceof Error ? error.message : String(error)));
    });
    worker.on('exit', () => {
      this.#stop(running, crashed('it ended'));
    });
    this.#running = running;
    return running;
  }

  async #ask(running: Running, request: DecodeRequest, transfer: ArrayBuffer[]): Promise<DecodeAnswer> {
    return new Promise((resolve, reject) => {
      running.worker.postMessage(request, transfer);
      running.worker.ref();
      running.waiting.set(request.id, {resolve, reject});
    });
  }

  #stop(running: Running, error: DecodeError): void {
    if (this.#running === running) {
      this.#running = undefined;
    }

    for (const waiting of running.waiting.values()) {
      waiting.reject(error);
    }

    running.waiting.clear();
  }
}

function crashed(reason: string): DecodeError {
  return new DecodeError(
    'crashed',
    `Decoding the profile failed: ${reason}.`,
    'It is tried again with the next one.',
  );
}

/** Bytes in a buffer of their own: a part of a larger one, such as Node's pool, cannot be handed over. */
function ownBuffer(chunk: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return chunk.byteLength === chunk.buffer.byteLength ? new Uint8Array(chunk.buffer) : new Uint8Array(chunk);
}
