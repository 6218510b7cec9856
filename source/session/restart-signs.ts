// Tells whether another process answers by now.

import type {Snapshot} from '../profile/model.ts';
import type {PprofIndex} from '../target/index-page.ts';
import type {Reply} from '../target/pprof-client.ts';
import type {GoroutineAges} from './goroutine-ages.ts';

/**
 * A processor takes goroutine ids in batches and may use an old batch late, so a few new goroutines with small ids are
 * no wonder. Source: runtime/proc.go newproc1, _GoidCacheBatch.
 */
const strangersEnough = 3;
/** A connection that carried fewer answers than this says only that the server, or something between, keeps none. */
const keptAnswers = 2;

/**
 * Tells whether another process answers at the address than before. Each sign can be absent or ambiguous, so the
 * weak ones — a new connection, the largest id gone — count only together. What it returns is the evidence, in words.
 */
type RestartSigns = {
  /** Nothing listens at the port. */
  readonly refused: () => void;
  /** True when a connection that was kept until then has been dropped: reason enough to look for other signs. */
  readonly answered: (reply: Pick<Reply, 'connection'>) => boolean;
  readonly fromIndex: (index: Pick<PprofIndex, 'profiles'>) => string | undefined;
  /** Of two command lines; undefined where the target told none. */
  readonly fromCommandLine: (before: string | undefined, now: string | undefined) => string | undefined;
  /** `before`: the last look at full stacks. Call before `ages` takes in the new one. */
  readonly fromLook: (ages: GoroutineAges, before: Snapshot | undefined, now: Snapshot) => string | undefined;
};

export function createRestartSigns(): RestartSigns {
  let connection: number | undefined;
  let answers = 0;
  let isSuspected = false;
  let wasRefused = false;
  let sites: number | undefined;

  return {
    refused() {
      wasRefused = true;
    },

    answered(reply) {
      const isDropped = reply.connection !== connection && answers >= keptAnswers;
      if (reply.connection !== connection) answers = 0;
      connection = reply.connection;
      answers++;
      isSuspected ||= isDropped;
      return isDropped;
    },

    fromIndex({profiles}) {
      const before = sites;
      sites = profiles.get('allocs') ?? profiles.get('heap');
      // Every place that ever allocated stays listed. Source: runtime/mprof.go MemProfile, buckets are never freed.
      return before !== undefined && sites !== undefined && sites < before
        ? `its list of allocations begins anew: ${before} places before, ${sites} now`
        : undefined;
    },

    fromCommandLine(before, now) {
      const isOther = before !== undefined && now !== undefined && before !== now;
      const evidence = isOther
        ? 'its command line is another one'
        : wasRefused
          ? 'nothing listened on its port for a while'
          : undefined;
      wasRefused = false;
      return evidence;
    },

    fromLook(ages, before, now) {
      const needed = isSuspected ? 1 : strangersEnough;
      isSuspected = false;
      if (before?.complete !== true || !now.complete) return undefined;
      const largestBefore = ages.largestId;
      let largest = 0;
      let strangers = 0;
      for (const {members} of now.groups) {
        for (const id of members?.ids ?? []) {
          if (id > largest) largest = id;
          if (ages.firstSeen(id) === undefined) strangers++;
        }
      }

      // Ids only ever grow within one process: these goroutines would have been there at the last look.
      return largest < largestBefore / 2 && strangers >= needed
        ? `goroutine ids begin anew: ${largestBefore} before, ${largest} now`
        : undefined;
    },
  };
}
