import type {ProfileDecoder} from '../profile/decoder.ts';
import type {PprofTarget} from '../target/pprof-target.ts';
import {maxGoroutinesUnasked} from './gears.ts';
import type {Session} from './session.ts';

export type ProofParts = {
  readonly session: Session;
  readonly target: Pick<PprofTarget, 'leaks'>;
  readonly decoder: Pick<ProfileDecoder, 'decode'>;
  readonly signal?: AbortSignal;
};

/** Above this many, full stacks of all would stop the process for longer than the collection itself. */
export function provesWithStacks(goroutines: number): boolean {
  return goroutines <= maxGoroutinesUnasked;
}

/**
 * Has the target's garbage collector look for goroutines that can never wake up, and takes in what it marked: with full
 * stacks, or, where those would stop the target for long, as counts.
 *
 * @throws {TargetError | DecodeError}
 */
export async function askForProof({session, target, decoder, signal}: ProofParts): Promise<void> {
  const {clock, ledger} = session;
  const startMs = clock.monotonicMs();
  const goroutines = session.history.total.last ?? 0;
  const debug = provesWithStacks(goroutines) ? 2 : 1;
  const reply = await target.leaks({debug, ...(signal === undefined ? {} : {signal})});
  const {durationMs, firstByteMs, bytes} = reply;
  // Nothing is written before the collection and the stops are over.
  ledger.charge({atMs: startMs, busyMs: durationMs, pauseMs: firstByteMs, bytes, asked: true});
  if (debug === 2) {
    const options = {source: 'debug=2', takenAt: clock.wallMs(), keepText: true} as const;
    await session.addLook(await decoder.decode(reply.chunks, options));
  } else {
    const leaks = await decoder.decode(reply.chunks, {source: 'debug=1', takenAt: clock.wallMs()});
    session.markLeaked(leaks);
  }

  session.changed();
}
