// Makes a snapshot of the records of a debug=1 profile.

import {createGroupCounter, type CountedOptions} from './group-counter.ts';
import {createGroupTable} from './group-table.ts';
import type {InternedStack, Interner} from './interner.ts';
import type {Labels} from './labels.ts';
import type {Snapshot} from './model.ts';
import type {Family} from './wait-reason.ts';

/** A line of a profile that counts: so many goroutines with this stack and these labels. */
export type CountedRecord = {
  readonly stack: InternedStack;
  readonly family: Family;
  readonly status: string;
  readonly operation: string | undefined;
  readonly labels: Labels;
  readonly count: number;
  readonly leaked: number;
};

/** Groups the records of a debug=1 profile, leaving out goroutines that exist only because of a request. */
export function countedSnapshot(
  records: readonly CountedRecord[],
  interner: Interner,
  options: CountedOptions,
): Snapshot {
  const table = createGroupTable();
  const counter = createGroupCounter(table);
  for (const {stack, family, status, operation, labels, count, leaked} of records) {
    counter.add(
      table.identityIndex(interner.identity(stack, family, labels)),
      table.wordIndex(status),
      operation === undefined ? 0 : table.wordIndex(operation) + 1,
      count,
      leaked,
    );
    if (stack.role !== 'none') counter.mark(stack.role);
  }

  return counter.finish(options);
}
