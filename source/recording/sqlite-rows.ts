// Finds rows on the pages of a SQLite file whose trees are damaged.

import {maxPackedBytes} from './limits.ts';
import type {SqlitePages} from './sqlite-pages.ts';
import type {Value} from './tables.ts';

/** A row as it stands on a page, whatever table it is of. NULL, as which an id is written, is undefined. */
export type FoundRow = {readonly id: number; readonly values: readonly (Value | undefined)[]};

const leafOfTable = 0x0d;
const firstPageHead = 100;
const maxColumns = 32;

/**
 * Every row on any page that looks like a leaf of a table: without the tree above, which may be damaged. Rows that have
 * been deleted may be among them. Values that cannot be read whole are left out with their row, but a last blob that is
 * cut short is told as far as it goes.
 *
 * Source: https://sqlite.org/fileformat2.html, sections 1.6 and 2.1.
 */
export function* rowsOnPages(pages: SqlitePages): Generator<FoundRow> {
  for (const number of pages.numbers()) {
    const page = pages.page(number);
    if (page === undefined) continue;
    const head = number === 1 ? firstPageHead : 0;
    if (page[head] !== leafOfTable) continue;
    const cells = page.readUInt16BE(head + 3);
    for (let cell = 0; cell < cells; cell++) {
      const pointerAt = head + 8 + cell * 2;
      if (pointerAt + 2 > page.length) break;
      const row = rowAt(pages, page, page.readUInt16BE(pointerAt));
      if (row !== undefined) yield row;
    }
  }
}

function rowAt(pages: SqlitePages, page: Buffer, at: number): FoundRow | undefined {
  const size = varint(page, at);
  const id = size && varint(page, size.next);
  if (id === undefined || size === undefined || size.value > maxPackedBytes * 2) return undefined;
  const payload = payloadOf(pages, page, id.next, size.value);
  const values = payload && valuesOf(payload);
  return values && {id: id.value, values};
}

/** The bytes of a row, those on overflow pages too, as far as these are there. */
function payloadOf(pages: SqlitePages, page: Buffer, at: number, length: number): Buffer | undefined {
  const usable = pages.pageBytes;
  const most = usable - 35;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const spilled = least + ((length - least) % (usable - 4));
  const local = length <= most ? length : spilled <= most ? spilled : least;
  if (at + local > page.length) return undefined;
  if (local === length) return page.subarray(at, at + length);
  if (at + local + 4 > page.length) return undefined;
  const parts = [page.subarray(at, at + local)];
  let left = length - local;
  let next = page.readUInt32BE(at + local);
  while (left > 0 && next !== 0) {
    const overflow = pages.page(next);
    if (overflow === undefined) break;
    parts.push(overflow.subarray(4, 4 + Math.min(left, usable - 4)));
    left -= Math.min(left, usable - 4);
    next = overflow.readUInt32BE(0);
  }

  return Buffer.concat(parts);
}

function valuesOf(payload: Buffer): (Value | undefined)[] | undefined {
  const head = varint(payload, 0);
  if (head === undefined || head.value > payload.length) return undefined;
  const values: (Value | undefined)[] = [];
  let at = head.value;
  for (let typeAt = head.next; typeAt < head.value;) {
    const type = varint(payload, typeAt);
    if (type === undefined || values.length === maxColumns) return undefined;
    typeAt = type.next;
    const length = lengthOf(type.value);
    if (length === undefined) return undefined;
    values.push(valueOf(payload, at, type.value, length));
    at += length;
  }

  return values;
}

function lengthOf(type: number): number | undefined {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type];
}

function valueOf(payload: Buffer, at: number, type: number, length: number): Value | undefined {
  if (type >= 12) {
    const bytes = payload.subarray(at, at + length);
    return type % 2 === 0 ? new Uint8Array(bytes) : bytes.toString('utf8');
  }

  if (type === 8 || type === 9) return type - 8;
  if (type === 0 || at + length > payload.length) return undefined;
  if (type === 7) return payload.readDoubleBE(at);
  return type === 6 ? Number(payload.readBigInt64BE(at)) : payload.readIntBE(at, length);
}

/** SQLite's own: 7 bits a byte, the highest first; a ninth byte has 8. */
function varint(bytes: Buffer, from: number): {readonly value: number; readonly next: number} | undefined {
  let value = 0;
  for (let at = from; at < from + 9; at++) {
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    if (at === from + 8) return {value: value * 256 + byte, next: at + 1};
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return {value, next: at + 1};
  }

  return undefined;
}
