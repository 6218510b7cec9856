import type {ProfileDecoder} from '../../source/profile/decoder.ts';
import type {Snapshot} from '../../source/profile/model.ts';
import type {Clock} from '../../source/session/clock.ts';
import type {PprofIndex} from '../../source/target/index-page.ts';
import type {Reply} from '../../source/target/pprof-client.ts';
import type {PprofTarget} from '../../source/target/pprof-target.ts';
import {givenUp, TargetError, type TargetErrorKind} from '../../source/target/target-error.ts';
import {snapshotOf, type Described} from './snapshots.ts';

export type RequestKind = 'index' | 'command line' | 'debug=0' | 'debug=1' | 'debug=2' | 'leaks';

/** What the process behind the address is like now; a test changes it as it goes. */
export type Process = {
  groups: readonly Described[];
  commandLine: string;
  threads: number;
  /** Places that have allocated, as the index page counts them. */
  allocationSites: number;
  goAtLeast: PprofIndex['goAtLeast'];
  /** Which connection answers come over; undefined when the transport does not tell. */
  connection: number | undefined;
  /** Milliseconds of work for an answer, the wire left out. */
  workMs: (kind: RequestKind) => number;
  wireMs: number;
  /** Milliseconds from the head of an answer to its end. */
  sendMs: (kind: RequestKind) => number;
  bytes: (kind: RequestKind) => number;
  /** The error that a request ends with, and after how long. */
  failure: (kind: RequestKind) => {readonly kind: TargetErrorKind; readonly afterMs: number} | undefined;
  isComplete: boolean;
  /** The name of those that the garbage collector finds leaked. */
  leaking: string | undefined;
};

export type FakeRequest = {readonly kind: RequestKind; readonly startMs: number; endMs: number};

export type FakeTarget = {
  readonly process: Process;
  readonly target: Pick<PprofTarget, 'index' | 'commandLine' | 'goroutines' | 'leaks'>;
  readonly decoder: Pick<ProfileDecoder, 'decode'>;
  readonly requests: readonly FakeRequest[];
  readonly of: (kind: RequestKind) => readonly FakeRequest[];
  /** The most requests that were under way at the same time. */
  readonly mostInFlight: () => number;
};

/** The text of every body: enough to be told apart from another once it lies on the disk. */
export const bodyText = 'goroutine 1 [running]:\nmain.main()\n\t/srv/app/main.go:10 +0x1\n\n';

/** A target whose answers take time of the fake clock and nothing else, and the decoder that understands them. */
export function fakeTarget(clock: Clock, given: Partial<Process> = {}): FakeTarget {
  const requests: FakeRequest[] = [];
  const snapshots = new WeakMap<readonly Uint8Array[], Snapshot>();
  let inFlight = 0;
  let mostInFlight = 0;
  const process: Process = {
    groups: [{name: 'worker', count: 100}],
    commandLine: '/srv/app',
    threads: 9,
    allocationSites: 50,
    goAtLeast: '1.26',
    connection: undefined,
    workMs: () => 0.5,
    wireMs: 1,
    sendMs: () => 0,
    bytes: () => bodyText.length,
    failure: () => undefined,
    isComplete: true,
    leaking: undefined,
    ...given,
  };

  async function answer(kind: RequestKind, signal?: AbortSignal): Promise<Reply> {
    const request = {kind, startMs: clock.monotonicMs(), endMs: Infinity};
    requests.push(request);
    inFlight++;
    mostInFlight = Math.max(mostInFlight, inFlight);
    try {
      const failure = process.failure(kind);
      const workMs = process.workMs(kind);
      await clock.sleep(failure?.afterMs ?? workMs + process.wireMs, signal);
      const firstByteMs = clock.monotonicMs() - request.startMs;
      if (failure === undefined) await clock.sleep(process.sendMs(kind), signal);
      if (signal?.aborted === true) throw givenUp('fake:6060');
      if (failure !== undefined) throw new TargetError(failure.kind, `fake:6060: ${failure.kind}.`, 'Look.');
      const durationMs = clock.monotonicMs() - request.startMs;
      return {
        status: 200,
        contentType: '',
        contentEncoding: '',
        location: '',
        chunks: [new TextEncoder().encode(bodyText)],
        bytes: process.bytes(kind),
        durationMs,
        firstByteMs,
        connection: process.connection,
      };
    } finally {
      inFlight--;
      request.endMs = clock.monotonicMs();
    }
  }

  return {
    process,
    requests,
    of: (kind) => requests.filter((request) => request.kind === kind),
    mostInFlight: () => mostInFlight,
    target: {
      async index(signal) {
        const reply = await answer('index', signal);
        const {groups, threads, allocationSites, goAtLeast} = process;
        const index: PprofIndex = {
          // Its own handler and the reader of that connection are among them.
          goroutines: groups.reduce((sum, {count}) => sum + count, 2),
          threads,
          profiles: new Map([['allocs', allocationSites]]),
          hasLeakProfile: false,
          goAtLeast,
        };
        return {index, reply};
      },
      async commandLine(signal) {
        await answer('command line', signal);
        return process.commandLine;
      },
      async goroutines({debug, signal}) {
        const reply = await answer(`debug=${debug}`, signal);
        const source = `debug=${debug}` as const;
        snapshots.set(
          reply.chunks,
          snapshotOf(
            process.groups.map((group) => (debug === 2 ? group : withoutIds(group))),
            {source, isComplete: process.isComplete},
          ),
        );
        return reply;
      },
      async leaks({debug, signal}) {
        const reply = await answer('leaks', signal);
        const {leaking} = process;
        const groups = debug === 1 ? process.groups.filter(({name}) => name === leaking) : process.groups;
        const all = snapshotOf(debug === 2 ? groups : groups.map(withoutIds), {source: `debug=${debug}`});
        snapshots.set(reply.chunks, {
          ...all,
          groups: all.groups.map((group, at) =>
            groups[at]?.name === leaking ? {...group, leaked: group.count} : group,
          ),
        });
        return reply;
      },
    },
    decoder: {
      decode(chunks, {takenAt}) {
        const snapshot = snapshots.get(chunks);
        return snapshot === undefined
          ? Promise.reject(new Error('these bytes are not of this target'))
          : Promise.resolve({...snapshot, takenAt});
      },
    },
  };
}

function withoutIds(group: Described): Described {
  const {ids: _ids, waitMinutes: _waitMinutes, ...counted} = group;
  return counted;
}
