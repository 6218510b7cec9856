// A process that serves net/http/pprof: what can be asked of it, and what its answers must look like.

import type {Address} from './address.ts';
import {checkStatus, describeBody, isHtml} from './answer-check.ts';
import {headOf} from './body.ts';
import {parseCommandLine} from './command-line.ts';
import {deadlineForStacks, maxStacksBytes} from './cost.ts';
import {parseIndex, type PprofIndex} from './index-page.ts';
import {memoryPages, type MemorySource} from './memory-pages.ts';
import type {MemorySizes} from './memory-sizes.ts';
import {createPprofClient, type PprofClient, type Reply} from './pprof-client.ts';
import {TargetError, type TargetErrorKind} from './target-error.ts';

/** For everything that is asked again and again. */
export const pollDeadlineMs = 10_000;
/** A collection of its own, and one round more for each link of a chain of waits; 10 s were too short for one in three. */
export const leaksDeadlineMs = 80_000;

const maxIndexBytes = 1024 * 1024;
/** The most that Linux gives a process for its arguments by default. */
const maxCommandLineBytes = 2 * 1024 * 1024;
/** Compressed. A million different stacks take about this much. */
const maxProfileBytes = 32 * 1024 * 1024;
/** A dump that the runtime cut at 64 MiB is still worth having; a server in front may add a little. */
export const maxTextAnswerBytes = maxStacksBytes + 1024 * 1024;

export type GoroutinesRequest = {
  readonly debug: 0 | 1 | 2;
  /** How many goroutines there are, as far as is known: full stacks of many get a longer deadline. */
  readonly goroutines?: number;
  /** Overrides the deadline that follows from `debug` and `goroutines`. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
};

export type LeaksRequest = {readonly debug: 1 | 2; readonly signal?: AbortSignal};

/**
 * A process that serves net/http/pprof. Every method sends one GET at a time and rejects with a TargetError when
 * the answer is not what was asked for.
 */
export type PprofTarget = {
  readonly address: Address;
  /** Where its profiles are; a guess until the first answer. Ends in `/`, has no query. */
  readonly url: string;
  readonly index: (signal?: AbortSignal) => Promise<{readonly index: PprofIndex; readonly reply: Reply}>;
  /** The process's arguments on one line, safe to print. */
  readonly commandLine: (signal?: AbortSignal) => Promise<string>;
  /** A profile of all goroutines: protobuf (0), counts as text (1), or full stacks, which stops the process (2). */
  readonly goroutines: (request: GoroutinesRequest) => Promise<Reply>;
  /**
   * Has the garbage collector look for goroutines that can never wake up: those alone, as counts (1), or full stacks of
   * all, with the leaked ones marked (2). Each request is a collection in the process. Only where the index lists it.
   */
  readonly leaks: (request: LeaksRequest) => Promise<Reply>;
  /** How much memory the process has, by one of the pages that tell. */
  readonly memory: (
    source: MemorySource,
    signal?: AbortSignal,
  ) => Promise<{readonly sizes: MemorySizes; readonly reply: Reply}>;
  readonly close: () => Promise<void>;
};

/** What may also mean that pprof is under the other path. */
const elsewhere: ReadonlySet<TargetErrorKind> = new Set([
  'not found',
  'not pprof',
  'redirect',
  'unexpected status',
]);

/** Sends nothing before the first method is called. */
export function openTarget(address: Address, client: PprofClient = createPprofClient(address)): PprofTarget {
  const {name, origin, paths} = address;
  let base = paths.length === 1 ? paths[0] : undefined;

  async function ask(
    path: string,
    deadlineMs: number,
    maxBytes: number,
    signal?: AbortSignal,
  ): Promise<Reply> {
    const reply = await client.get(path, {deadlineMs, maxBytes, signal});
    return checkStatus(reply, {name, path: path.split('?', 1)[0]!});
  }

  async function askIndex(path: string, signal?: AbortSignal): Promise<{index: PprofIndex; reply: Reply}> {
    const reply = await ask(path, pollDeadlineMs, maxIndexBytes, signal);
    const index = parseIndex(Buffer.concat(reply.chunks));
    if (index === undefined) {
      throw notPprof(name, `answers ${describeBody(reply)}, not the list of profiles of net/http/pprof`);
    }

    return {index, reply};
  }

  async function find(signal?: AbortSignal): Promise<{index: PprofIndex; reply: Reply}> {
    const errors: TargetError[] = [];
    for (const path of paths) {
      try {
        const found = await askIndex(path, signal);
        base = path;
        return found;
      } catch (error) {
        if (!(error instanceof TargetError && elsewhere.has(error.kind))) {
          throw error;
        }

        errors.push(error);
      }
    }

    // Anything that did answer says more than what is not there.
    throw errors.find((error) => error.kind !== 'not found') ?? nothingAt(address, errors[0]!);
  }

  async function placeOf(profile: string, signal?: AbortSignal): Promise<string> {
    if (base === undefined) {
      await find(signal);
    }

    return base + profile;
  }

  return {
    address,
    get url() {
      return origin + (base ?? paths[0]);
    },
    index: (signal) => (base === undefined ? find(signal) : askIndex(base, signal)),
    async commandLine(signal) {
      const reply = await ask(await placeOf('cmdline', signal), pollDeadlineMs, maxCommandLineBytes, signal);
      if (isHtml(reply)) {
        throw notPprof(name, `answers ${describeBody(reply)}, not its command line`);
      }

      return parseCommandLine(Buffer.concat(reply.chunks));
    },
    async goroutines({debug, goroutines = 0, deadlineMs, signal}) {
      const usualMs = debug === 2 ? deadlineForStacks(goroutines) : pollDeadlineMs;
      const path = await placeOf(`goroutine?debug=${debug}`, signal);
      const reply = await ask(
        path,
        deadlineMs ?? usualMs,
        debug === 0 ? maxProfileBytes : maxTextAnswerBytes,
        signal,
      );
      if (!isGoroutineProfile(reply, debug)) {
        throw isHtml(reply) && parseIndex(Buffer.from(headOf(reply.chunks, maxIndexBytes))) !== undefined
          ? new TargetError(
              'not pprof',
              `${name} answers its list of profiles to every request.`,
              'Its handlers are under another prefix than /debug/pprof/: strip the prefix in the program (http.StripPrefix).',
            )
          : notPprof(name, `answers ${describeBody(reply)}, not a profile of goroutines`);
      }

      return reply;
    },
    async leaks({debug, signal}) {
      const path = await placeOf(`goroutineleak?debug=${debug}`, signal);
      const reply = await ask(path, leaksDeadlineMs, maxTextAnswerBytes, signal);
      const start = debug === 1 ? 'goroutineleak profile: ' : 'goroutine ';
      if (Buffer.from(headOf(reply.chunks, start.length)).toString('latin1') !== start) {
        throw notPprof(name, `answers ${describeBody(reply)}, not what the garbage collector found`);
      }

      return reply;
    },
    async memory(source, signal) {
      const page = memoryPages[source];
      const path = page.pathFrom(await placeOf('', signal));
      const reply = await ask(path, page.deadlineMs, page.maxBytes, signal);
      const sizes = page.read(reply.chunks);
      if (sizes === undefined) {
        throw notPprof(name, `answers ${describeBody(reply)}, not how much memory it has`);
      }

      return {sizes, reply};
    },
    close: client.close,
  };
}

/** Whether an answer begins as such a profile does: gzip or protobuf, else the word every text form begins with. */
function isGoroutineProfile(reply: Reply, debug: 0 | 1 | 2): boolean {
  const [first, second] = headOf(reply.chunks, 2);
  return debug === 0
    ? (first === 0x1f && second === 0x8b) || first === 0x0a
    : Buffer.from(headOf(reply.chunks, 10)).toString('latin1') === 'goroutine ';
}

function notPprof(name: string, what: string): TargetError {
  return new TargetError(
    'not pprof',
    `${name} ${what}.`,
    'Check that the address is that of a Go process with net/http/pprof.',
  );
}

function nothingAt({name, paths}: Address, error: TargetError): TargetError {
  return new TargetError('not found', `${name} has no pprof at ${paths.join(' nor at ')}.`, error.advice);
}
