// Tells the format of a profile by its bytes, and says what they are where they are none.

import {isHeaderAt} from './block-scan.ts';
import {DecodeError} from './decode-error.ts';
import {looksLikeProfile} from './check-profile.ts';

/** What the unpacked bytes are. `log`: a dump with something before each of its lines, as log collectors write. */
type FileFormat = 'protobuf' | 'debug=1' | 'debug=2' | 'log';

const beginningBytes = 4096;
const headerStartBytes = 160;
const newline = 0x0a;

const advice =
  'Give a goroutine profile (debug=0, 1 or 2), or a log of a Go process that crashed or got SIGQUIT.';

/**
 * Tells what a profile's bytes are by looking at them.
 *
 * @throws {DecodeError} `empty`, `html`, `other-profile` or `not-a-profile`.
 */
export function detectFormat(bytes: Uint8Array): FileFormat {
  if (bytes.length === 0) {
    throw new DecodeError('empty', 'There is nothing in it: 0 bytes.', advice);
  }

  const beginning = Buffer.from(
    bytes.buffer,
    bytes.byteOffset,
    Math.min(bytes.length, beginningBytes),
  ).toString('latin1');
  const profile = /^\s*(\w{1,40}) profile: /.exec(beginning)?.[1];
  if (profile === 'goroutine' || profile === 'goroutineleak') {
    return 'debug=1';
  }

  if (profile !== undefined) {
    throw new DecodeError('other-profile', `This is a ${profile} profile, not one of goroutines.`, advice);
  }

  const place = findHeader(bytes);
  if (place !== undefined) {
    return place;
  }

  if (looksLikeProfile(bytes)) {
    return 'protobuf';
  }

  if (/^\s*<(?:!doctype|html|head|body|\?xml)/i.test(beginning)) {
    throw new DecodeError(
      'html',
      'This is a web page, not a profile.',
      'Check the path: it must end in /debug/pprof/goroutine, and need no login.',
    );
  }

  throw new DecodeError('not-a-profile', 'This is not a goroutine profile.', advice);
}

/** Looks for a goroutine's header: at the beginning of a line, or after what a log puts before it. */
function findHeader(bytes: Uint8Array): 'debug=2' | 'log' | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let prefixed = false;
  for (let at = buffer.indexOf('goroutine '); at !== -1; at = buffer.indexOf('goroutine ', at + 1)) {
    if (isHeaderAt(buffer, at)) {
      const line = buffer.toString('latin1', at, at + headerStartBytes);
      if (/^goroutine \d{1,20}[^\n[]{0,100} \[/.test(line)) {
        if (at === 0 || buffer[at - 1] === newline) {
          return 'debug=2';
        }

        prefixed = true;
      }
    }
  }

  return prefixed ? 'log' : undefined;
}
