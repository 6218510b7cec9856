// Sums by which stretches of bytes are found alike.

import {DamagedBytes} from './recording-error.ts';

/** In place of a sum: a part of what it is of is lost. */
export const noSum = 0;

/** Four bytes at a time, mixed as MurmurHash3 does; https://github.com/aappleby/smhasher. Never `noSum`. */
export function bytesSum(bytes: Uint8Array, from: number, to: number): number {
  if (to > bytes.length) throw new DamagedBytes('the bytes end early');
  let sum = to - from;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    const four = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    sum = mixed(sum, four);
  }

  for (; at < to; at++) sum = mixed(sum, bytes[at]!);
  return finished(sum);
}

/** Both in this order; `noSum` where either is. */
export function both(sum: number, other: number): number {
  return sum === noSum || other === noSum ? noSum : finished(mixed(sum, other));
}

/** Of a line or a depth, of up to 53 bits. */
export function numberSum(number: number): number {
  return finished(mixed(number | 0, (number / 2 ** 32) | 0));
}

export function mixed(sum: number, word: number): number {
  let part = Math.imul(word, 0xcc_9e_2d_51);
  part = Math.imul((part << 15) | (part >>> 17), 0x1b_87_35_93);
  const next = sum ^ part;
  return (Math.imul((next << 13) | (next >>> 19), 5) + 0xe6_54_6b_64) | 0;
}

export function finished(sum: number): number {
  let value = Math.imul(sum ^ (sum >>> 16), 0x85_eb_ca_6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2_b2_ae_35);
  return value ^ (value >>> 16) || 1;
}
