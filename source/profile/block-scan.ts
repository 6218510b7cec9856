// Reads one goroutine's block of a debug=2 dump as bytes, in one pass: hashes instead of text.

/** What one goroutine's block says, found without decoding its text. */
type BlockScan = {
  /** Not a safe integer above 2⁵³, which no process reaches. */
  id: number;
  /** Id of the goroutine after `in goroutine`; 0 when not printed. */
  createdBy: number;
  /** Of the header after the id, of the frames, and of the creator's two lines: 64 bits each, in two halves. */
  headerOne: number;
  headerTwo: number;
  stackOne: number;
  stackTwo: number;
  hasCreator: boolean;
  creatorOne: number;
  creatorTwo: number;
  /** Offset of the first byte after the header line. */
  bodyStart: number;
  /** Offset of the first byte after the block's last line, without the blank line. */
  bodyEnd: number;
};

export function createBlockScan(): BlockScan {
  return {
    id: 0,
    createdBy: 0,
    headerOne: 0,
    headerTwo: 0,
    stackOne: 0,
    stackTwo: 0,
    hasCreator: false,
    creatorOne: 0,
    creatorTwo: 0,
    bodyStart: 0,
    bodyEnd: 0,
  };
}

const tab = 0x09;
const newline = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const openParenthesis = 0x28;
const asterisk = 0x2a;
const plus = 0x2b;
const zero = 0x30;
const nine = 0x39;
const openBracket = 0x5b;
const letterC = 0x63;
const letterG = 0x67;
const letterX = 0x78;

const goroutineWord = Buffer.from('goroutine ');
const createdByWord = Buffer.from('created by ');
const inGoroutineWord = Buffer.from(' in goroutine ');
const originatingWord = Buffer.from('[originating from goroutine ');

// Two chains of 32 bits each. The seeds differ from run to run, so that no target can aim at a collision.
// Both must be 32-bit integers: a double here makes the whole scan take twice as long.
const seeds = crypto.getRandomValues(new Int32Array(2));
const seedOne = seeds[0]!;
const seedTwo = seeds[1]!;
const primeOne = 0x01_00_01_93;
const primeTwo = 0x85_eb_ca_6b;

function startsWith(bytes: Uint8Array, at: number, word: Uint8Array): boolean {
  for (let index = 0; index < word.length; index++) {
    if (bytes[at + index] !== word[index]) {
      return false;
    }
  }

  return true;
}

/** Whether `goroutine 7…` begins at `at`. */
export function isHeaderAt(bytes: Uint8Array, at: number): boolean {
  const digit = bytes[at + goroutineWord.length]!;
  return bytes[at] === letterG && digit >= zero && digit <= nine && startsWith(bytes, at, goroutineWord);
}

/**
 * Reads one block of a debug=2 dump, from its header to the blank line or the next header, in one pass.
 *
 * Argument words, `+0x` offsets and the ids of creators are not part of any hash, so that goroutines with the same
 * stack have the same hashes and their text need be decoded only once.
 *
 * @param at where `goroutine ` begins.
 * @param end there must be room for two more bytes, both newlines, as a sentinel.
 * @returns the offset after the block and its blank line; -1 when the bytes end before the block does.
 */
export function scanBlock(bytes: Uint8Array, at: number, end: number, scan: BlockScan): number {
  let p = at + goroutineWord.length;
  let c = bytes[p]!;
  let id = 0;
  while (c >= zero && c <= nine) {
    id = id * 10 + c - zero;
    c = bytes[++p]!;
  }

  let one = seedOne;
  let two = seedTwo;
  while (c !== newline) {
    one = Math.imul(one ^ c, primeOne);
    two = Math.imul(two ^ c, primeTwo);
    c = bytes[++p]!;
  }

  p++;
  scan.id = id;
  scan.headerOne = one;
  scan.headerTwo = two;
  scan.bodyStart = p;
  scan.createdBy = 0;
  scan.hasCreator = false;
  one = seedOne;
  two = seedTwo;
  for (;;) {
    if (p >= end) {
      return -1;
    }

    c = bytes[p]!;
    if (c === newline || (c === carriageReturn && bytes[p + 1] === newline)) {
      finish(scan, one, two, p);
      return c === newline ? p + 1 : p + 2;
    }

    if (c === tab) {
      // `\t/path/file.go:12 +0x1d`: the offset differs between calls on one line, the frame does not.
      do {
        if (c === space && bytes[p + 1] === plus && bytes[p + 2] === zero && bytes[p + 3] === letterX) {
          do {
            c = bytes[++p]!;
          } while (c !== newline);
          break;
        }

        one = Math.imul(one ^ c, primeOne);
        two = Math.imul(two ^ c, primeTwo);
        c = bytes[++p]!;
      } while (c !== newline);
      p++;
      continue;
    }

    if (c === letterG && isHeaderAt(bytes, p)) {
      finish(scan, one, two, p);
      return p;
    }

    if (c === letterC && bytes[p + 7] === space && startsWith(bytes, p, createdByWord)) {
      if (!scan.hasCreator) {
        scan.hasCreator = true;
        scan.stackOne = one;
        scan.stackTwo = two;
        one = seedOne;
        two = seedTwo;
      }

      while (c !== newline) {
        if (c === space && startsWith(bytes, p, inGoroutineWord)) {
          p += inGoroutineWord.length;
          c = bytes[p]!;
          let creator = 0;
          while (c >= zero && c <= nine) {
            creator = creator * 10 + c - zero;
            c = bytes[++p]!;
          }

          scan.createdBy = creator;
          while (c !== newline) {
            c = bytes[++p]!;
          }

          break;
        }

        one = Math.imul(one ^ c, primeOne);
        two = Math.imul(two ^ c, primeTwo);
        c = bytes[++p]!;
      }

      p++;
      continue;
    }

    if (c === openBracket && startsWith(bytes, p, originatingWord)) {
      // Where the creators came from (GODEBUG=tracebackancestors): no part of this goroutine's own stack.
      finish(scan, one, two, p);
      return skipAncestors(bytes, p, end, scan);
    }

    // `main.(*T).work(0xc000012345, …)`: the arguments begin at the last parenthesis of the line.
    while (c !== newline) {
      if (c === openParenthesis && bytes[p + 1] !== asterisk) {
        const open = p;
        do {
          c = bytes[++p]!;
        } while (c !== newline && c !== openParenthesis);
        if (c === newline) {
          break;
        }

        for (let index = open; index < p; index++) {
          one = Math.imul(one ^ bytes[index]!, primeOne);
          two = Math.imul(two ^ bytes[index]!, primeTwo);
        }

        continue;
      }

      one = Math.imul(one ^ c, primeOne);
      two = Math.imul(two ^ c, primeTwo);
      c = bytes[++p]!;
    }

    one = Math.imul(one ^ newline, primeOne);
    two = Math.imul(two ^ newline, primeTwo);
    p++;
  }
}

function finish(scan: BlockScan, one: number, two: number, bodyEnd: number): void {
  scan.bodyEnd = bodyEnd;
  if (scan.hasCreator) {
    scan.creatorOne = one;
    scan.creatorTwo = two;
  } else {
    scan.stackOne = one;
    scan.stackTwo = two;
  }
}

function skipAncestors(bytes: Uint8Array, at: number, end: number, scan: BlockScan): number {
  let p = at;
  while (p < end) {
    const c = bytes[p]!;
    const blank = c === newline ? 1 : c === carriageReturn && bytes[p + 1] === newline ? 2 : 0;
    if (blank > 0 || isHeaderAt(bytes, p)) {
      scan.bodyEnd = p;
      return p + blank;
    }

    while (bytes[p] !== newline) {
      p++;
    }

    p++;
  }

  return -1;
}
