// Reads the labels of a sample in a debug=0 profile.

import {Label} from 'pprof-format';
import {escapeText} from '../target/escape.ts';
import type {Labels} from './labels.ts';
import {damaged} from './proto-wire.ts';

export type Numeric = number | bigint;

/** @throws {DecodeError} `damaged` where pprof-format cannot read it. */
export function decodeMessage<Message>(
  type: {decode(bytes: Uint8Array): Message},
  message: Uint8Array,
): Message {
  try {
    return type.decode(message);
  } catch {
    throw damaged();
  }
}

/** pprof-format gives numbers from 2²⁸ as unsigned bigint. */
export function toCount(value: Numeric): number {
  const signed = typeof value === 'bigint' ? Number(BigInt.asIntN(64, value)) : value;
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, signed));
}

type GoroutineLabels = {
  id: number | undefined;
  createdBy: number;
  waitMinutes: number;
  state: string | undefined;
};

/** Separates the application's labels from those that CockroachDB's Go adds (`go::goroutine`, `go::goroutine_state`, …). */
export function readLabels(
  bytes: Uint8Array,
  ranges: readonly number[],
  text: (index: Numeric) => string,
): {labels: Labels; goroutine: GoroutineLabels} {
  const goroutine: GoroutineLabels = {id: undefined, createdBy: 0, waitMinutes: 0, state: undefined};
  const pairs: [string, string][] = [];
  for (let at = 0; at < ranges.length; at += 2) {
    const entry = decodeMessage(Label, bytes.subarray(ranges[at], ranges[at + 1]));
    const key = text(entry.key);
    const number = toCount(entry.num);
    if (key === 'go::goroutine') {
      goroutine.id = number;
    } else if (key === 'go::goroutine_created_by') {
      goroutine.createdBy = number;
    } else if (key === 'go::goroutine_wait_minutes') {
      goroutine.waitMinutes = Math.max(0, number);
    } else if (key === 'go::goroutine_state') {
      goroutine.state = text(entry.str);
    } else {
      const isText = Number(entry.str) !== 0;
      pairs.push([
        key,
        isText ? text(entry.str) : number === 0 ? '' : escapeText(`${number}${text(entry.numUnit)}`),
      ]);
    }
  }

  return {labels: Object.fromEntries(pairs), goroutine};
}
