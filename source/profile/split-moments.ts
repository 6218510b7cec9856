// Splits a text that holds several dumps or profiles, as logs do, into single ones.

import {maxStacksBytes} from '../target/cost.ts';
import {DecodeError} from './decode-error.ts';

/** One moment of a process, as it stands in a file that may hold several. */
type MomentText = {
  readonly chunks: readonly Uint8Array[];
  /** False for what recovered panics print into a log, one goroutine each: that is no picture of the process. */
  readonly isPicture: boolean;
};

/** Where the next moment may have begun. */
type Candidate = {
  readonly start: number;
  /** The goroutines seen since. */
  readonly ids: Set<number>;
  isRunningOnly: boolean;
  readonly isCrash: boolean;
  /** Whether the goroutines before it were all `running`. */
  readonly followsRunningOnly: boolean;
};

/** More than this without a new moment is not one dump: the runtime stops at 64 MiB, logs around it included. */
export const maxMomentBytes = 256 * 1024 * 1024;
/** A line longer than this is looked at in parts. */
const maxLineBytes = 1024 * 1024;
const longestPrefixBytes = 1000;
const headerBytes = 200;
const newline = 0x0a;
const hash = 0x23;

const profileHead = /^goroutine(?:leak)? profile: total \d/;
const header = /^goroutine (\d{1,20})(?: gp=\w+ m=(nil|\d+)[^[\n]{0,60})? \[([a-zA-Z?][^\]\n]*)/;
/** What a crash begins with. Source: runtime/panic.go, runtime/signal_unix.go. */
const crashWords = ['SIGQUIT: quit', 'SIGABRT: abort', 'panic: ', 'fatal error: '];

type Moment = {
  /** Absolute offset of its first byte. */
  readonly start: number;
  /** Undefined: nothing of a profile has been seen yet, only what a log has around it. */
  kind: 'counts' | 'stacks' | undefined;
  readonly ids: Set<number>;
  /** Whether all of its goroutines were `running`: a dump has one, that which wrote it. */
  isRunningOnly: boolean;
  /** Whether it begins with the words of a crash, in which several may be `running`. */
  isCrash: boolean;
};

/**
 * Splits a text into the moments it holds one after another: debug=1 profiles by their first line, full stacks where
 * the id of a goroutine comes again. Reads the text as it arrives and holds one moment at a time.
 *
 * The next dump begins before the id that comes again: at its first goroutine, the one that wrote it and is `running`,
 * or at the words of a crash.
 *
 * @throws {DecodeError} `too-large`.
 */
export async function* splitMoments(
  text: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<MomentText> {
  let held: {readonly start: number; readonly bytes: Buffer}[] = [];
  let moment = newMoment(0);
  let next: Candidate | undefined;
  let rest: Buffer = Buffer.alloc(0);
  let base = 0;

  /** Gives out what is held up to an offset, as a moment. */
  function cut(at: number): MomentText {
    const chunks: Buffer[] = [];
    const kept: typeof held = [];
    for (const part of held) {
      const inside = Math.min(part.bytes.length, Math.max(0, at - part.start));
      if (inside > 0) chunks.push(part.bytes.subarray(0, inside));
      if (inside < part.bytes.length) {
        kept.push({start: part.start + inside, bytes: part.bytes.subarray(inside)});
      }
    }

    held = kept;
    return {
      chunks,
      isPicture: !(moment.kind === 'stacks' && (next?.followsRunningOnly ?? moment.isRunningOnly)),
    };
  }

  /** Looks at one line that may begin something; gives the moment that has ended before it. */
  function* look(line: string, lineStart: number, wordStart: number): Generator<MomentText> {
    if (profileHead.test(line)) {
      if (moment.kind !== undefined) {
        yield cut(lineStart);
        moment = newMoment(lineStart);
        next = undefined;
      }

      moment.kind = 'counts';
      return;
    }

    const found = header.exec(line);
    if (found === null) return;
    const id = Number(found[1]);
    const onThread = found[2] !== undefined && found[2] !== 'nil';
    const isRunning = /^running\b/.test(found[3] ?? '');
    // A dump that was cut ends anywhere, and the next one then begins in the middle of a line.
    const start = wordStart - moment.start === maxStacksBytes ? wordStart : lineStart;
    const isAfterCut = start === wordStart && wordStart !== lineStart;
    const isAfterPanic =
      moment.isRunningOnly && moment.ids.size > 0 && isRunning && !moment.isCrash && !onThread;
    // With GOTRACEBACK=crash, a goroutine on a thread is printed once more with that thread.
    const isAgain = moment.ids.has(id) && !onThread && id !== 0;
    if (moment.kind === 'counts' || isAfterCut || isAfterPanic) {
      yield cut(start);
      moment = newMoment(start);
      next = undefined;
    } else if (isAgain) {
      const begins: number = next?.start ?? start;
      yield cut(begins);
      moment = {...newMoment(begins), ...next, kind: 'stacks'};
      next = undefined;
    } else if (isRunning && !onThread && moment.ids.size > 0 && next?.ids.size !== 0) {
      next = candidate(start, false);
    }

    moment.kind = 'stacks';
    moment.ids.add(id);
    moment.isRunningOnly &&= isRunning;
    if (next !== undefined) {
      next.ids.add(id);
      next.isRunningOnly &&= isRunning;
    }
  }

  function candidate(start: number, isCrash: boolean): Candidate {
    const {isRunningOnly: followsRunningOnly} = moment;
    return {start, ids: new Set(), isRunningOnly: true, isCrash, followsRunningOnly};
  }

  function* scan(block: Buffer): Generator<MomentText> {
    let seenLine = -1;
    for (const {at, isCrash} of wordsIn(block)) {
      const lineStart = block.lastIndexOf(newline, at) + 1;
      // Names and labels may hold anything: a comment begins nothing, and a line begins one thing.
      if (block[lineStart] === hash || lineStart === seenLine) continue;
      if (isCrash) {
        // Later than the goroutines of this moment, and before those of the next.
        if (moment.ids.size > 0 && moment.isRunningOnly && !moment.isCrash) {
          yield cut(base + lineStart);
          moment = newMoment(base + lineStart);
          next = undefined;
        }

        if (moment.ids.size === 0) moment.isCrash = true;
        else if (next?.ids.size !== 0) next = candidate(base + lineStart, true);
      } else if (at - lineStart <= longestPrefixBytes) {
        const end = block.indexOf(newline, at);
        const line = block.toString(
          'latin1',
          at,
          Math.min(end === -1 ? block.length : end, at + headerBytes),
        );
        if (header.test(line)) seenLine = lineStart;
        yield* look(line, base + lineStart, base + at);
      }
    }
  }

  function* take(block: Buffer): Generator<MomentText> {
    held.push({start: base, bytes: block});
    yield* scan(block);
    base += block.length;
    if (base - moment.start > maxMomentBytes) {
      throw new DecodeError(
        'too-large',
        'It is larger than any goroutine profile.',
        'Cut the part that holds the stacks out of it.',
      );
    }
  }

  for await (const chunk of text) {
    const bytes = Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(newline) + 1 || (bytes.length > maxLineBytes ? bytes.length : 0);
    rest = bytes.subarray(end);
    if (end > 0) yield* take(bytes.subarray(0, end));
  }

  if (rest.length > 0) yield* take(rest);
  next = undefined;
  yield cut(Number.POSITIVE_INFINITY);
}

function newMoment(start: number): Moment {
  return {start, kind: undefined, ids: new Set(), isRunningOnly: true, isCrash: false};
}

/** Where words stand that may begin a moment, in order. */
function* wordsIn(block: Buffer): Generator<{readonly at: number; readonly isCrash: boolean}> {
  const words = ['goroutine', ...crashWords];
  const places = words.map((word) => block.indexOf(word));
  for (;;) {
    let first = -1;
    for (const [index, place] of places.entries()) {
      if (place !== -1 && (first === -1 || place < places[first]!)) first = index;
    }

    if (first === -1) return;
    const at = places[first]!;
    yield {at, isCrash: first > 0};
    places[first] = block.indexOf(words[first]!, at + 1);
  }
}
