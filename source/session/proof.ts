// Asks the target's garbage collector which goroutines can never wake up.

import type {ProfileDecoder} from '../profile/decoder.ts';
import type {Snapshot} from '../profile/model.ts';
import type {Reply} from '../target/pprof-client.ts';
import type {PprofTarget} from '../target/pprof-target.ts';
import {groupsPauseMs, maxGoroutinesUnasked} from './gears.ts';
import type {Cost} from './cost-ledger.ts';
import type {Session} from './session.ts';

type ProofParts = {
  readonly session: Session;
  readonly target: Pick<PprofTarget, 'leaks'>;
  readonly decoder: Pick<ProfileDecoder, 'decode'>;
  /** For how long full stacks may stop the target now, in milliseconds. */
  readonly plannedStopMs: () => number;
  readonly heard: (reply: Reply) => void;
  readonly charge: (debug: 1 | 2, cost: Cost, bytes: number) => void;
  /** Takes in full stacks, those of another process too. */
  readonly takeLook: (reply: Reply, expectedTotal: number) => Promise<Snapshot>;
};

/** Above this many, full stacks of all would stop the process for longer than the collection itself. */
export function provesWithStacks(goroutines: number): boolean {
  return goroutines <= maxGoroutinesUnasked;
}

/**
 * Has the target's garbage collector look for goroutines that can never wake up, and takes in what it marked: with full
 * stacks, or, where those would stop the target for long, as marks on the counts. Returns what the answer said.
 *
 * @throws {TargetError | DecodeError}
 */
export async function askForProof(
  {session, target, decoder, plannedStopMs, heard, charge, takeLook}: ProofParts,
  goroutines: number,
  signal: AbortSignal,
): Promise<Snapshot> {
  const {clock} = session;
  const startMs = clock.monotonicMs();
  const debug = provesWithStacks(goroutines) ? 2 : 1;
  let reply: Reply;
  try {
    reply = await target.leaks({debug, signal});
  } catch (error) {
    // What it did until then nobody knows: the collection may have gone on all the while, a stop not so long.
    const busyMs = clock.monotonicMs() - startMs;
    const mostMs = debug === 2 ? plannedStopMs() : groupsPauseMs;
    charge(debug, {startMs, busyMs, pauseMs: Math.min(busyMs, mostMs)}, 0);
    throw error;
  }

  heard(reply);
  const {durationMs, firstByteMs, bytes} = reply;
  // Nothing is written before the collection and the stops are over.
  charge(debug, {startMs, busyMs: durationMs, pauseMs: firstByteMs}, bytes);
  if (debug === 2) return takeLook(reply, goroutines);
  const leaks = await decoder.decode(reply.chunks, {source: 'debug=1', takenAt: clock.wallMs()});
  session.markLeaked(leaks);
  return leaks;
}
