// All that is followed from look to look.

import type {StacksLook} from '../session/model.ts';
import {PlaceCohorts} from './places/place-cohorts.ts';
import {ConnectionWays} from './signs/connection-ways.ts';
import {EndedReceivers} from './signs/ended-receivers.ts';
import {LockQueues} from './signs/lock-queues.ts';
import {LongSleepers} from './signs/long-sleepers.ts';
import {OwnStarters} from './signs/own-starters.ts';
import {RunningGoroutines} from './signs/running.ts';
import type {Slices} from './slices.ts';

/** Who is where, and with whom, from look to look of one process. */
export class FollowedLooks {
  readonly cohorts = new PlaceCohorts();
  readonly locks = new LockQueues();
  readonly running = new RunningGoroutines();
  readonly ways = new ConnectionWays();
  readonly sleepers = new LongSleepers();
  readonly receivers = new EndedReceivers();
  readonly starters = new OwnStarters();

  /** Another process answers. */
  forget(): void {
    const {cohorts, locks, running, ways, sleepers, receivers, starters} = this;
    for (const followed of [cohorts, locks, running, ways, sleepers, receivers, starters]) followed.forget();
  }

  /** Takes in one look, in slices. @param texts of its goroutines, by id. */
  async observe(
    look: StacksLook,
    texts: (ids: readonly number[]) => Promise<ReadonlyMap<number, string>>,
    slices: Slices,
  ): Promise<void> {
    const {atMs, snapshot, firstSeen} = look;
    await this.cohorts.observe(look, slices);
    await this.locks.observe(atMs, snapshot, texts);
    await this.sleepers.observe(look, texts);
    // None of these takes long by itself.
    for (const observe of [
      () => this.running.observe(atMs, snapshot),
      () => this.ways.observe(snapshot, firstSeen),
      () => this.receivers.observe(look),
      () => this.starters.observe(look),
    ]) {
      if (slices.isOver()) await slices.breathe();
      observe();
    }
  }
}
