// Asks the garbage collector of a target for proof, and says before what that costs.

import type {ProofCost} from '../../components/inspector-actions.ts';
import type {Snapshot} from '../../profile/model.ts';
import {provesWithStacks} from '../../session/proof.ts';
import {formatCount, plural} from '../../view/text/format.ts';
import type {Watching} from '../watching.ts';

type Parts = Pick<Watching, 'session' | 'sampler' | 'diagnosis'>;

/** Why the garbage collector of a process cannot be asked: it does not list the profile goroutineleak. */
const offersNone = 'No proof: it takes Go 1.27, or 1.26 with GOEXPERIMENT=goroutineleakprofile.';

/** What asking for proof would cost now, or why it cannot be had. */
export function proofCost({session, sampler}: Pick<Watching, 'session' | 'sampler'>): ProofCost {
  const {facts, status, history} = session;
  if (status.kind !== 'live') return {isOffered: false, why: `${facts.name} is out of reach.`};
  if (!facts.hasLeakProfile) return {isOffered: false, why: offersNone};
  const goroutines = history.total.last ?? 0;
  return {
    isOffered: true,
    goroutines,
    stoppedMs: provesWithStacks(goroutines) ? sampler.expectedStopMs() : 0,
  };
}

/**
 * Has the garbage collector look for goroutines that can never wake up, and the session judged anew.
 *
 * @throws {TargetError | DecodeError}
 */
export async function prove({session, sampler, diagnosis}: Parts): Promise<string> {
  // Judged before anything else is asked: the next counts know nothing of what was marked.
  const proof = await sampler.ask(async (signal) => {
    const answer = await sampler.proof(signal);
    await diagnosis.judgeNow();
    return answer;
  });
  const sentence = proofSentence(proof);
  session.addEvent('proof', sentence);
  return sentence;
}

/** What the garbage collector has found. */
function proofSentence({groups}: Pick<Snapshot, 'groups'>): string {
  const marked = groups.filter(({leaked}) => leaked > 0);
  const leaked = marked.reduce((sum, group) => sum + group.leaked, 0);
  if (leaked === 0) {
    return 'The garbage collector finds none that can never wake up; what anything still refers to it cannot prove.';
  }

  const places = new Set(marked.map(({identity}) => identity.place)).size;
  return `The garbage collector proves ${plural(leaked, 'goroutine')} leaked, at ${formatCount(places)} ${places === 1 ? 'place' : 'places'}.`;
}
