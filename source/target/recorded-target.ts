import {gunzipSync, gzipSync} from 'node:zlib';
import type {Address} from './address.ts';
import {parseIndex} from './index-page.ts';
import type {PprofTarget} from './pprof-target.ts';
import type {Reply} from './pprof-client.ts';
import {TargetError} from './target-error.ts';

/** Answers of a target at one moment of a recording; milliseconds since its beginning. */
export type RecordedAnswers = {
  readonly atMs: number;
  /** How long the target took for each, in milliseconds. */
  readonly tookMs: {readonly index: number; readonly counts: number; readonly stacks?: number};
  readonly index: string;
  /** The debug=0 profile, unpacked, as base64: packed, no two would share a byte on the disk. */
  readonly counts: string;
  readonly stacks?: string;
};

/** The first line of a recording of answers. */
export type RecordingHead = {
  readonly format: 'gorowatch-answers@1';
  readonly name: string;
  readonly commandLine: string;
};

/** A recording larger than this, unpacked, is none of ours. */
const maxRecordingBytes = 256 * 1024 * 1024;

/** Writes answers as one gzip file: a line of JSON for the head, then one for each moment. */
export function packAnswers(head: RecordingHead, answers: readonly RecordedAnswers[]): Buffer {
  return gzipSync([head, ...answers].map((line) => JSON.stringify(line)).join('\n'), {level: 9});
}

/**
 * Opens recorded answers as a target that gives them again, at the pace at which they were given. After the last it
 * goes on giving the last.
 */
export function openRecordedAnswers(packed: Uint8Array, monotonicMs: () => number): PprofTarget {
  const [first = '', ...lines] = gunzipSync(packed, {maxOutputLength: maxRecordingBytes})
    .toString()
    .split('\n');
  // Written by packAnswers and shipped with the program: nobody else's file is opened here.
  // oxlint-disable typescript/no-unsafe-type-assertion
  const head = JSON.parse(first) as RecordingHead;
  const answers = lines.map((line) => JSON.parse(line) as RecordedAnswers);
  // oxlint-enable typescript/no-unsafe-type-assertion
  const address: Address = {name: head.name, url: 'recording', origin: '', paths: [''], query: ''};
  let startMs: number | undefined;

  /** The last answers given up to now; with `have`, the last that include such a one. */
  function now(have: (answer: RecordedAnswers) => boolean): RecordedAnswers {
    startMs ??= monotonicMs();
    const atMs = monotonicMs() - startMs;
    const found = answers.findLast((answer) => answer.atMs <= atMs && have(answer)) ?? answers.find(have);
    if (found === undefined)
      throw new TargetError('not found', `${head.name} has no such answer.`, 'Try a live process.');
    return found;
  }

  return {
    address,
    url: address.url,
    async index() {
      const answer = now(() => true);
      const index = parseIndex(answer.index);
      if (index === undefined)
        throw new TargetError('not pprof', `${head.name} is damaged.`, 'Install gorowatch anew.');
      return {index, reply: replyOf(Buffer.from(answer.index), answer.tookMs.index)};
    },
    commandLine: () => Promise.resolve(head.commandLine),
    async goroutines({debug}) {
      if (debug === 2) {
        const answer = now(({stacks}) => stacks !== undefined);
        return replyOf(Buffer.from(answer.stacks ?? ''), answer.tookMs.stacks ?? 0);
      }

      const answer = now(() => true);
      return replyOf(gzipSync(Buffer.from(answer.counts, 'base64')), answer.tookMs.counts);
    },
    leaks: () =>
      Promise.reject(new TargetError('not found', `${head.name} has no such answer.`, 'Try a live process.')),
    memory: () =>
      Promise.reject(
        new TargetError('not found', `${head.name} does not tell its memory.`, 'Try a live process.'),
      ),
    close: () => Promise.resolve(),
  };
}

function replyOf(body: Uint8Array, durationMs: number): Reply {
  return {
    status: 200,
    contentType: '',
    contentEncoding: '',
    location: '',
    chunks: [new Uint8Array(body)],
    bytes: body.byteLength,
    durationMs,
    firstByteMs: durationMs,
  };
}
