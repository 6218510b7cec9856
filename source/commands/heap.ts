// How long V8 may leave garbage lying, which is memory against time.

import {setFlagsFromString} from 'node:v8';

/**
 * For a screen that makes a little each second. Left to itself V8 lets what a second leaves behind pile up to 16 MB and
 * more in each of three spaces, and then as much again as four times what is in use: 100 MB that nobody has anything of.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=60');
  // To collect one megabyte, waking four threads costs more than it saves.
  setFlagsFromString('--no-parallel-scavenge');
}

/**
 * For what is read from a recording of thousands of groups: a jump makes up to 20 MB at once, a report much more, and
 * most of that stays. Collecting it megabyte by megabyte, which copies what stays each time, takes a third of the time.
 */
export function letHeapGrow(): void {
  setFlagsFromString('--semi-space-growth-factor=2');
}
