// Columns of numbers as few bytes: each as its difference to the one before.

import {unzigzag, writeVarint, zigzag} from './varint.ts';

/** Beyond these, differences of whole numbers are not exact any more. */
const mostExact = 2 ** 51;
const isDifferences = 0;
const isDoubles = 1;
const firstBytes = 4096;

/** Columns of numbers, one after the other, in few bytes: each number as its difference from the one before. */
export class ColumnWriter {
  #bytes = new Uint8Array(firstBytes);
  #length = 0;

  /** What has been written. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  write(numbers: ArrayLike<number>): void {
    const {length} = numbers;
    // No number takes more than eight bytes, as a difference or as it is.
    this.#makeRoom(length * 8 + 16);
    this.#number(length);
    let isExact = true;
    for (let at = 0; at < length && isExact; at++) {
      const number = numbers[at]!;
      isExact = Number.isInteger(number) && Math.abs(number) <= mostExact && !Object.is(number, -0);
    }

    this.#number(isExact ? isDifferences : isDoubles);
    if (!isExact) {
      const doubles = new Uint8Array(Float64Array.from(numbers).buffer);
      this.#bytes.set(doubles, this.#length);
      this.#length += doubles.length;
      return;
    }

    let before = 0;
    for (let at = 0; at < length; at++) {
      const difference = numbers[at]! - before;
      before = numbers[at]!;
      this.#number(zigzag(difference));
    }
  }

  #number(number: number): void {
    this.#length = writeVarint(this.#bytes, this.#length, number);
  }

  #makeRoom(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

/** Reads what a `ColumnWriter` wrote, column by column. */
export class ColumnReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  read(): Float64Array {
    const numbers = new Float64Array(this.#number());
    if (this.#number() === isDoubles) {
      const bytes = new Uint8Array(numbers.buffer);
      bytes.set(this.#bytes.subarray(this.#at, this.#at + bytes.length));
      this.#at += bytes.length;
      return numbers;
    }

    let before = 0;
    for (let at = 0; at < numbers.length; at++) {
      before += unzigzag(this.#number());
      numbers[at] = before;
    }

    return numbers;
  }

  #number(): number {
    let number = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.#bytes[this.#at++]!;
      number += (byte & 0x7f) * factor;
      if (byte < 0x80) return number;
    }
  }
}
