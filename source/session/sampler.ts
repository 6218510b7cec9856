// Decides which request is made when, and what becomes of failures.

import type {Snapshot} from '../profile/model.ts';
import {givenUp, TargetError} from '../target/target-error.ts';
import {createAskedRequests} from './asked-requests.ts';
import {breathe} from './breathe.ts';
import {canClose} from './closing-look.ts';
import {createContact} from './contact.ts';
import {windowMs, type Gear, type Cost} from './cost-ledger.ts';
import {maxGoroutinesUnasked, nextGroupsMs, nextStacksMs, usualStacksPace, type StacksPace} from './gears.ts';
import {createGearFailures} from './gear-failures.ts';
import {createRequests, type Keep, type RequestsParts} from './requests.ts';
import {createTurnCosts, livelyCountsLimit, livelyMs, ownCountsLimit} from './turn-costs.ts';

export type SamplerParts = Pick<RequestsParts, 'session' | 'target' | 'decoder'> & {
  /** How often counts are asked for when they cost next to nothing. */
  readonly intervalMs: number;
  readonly stacksPace?: StacksPace;
  /**
   * By what each wait is multiplied, about 1: a process that does something each second would always be met at the same
   * point of it. Without it waits are even.
   */
  readonly unevenness?: () => number;
  /** Milliseconds of processor time that this program has used so far; without it, it may use any. */
  readonly usedMs?: () => number;
};

/** Of an interval, how long a turn waits for counts that are due a little later: each turn is a frame on the screen. */
const togetherPart = 0.5;

export type Sampler = {
  /** Watches until the signal fires. Rejects only when the very first contact is refused. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  /**
   * Asks for the full stacks out of turn. `keep` sees the bytes before they are decoded, to save them.
   * Rejects with the target's or the decoder's error, and as aborted when the watch ends; else watching goes on.
   */
  readonly stacks: (keep?: Keep) => Promise<Snapshot>;
  /** Asks for a debug=1 profile out of turn, which does not stop the target however many goroutines it has. */
  readonly counts: (keep: Keep) => Promise<void>;
  /**
   * Has the garbage collector look for goroutines that can never wake up; resolves to what it has marked. One request
   * at a time: while the watch goes on it is one for `ask`.
   */
  readonly proof: (signal: AbortSignal) => Promise<Snapshot>;
  /** Runs a request of the user's between two of its own; it is rejected as aborted when the watch ends. */
  readonly ask: <T>(request: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  /** For how long full stacks may stop the target now, rather too long than too short, in milliseconds. */
  readonly plannedStopMs: () => number;
  /** About how long they would, for a person who is asked. */
  readonly expectedStopMs: () => number;
  /** Whether a look that shows who has stayed is missing yet, and can be afforded within so long. */
  readonly canClose: (withinMs: number) => boolean;
};

/** Decides what to ask the target and when; one request at a time. */
export function createSampler({
  session,
  target,
  decoder,
  intervalMs,
  stacksPace = usualStacksPace,
  unevenness = () => 1,
  usedMs = () => 0,
}: SamplerParts): Sampler {
  const {clock, ledger} = session;
  const due: Record<Gear, number> = {pulse: -Infinity, groups: -Infinity, stacks: -Infinity};
  const contact = createContact(session);
  const failures = createGearFailures(session);
  const requests = createRequests({session, target, decoder, onCost: spend, onRestart});
  /** The index page has a turn: only its answer ends an outage. */
  let isAnswering = false;
  let wake = new AbortController();
  const wakeUp = () => wake.abort();
  const asked = createAskedRequests(wakeUp);
  const turnCosts = createTurnCosts(usedMs);
  /** What counting groups will stop the target in each minute, at the pace it has now. */
  let groupsPauseMs = 0;

  function timesForSize(): number {
    return stacksPace.timesForSize?.(requests.goroutines()) ?? 1;
  }

  /** Where more is allowed for a large process, as much is planned as it should take: twice that would leave no look. */
  function looksStopMs(): number {
    return timesForSize() > 1 ? requests.expectedStopMs() : requests.plannedStopMs();
  }

  function spend(gear: 'groups' | 'stacks', {startMs, busyMs, pauseMs}: Cost, isAsked: boolean): void {
    // What the user has asked for does not keep the sampler from its own turns.
    if (gear === 'stacks') {
      due.stacks = nextStacksMs(startMs, isAsked ? 0 : pauseMs / timesForSize(), stacksPace);
    } else if (!isAsked) {
      due.groups = nextGroupsMs(startMs, busyMs, due.pulse - startMs, pauseMs);
      groupsPauseMs = (pauseMs * windowMs) / (due.groups - startMs);
    }
  }

  /** Nothing is known of a new process yet. Out of reach until now, it is back first, and then another one. */
  function onRestart(): void {
    due.groups = -Infinity;
    due.stacks = -Infinity;
    if (isAnswering) contact.endOutage();
  }

  async function pulse(signal: AbortSignal): Promise<number | undefined> {
    due.pulse = clock.monotonicMs() + intervalMs * unevenness();
    isAnswering = true;
    try {
      const threads = await requests.index(signal);
      if (session.status.kind !== 'live' || requests.isUnsure()) {
        due.stacks = Math.min(due.stacks, clock.monotonicMs());
        await requests.identify(signal);
      }

      return threads;
    } finally {
      isAnswering = false;
    }
  }

  function mayClose(withinMs: number): boolean {
    const {closing} = stacksPace;
    const cost = {stopMs: looksStopMs(), times: timesForSize()};
    return closing !== undefined && canClose(session, closing, cost, withinMs);
  }

  function isStacksTurn(): boolean {
    const nowMs = clock.monotonicMs();
    const isMany = requests.goroutines() > maxGoroutinesUnasked;
    if (isMany || session.latest === undefined) return false;
    if (!failures.isFailing('stacks') && mayClose(0)) return true;
    if (nowMs < due.stacks) return false;
    const {mostStoppedMs, runMs} = stacksPace;
    const onGroupsMs = (groupsPauseMs * runMs) / windowMs;
    const mostMs = mostStoppedMs * timesForSize();
    if (ledger.affords(looksStopMs(), nowMs, onGroupsMs, mostMs)) return true;
    // Looking again each second is enough to see that it has become affordable.
    due.stacks = nowMs + intervalMs;
    return false;
  }

  async function round(signal: AbortSignal): Promise<void> {
    const request = asked.take();
    if (request !== undefined) {
      await request(signal);
      return;
    }

    const startMs = clock.monotonicMs();
    const isPulse = startMs >= due.pulse;
    // Only an answer ends an outage.
    if (!isPulse && session.status.kind !== 'live') return;
    // The very first counts bring every name and every stack: that says nothing of the next.
    const isFirst = session.latest === undefined;
    const noteCost = turnCosts.begin();
    const threads = isPulse ? await pulse(signal) : undefined;
    const isCounted = startMs >= due.groups && (await shift('groups', () => requests.groups(signal)));
    // When counts of groups are about to be taken anyway, their sum is the total: two sources would disagree.
    if (isPulse && !isCounted && due.groups > startMs + intervalMs / 2) {
      session.addPulse(requests.goroutines(), threads);
    } else {
      session.addThreads(threads);
    }

    contact.answered();
    const isStacks = isStacksTurn();
    if (isStacks) await shift('stacks', () => requests.stacks(signal, false));
    session.changed();
    // Until then what has changed is on the screen.
    await breathe();
    if (!isFirst && !isStacks) noteCost(isCounted);
    if (isCounted) {
      const isLively = startMs - session.attachedAtMs < livelyMs;
      const waitMs = turnCosts.waitMs(isLively ? livelyCountsLimit : ownCountsLimit);
      due.groups = Math.max(due.groups, startMs + waitMs);
    }

    // Last, and told apart: nobody waits for it.
    if (isPulse && (await requests.memory(signal))) session.changed();
  }

  /** Runs one gear's request. Whether it brought what it should; else watching goes on without. */
  async function shift(gear: 'groups' | 'stacks', request: () => Promise<unknown>): Promise<boolean> {
    const waitMs = await failures.attempt(gear, request);
    if (waitMs !== undefined) due[gear] = Math.max(due[gear], clock.monotonicMs() + waitMs);
    return waitMs === undefined;
  }

  /** During an outage only the index page has turns; else counts come with it, or it with counts. */
  function nextTurnMs(): number {
    if (session.status.kind !== 'live') return due.pulse;
    // Of a new process.
    if (due.groups === -Infinity) return clock.monotonicMs();
    const lateMs = due.groups - due.pulse;
    return lateMs > 0 && lateMs <= intervalMs * togetherPart ? due.groups : due.pulse;
  }

  async function run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', wakeUp, {once: true});
    try {
      while (!signal.aborted) {
        try {
          await round(signal);
        } catch (error) {
          if (signal.aborted) break;
          if (contact.isFinal(error)) throw error;
          if (error instanceof TargetError && error.kind === 'refused') requests.refused();
          due.pulse = contact.lost(error);
        }

        const waitMs = nextTurnMs() - clock.monotonicMs();
        if (!asked.isEmpty() || waitMs <= 0 || signal.aborted) continue;
        wake = new AbortController();
        await clock.sleep(waitMs, wake.signal);
      }
    } finally {
      signal.removeEventListener('abort', wakeUp);
      asked.end(givenUp(session.facts.name));
    }
  }

  return {
    run,
    ask: asked.ask,
    stacks: (keep) => asked.ask((signal) => requests.stacks(signal, true, keep)),
    proof: requests.proof,
    plannedStopMs: requests.plannedStopMs,
    expectedStopMs: requests.expectedStopMs,
    canClose: mayClose,
    counts: (keep) => asked.ask((signal) => requests.counts(signal, keep)),
  };
}
