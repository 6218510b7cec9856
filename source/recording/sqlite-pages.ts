// Reads a SQLite file page by page, where SQLite itself does not read it any more.

import {closeSync, fstatSync, openSync, readSync} from 'node:fs';

/** Pages of a SQLite file, read one by one, with those of its write-ahead log in their place. */
export type SqlitePages = {
  readonly pageBytes: number;
  /** Of each page that is there, in no more steps than there are: a damaged log may name any. */
  readonly numbers: () => Iterable<number>;
  /** Numbered from 1; undefined beyond the end, also where the end was cut off. */
  readonly page: (number: number) => Buffer | undefined;
  readonly close: () => void;
};

const usualPageBytes = 4096;
const logHeadBytes = 32;
const frameHeadBytes = 24;
const logMagics: ReadonlySet<number> = new Set([0x37_7f_06_82, 0x37_7f_06_83]);

/**
 * Opens a SQLite file as pages, however damaged it is: nothing in it is relied on but that pages stand where they do.
 * Source: https://sqlite.org/fileformat2.html, sections 1.3 and 4.1.
 *
 * @throws what the system says when it cannot be opened
 */
export function openPages(file: string): SqlitePages {
  const main = openBytes(file);
  const declared = main.read(16, 2)?.readUInt16BE(0) ?? 0;
  const pageBytes = isPageSize(declared) ? declared : declared === 1 ? 65_536 : usualPageBytes;
  const log = openLog(`${file}-wal`);
  const inLog = log === undefined ? new Map<number, number>() : pagesInLog(log, pageBytes);
  const inFile = Math.floor(main.length / pageBytes);
  return {
    pageBytes,
    *numbers() {
      for (let number = 1; number <= inFile; number++) yield number;
      for (const number of inLog.keys()) if (number > inFile) yield number;
    },
    page(number) {
      const at = inLog.get(number);
      if (at !== undefined) return log?.read(at, pageBytes);
      return main.read((number - 1) * pageBytes, pageBytes);
    },
    close() {
      main.close();
      log?.close();
    },
  };
}

/** Where in the log the newest committed version of each page stands. */
function pagesInLog(log: Bytes, pageBytes: number): Map<number, number> {
  const committed = new Map<number, number>();
  const head = log.read(0, logHeadBytes);
  if (head === undefined || !logMagics.has(head.readUInt32BE(0)) || head.readUInt32BE(8) !== pageBytes) {
    return committed;
  }

  const salt = head.subarray(16, 24);
  const waiting = new Map<number, number>();
  for (
    let at = logHeadBytes;
    at + frameHeadBytes + pageBytes <= log.length;
    at += frameHeadBytes + pageBytes
  ) {
    const frame = log.read(at, frameHeadBytes);
    // What is left of an earlier round of the log has another salt.
    if (frame === undefined || !frame.subarray(8, 16).equals(salt)) break;
    waiting.set(frame.readUInt32BE(0), at + frameHeadBytes);
    const isCommit = frame.readUInt32BE(4) !== 0;
    if (!isCommit) continue;
    for (const [number, place] of waiting) committed.set(number, place);
    waiting.clear();
  }

  return committed;
}

type Bytes = {
  readonly length: number;
  readonly read: (at: number, length: number) => Buffer | undefined;
  readonly close: () => void;
};

/** The write-ahead log, where there is one that can be read. */
function openLog(file: string): Bytes | undefined {
  try {
    return openBytes(file);
  } catch {
    return undefined;
  }
}

function openBytes(file: string): Bytes {
  const descriptor = openSync(file, 'r');
  const {size} = fstatSync(descriptor);
  return {
    length: size,
    read(at, length) {
      if (at + length > size) return undefined;
      const bytes = Buffer.alloc(length);
      return readSync(descriptor, bytes, 0, length, at) === length ? bytes : undefined;
    },
    close: () => closeSync(descriptor),
  };
}

function isPageSize(bytes: number): boolean {
  return bytes >= 512 && bytes <= 32_768 && (bytes & (bytes - 1)) === 0;
}
