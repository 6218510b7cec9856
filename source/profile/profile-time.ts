// Reads when a debug=0 profile says it was taken.

import {readVarint, skipValue, type Cursor} from './proto-wire.ts';

/** `time_nanos` of Profile in profile.proto, a varint. */
const timeTag = 9 * 8;
const nanosPerMs = 1e6;
/** Before the first Go: not a time, but damage. */
const firstGoMs = Date.UTC(2009, 10, 10);
/** A clock that is ahead of this one, but not by more. */
const mostAheadMs = 86_400_000;

/**
 * When an unpacked profile was taken, milliseconds since 1970; undefined where it does not say, or nothing that could be.
 *
 * Example input:  `... 48 80 9d c8 e7 9e bb d0 e8 18 ...`
 * Example output: 1_795_303_711_116
 */
export function profileTimeMs(bytes: Uint8Array, nowMs: number): number | undefined {
  const cursor: Cursor = {at: 0, end: bytes.length};
  try {
    while (cursor.at < cursor.end) {
      const tag = readVarint(bytes, cursor);
      const value = skipValue(bytes, cursor, tag % 8);
      if (tag !== timeTag) continue;
      const ms = Math.floor(readVarint(bytes, {at: value, end: cursor.end}) / nanosPerMs);
      return ms >= firstGoMs && ms <= nowMs + mostAheadMs ? ms : undefined;
    }
  } catch {
    // Whoever decodes it says what is wrong.
  }

  return undefined;
}
