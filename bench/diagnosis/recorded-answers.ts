import {readFileSync} from 'node:fs';
import {gunzipSync, gzipSync} from 'node:zlib';

/** What a target answered at one moment; milliseconds since the beginning. */
export type RecordedAnswers = {
  readonly atMs: number;
  /** How long the target took for each, in milliseconds. */
  readonly tookMs: {readonly index: number; readonly counts: number; readonly stacks?: number};
  readonly index: string;
  /** The debug=0 profile, unpacked, as base64: packed, no two would share a byte on the disk. */
  readonly counts: string;
  readonly stacks?: string;
};

/** The first line of recorded answers. */
export type AnswersHead = {
  readonly format: 'gorowatch-answers@1';
  readonly name: string;
  readonly commandLine: string;
};

/** Writes answers as one gzip file: a line of JSON for the head, then one for each moment. */
export function packAnswers(head: AnswersHead, answers: readonly RecordedAnswers[]): Buffer {
  return gzipSync([head, ...answers].map((line) => JSON.stringify(line)).join('\n'), {level: 9});
}

/** Reads what `record.ts` and `healthy/record.ts` write. */
export function readAnswers(file: string): readonly RecordedAnswers[] {
  const [, ...lines] = gunzipSync(readFileSync(file)).toString().split('\n');
  // Written by our own recorders.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return lines.map((line) => JSON.parse(line) as RecordedAnswers);
}
