import {inflateRawSync} from 'node:zlib';
import {maxDecodedBytes} from './proto-limits.ts';

const magic = Buffer.from([0x1f, 0x8b, 0x08]);
const headBytes = 10;
const trailerBytes = 8;

/**
 * The gzip files that stand one after another in the bytes, as `cat a.gz b.gz` leaves them. Unpacked together, two
 * protobuf profiles would become one that is neither. What cannot be told apart stays together.
 *
 * Source: RFC 1952, section 2.3.
 */
export function gzipMembers(bytes: Uint8Array): readonly Uint8Array[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const members: Uint8Array[] = [];
  let start = 0;
  while (all.indexOf(magic, start + headBytes) !== -1) {
    const length = lengthOf(all.subarray(start));
    const end = start + (length ?? 0);
    if (length === undefined || !all.subarray(end, end + magic.length).equals(magic)) break;
    members.push(all.subarray(start, end));
    start = end;
  }

  return [...members, all.subarray(start)];
}

/** How many bytes the first member takes; undefined when it is damaged. */
function lengthOf(bytes: Buffer): number | undefined {
  const body = bodyStart(bytes);
  if (body === undefined) return undefined;
  try {
    const unpacked: unknown = inflateRawSync(bytes.subarray(body), {
      info: true,
      maxOutputLength: maxDecodedBytes,
    });
    const consumed = consumedBy(unpacked);
    return consumed === undefined ? undefined : body + consumed + trailerBytes;
  } catch {
    return undefined;
  }
}

/** Node's types do not know of `info`, which also gives the stream that did the work. */
function consumedBy(unpacked: unknown): number | undefined {
  if (typeof unpacked !== 'object' || unpacked === null || !('engine' in unpacked)) return undefined;
  const {engine} = unpacked;
  return typeof engine === 'object' &&
    engine !== null &&
    'bytesWritten' in engine &&
    typeof engine.bytesWritten === 'number'
    ? engine.bytesWritten
    : undefined;
}

function bodyStart(bytes: Buffer): number | undefined {
  const flags = bytes[3] ?? 0;
  let at = headBytes;
  if ((flags & 4) !== 0) at += 2 + bytes.readUInt16LE(at);
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end === -1) return undefined;
    at = end + 1;
  }

  if ((flags & 2) !== 0) at += 2;
  return at < bytes.length ? at : undefined;
}
