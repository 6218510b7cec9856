// Full stacks that were saved, as text that goes into a report.

import {isHeaderAt} from '../profile/block-scan.ts';
import {gunzip, isGzip} from '../profile/gunzip.ts';
import {linesOf} from '../profile/lines.ts';
import {maxStacksBytes} from '../target/cost.ts';
import type {IncidentDump} from './incident.ts';

/** Of a dump, what goes into a report: no page holds more. */
const maxDumpBytes = 8 * 1024 * 1024;

/**
 * Full stacks that were saved, gzip or not, as they go into a report; `missing`: goroutines that are not in them.
 * Those beyond what a report holds are added to that.
 */
export async function savedDump(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  about: Pick<IncidentDump, 'wallMs' | 'missing' | 'isFromAlarm'>,
): Promise<IncidentDump> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    chunks.push(piece);
    bytes += piece.byteLength;
    if (bytes >= maxStacksBytes) break;
  }

  const [first = new Uint8Array()] = chunks;
  const all = Buffer.concat(isGzip(first) ? (await gunzip(chunks)).chunks : chunks);
  const told = all.subarray(0, maxDumpBytes);
  const goroutines = countHeaders(told);
  const missing = about.missing + countHeaders(all) - goroutines;
  return {...about, missing, goroutines, text: linesOf(told).join('\n')};
}

/** How many goroutines begin in so many bytes of full stacks. */
function countHeaders(bytes: Buffer): number {
  let count = 0;
  for (let at = 0; at !== -1 && at < bytes.length; at = lineAfter(bytes, at)) {
    if (isHeaderAt(bytes, at)) count++;
  }

  return count;
}

/** Where the next line begins that may be a header; -1 after the last. */
function lineAfter(bytes: Buffer, at: number): number {
  const end = bytes.indexOf('\ngoroutine ', at);
  return end === -1 ? -1 : end + 1;
}
