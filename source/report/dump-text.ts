import {gunzip, isGzip} from '../profile/gunzip.ts';
import {linesOf} from '../profile/lines.ts';
import type {IncidentDump} from './incident.ts';

/** Of a dump, what goes into a report: no page holds more. */
const maxDumpBytes = 8 * 1024 * 1024;

/** Full stacks that were saved, gzip or not, as they go into a report; `missing`: goroutines that are not in them. */
export async function savedDump(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  about: Pick<IncidentDump, 'wallMs' | 'missing' | 'isFromAlarm'>,
): Promise<IncidentDump> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    chunks.push(piece);
    bytes += piece.byteLength;
    if (bytes >= maxDumpBytes) break;
  }

  const [first = new Uint8Array()] = chunks;
  const unpacked = isGzip(first) ? (await gunzip(chunks)).chunks : chunks;
  const text = linesOf(Buffer.concat(unpacked).subarray(0, maxDumpBytes)).join('\n');
  return {...about, goroutines: text.match(/^goroutine \d+/gm)?.length ?? 0, text};
}
