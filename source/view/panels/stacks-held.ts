// How much memory the stacks of a verdict's goroutines hold.

import {stackCostOf, type StackCost} from '../../diagnosis/signs/memory-cost.ts';
import type {Verdict} from '../../diagnosis/verdict.ts';
import type {MemoryReading} from '../../session/memory.ts';
import type {Session} from '../../session/session.ts';
import {stackCostSentence} from './memory-line.ts';

/** What is known of the memory of the process that is judged. */
export type MemoryHeld = {
  /** Undefined where the process does not tell it. */
  readonly reading: Pick<MemoryReading, 'stacksInUse'> | undefined;
  /** Its goroutines when that was read; undefined when they were not counted. */
  readonly total: number | undefined;
  /** How much it may have, where the user has said. */
  readonly limitBytes: number | undefined;
};

/**
 * What a reading says of a session: with as many goroutines as there were then, for stacks that many more have begun
 * since are not in it.
 */
export function memoryHeldOf(
  {history, memory}: Pick<Session, 'history' | 'memory'>,
  reading: MemoryReading | undefined,
): MemoryHeld {
  const {total} = history;
  const then = reading === undefined ? undefined : total.at(reading.atMs);
  return {reading, total: then ?? total.last, limitBytes: memory.limitBytes};
}

type Grown = Pick<Verdict, 'group' | 'evidence'>;

/** What the stacks of a verdict's goroutines take, and by how much that grows. */
export function stacksHeld({group: {count}, evidence}: Grown, {reading, total}: MemoryHeld): StackCost {
  const growth = evidence.find((one) => one.kind === 'growth');
  return stackCostOf(count, growth?.perMinute ?? 0, total ?? count, reading);
}

/** The same in words; as much as is certain where the process does not tell its memory. */
export function stacksHeldText(verdict: Grown, memory: MemoryHeld, ascii = false): string {
  const least = memory.reading === undefined ? ', at least' : '';
  return `${stackCostSentence(stacksHeld(verdict, memory), memory.limitBytes, ascii)}${least}`;
}
