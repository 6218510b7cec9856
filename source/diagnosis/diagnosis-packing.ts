// Keeps diagnoses of the past small.

import {constants, zstdCompressSync, zstdDecompressSync} from 'node:zlib';
import type {Packing} from '../session/packed-log.ts';
import type {Diagnosis} from './verdict.ts';

/** What was thought at the moments of the past: some 2 KiB each where there are a few verdicts. */
export const maxPastDiagnosesBytes = 4 * 2 ** 20;
/** Beside its text, for each. */
const entryBytes = 200;
const compression = {params: {[constants.ZSTD_c_compressionLevel]: 1}};

/** How diagnoses are kept while nobody reads them: as compressed JSON, which they are made for. */
export const diagnosisPacking: Packing<Diagnosis, Uint8Array> = {
  pack: (diagnosis) => new Uint8Array(zstdCompressSync(JSON.stringify(diagnosis), compression)),
  // What was packed is what comes out.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  unpack: (packed) => JSON.parse(zstdDecompressSync(packed).toString('utf8')) as Diagnosis,
  bytesOf: (all) => all.reduce((sum, {byteLength}) => sum + byteLength + entryBytes, 0),
  maxBytes: maxPastDiagnosesBytes,
};
