import {decodeText} from '../target/escape.ts';
import {maxStringBytes} from './proto-limits.ts';

/** Strings of earlier profiles of the same process: nearly all come again with the next one. */
export type ProtoTexts = {
  /** Text that is safe to print, the same object for the same bytes. */
  read(bytes: Uint8Array, start: number, end: number): string;
};

type Known = {readonly bytes: Uint8Array; readonly text: string};

/** Beyond this, all are forgotten. Some 200 bytes each. */
const maxTexts = 100_000;

export function createProtoTexts(): ProtoTexts {
  const known = new Map<number, Known[]>();
  let held = 0;

  return {
    read(bytes, start, end) {
      if (end - start > maxStringBytes) {
        return `${decodeText(bytes.subarray(start, start + maxStringBytes))}…`;
      }

      const hash = hashOf(bytes, start, end);
      const alike = known.get(hash);
      if (alike !== undefined) {
        for (const one of alike) {
          if (isSame(one.bytes, bytes, start, end)) {
            return one.text;
          }
        }
      }

      const text = decodeText(bytes.subarray(start, end));

      if (held >= maxTexts) {
        known.clear();
        held = 0;
      }

      const one = {bytes: bytes.slice(start, end), text};
      known.set(hash, known.get(hash)?.concat(one) ?? [one]);
      held++;
      return text;
    },
  };
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x81_1c_9d_c5 | 0;
  for (let at = start; at < end; at++) {
    hash = Math.imul(hash ^ bytes[at]!, 0x01_00_01_93);
  }

  return hash;
}

function isSame(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) {
    return false;
  }

  for (let at = 0; at < known.length; at++) {
    if (known[at] !== bytes[start + at]) {
      return false;
    }
  }

  return true;
}
