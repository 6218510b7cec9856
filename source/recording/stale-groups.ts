// Groups that are not there any more where a log goes on after it has broken off.

import type {GroupIdentity} from '../profile/model.ts';
import {changesOf} from '../session/change-columns.ts';
import type {LogEntry, SessionEntry} from '../session/entry.ts';
import type {CountChange} from '../session/model.ts';
import type {OpenSegment} from './segments.ts';

/** Groups that had goroutines where a log breaks off: what comes after it must say where they are. */
type StaleGroups = {
  /** Takes in what groups counted where a segment ends, or breaks off. */
  readonly leftBy: (segment: OpenSegment) => void;
  /** Counts of all groups have come by another way. */
  readonly forget: () => void;
  /** The entry; the first counts after a break are those of all groups, and what they do not name has gone. */
  readonly completed: (entry: LogEntry) => LogEntry;
};

export function createStaleGroups(): StaleGroups {
  const stale = new Map<string, Pick<CountChange, 'identity' | 'latest'>>();

  /** Those that counts of all groups do not name, as gone. */
  function goneFrom(changes: readonly CountChange[]): readonly CountChange[] {
    for (const {identity} of changes) stale.delete(identity.key);
    return Array.from(stale.values(), ({identity, latest}) => ({identity, count: 0, latest}));
  }

  return {
    leftBy({reader, names}) {
      for (const {number, count, latest} of reader.groups()) {
        const identity: GroupIdentity = names.identity(number);
        if (count > 0) stale.set(identity.key, {identity, latest});
      }
    },
    forget: () => stale.clear(),
    completed(told) {
      if (stale.size === 0 || !isCounts(told)) return told;
      const entry = withObjects(told);
      if (entry.kind !== 'counts') return entry;
      const gone = goneFrom(entry.changes);
      stale.clear();
      return gone.length === 0 ? entry : {...entry, changes: [...entry.changes, ...gone]};
    },
  };
}

export function isCounts({kind}: LogEntry): boolean {
  return kind === 'counts' || kind === 'columns';
}

/** With an object for each change. */
export function withObjects(entry: LogEntry): SessionEntry {
  if (entry.kind !== 'columns') return entry;
  const {columns, ...rest} = entry;
  return {...rest, kind: 'counts', changes: changesOf(columns)};
}
