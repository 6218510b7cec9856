// What watching costs the target, and what of its time may still be spent.

/** Of the target's time, how much gorowatch may keep it stopped by itself. */
export const pauseShare = 0.001;
/** Of the target's time, how much gorowatch may keep one of its cores busy by itself. */
export const busyShare = 0.01;
/** The promise is kept in each minute, not on average over a day. */
export const windowMs = 60_000;
/** Estimates are rough and machines noisy: plan for this part of the promise. */
export const plannedPart = 0.8;

export type Gear = 'pulse' | 'groups' | 'stacks';

/** What one request cost the target. */
export type Charge = {
  readonly atMs: number;
  readonly busyMs: number;
  readonly pauseMs: number;
  /** True when `pauseMs` is what such a request usually stops the target for, not the most that it can have. */
  readonly isUsualPause?: boolean;
  /** What of `pauseMs`, the most that it can have been, is held against the allowance; all of it where not given. */
  readonly heldMs?: number;
  readonly bytes: number;
  /** True when the user asked for it: shown, but not held against what gorowatch may do by itself. */
  readonly asked: boolean;
  readonly gear?: Gear;
};

export type CostReading = {
  /** Share of the last minute that requests kept the target busy, 0 to 1. */
  readonly share: number;
  /** The longest pause any single request may have caused since attaching. */
  readonly longestPauseMs: number;
  /** True when that is an estimate: nothing has been asked that stops the target for as long as it works. */
  readonly isUsualPause: boolean;
  readonly requests: number;
  readonly bytes: number;
  readonly busyMs: number;
  /** How long all of them may have stopped the target, added up. */
  readonly pausedMs: number;
};

/** Keeps account of what watching has cost the target, and says what can still be afforded. */
export class CostLedger {
  readonly #startMs: number;
  #recent: Charge[] = [];
  #longestPauseMs = 0;
  #isUsualPause = true;
  #requests = 0;
  #bytes = 0;
  #busyMs = 0;
  #pausedMs = 0;

  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  charge(charge: Charge): void {
    this.#recent.push(charge);
    if (charge.pauseMs >= this.#longestPauseMs && charge.pauseMs > 0) {
      this.#longestPauseMs = charge.pauseMs;
      this.#isUsualPause = charge.isUsualPause ?? false;
    }

    this.#requests++;
    this.#bytes += charge.bytes;
    this.#busyMs += charge.busyMs;
    this.#pausedMs += charge.pauseMs;
  }

  /**
   * Whether a pause of this length fits into every minute it will be part of: beside what was spent in the last one,
   * and beside what counting groups will go on to spend, `groupsMs` in each minute.
   */
  affords(pauseMs: number, nowMs: number, groupsMs = 0, mostMs = pauseShare * windowMs): boolean {
    this.#forget(nowMs);
    let onGroupsMs = 0;
    let onOthersMs = 0;
    for (const charge of this.#recent) {
      if (charge.asked) continue;
      const heldMs = charge.heldMs ?? charge.pauseMs;
      if (charge.gear === 'groups') onGroupsMs += heldMs;
      else onOthersMs += heldMs;
    }

    return Math.max(onGroupsMs, groupsMs) + onOthersMs + pauseMs <= mostMs * plannedPart;
  }

  reading(nowMs: number): CostReading {
    this.#forget(nowMs);
    const busyMs = this.#recent.reduce((sum, charge) => sum + charge.busyMs, 0);
    const elapsedMs = Math.max(1000, Math.min(windowMs, nowMs - this.#startMs));
    return {
      share: busyMs / elapsedMs,
      longestPauseMs: this.#longestPauseMs,
      isUsualPause: this.#isUsualPause,
      requests: this.#requests,
      bytes: this.#bytes,
      busyMs: this.#busyMs,
      pausedMs: this.#pausedMs,
    };
  }

  #forget(nowMs: number): void {
    const first = this.#recent.findIndex((charge) => charge.atMs > nowMs - windowMs);
    if (first !== 0) this.#recent = first < 0 ? [] : this.#recent.slice(first);
  }
}

/** What one request cost the target, as far as it can be told from here. `startMs`: when it was asked. */
export type Cost = {
  readonly startMs: number;
  readonly busyMs: number;
  readonly pauseMs: number;
  /** What of the pause is held against the allowance; all of it where not given. */
  readonly heldMs?: number;
  /** The pause is what such a request usually causes: the answer took longer for other reasons. */
  readonly isUsualPause?: boolean;
};
