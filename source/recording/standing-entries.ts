// What the next segment must repeat, so that it can be read by itself.

import type {SessionEntry} from '../session/entry.ts';
import type {LookAges, SnapshotHead, Sight} from '../session/model.ts';
import type {GroupStates} from './group-states.ts';
import type {NamesWriter} from './names-writer.ts';
import type {LoggedEntry} from './write-entry.ts';

type Kind<Name extends LoggedEntry['kind']> = Extract<LoggedEntry, {kind: Name}>;

/** What holds at the moment up to which a log is written: the next segment begins with it. */
type StandingEntries = {
  readonly take: (entry: LoggedEntry) => void;
  /** With the ages of its goroutines, which are followed here where the entry does not tell them. */
  readonly withAges: (entry: Extract<SessionEntry, {kind: 'look'}>) => Kind<'look'>;
  /** In the order of time. Looks and baselines only with `isChapter`: otherwise an earlier segment has them. */
  readonly entries: (
    isChapter: boolean,
    nowMs: number,
    states: GroupStates,
    names: NamesWriter,
  ) => LoggedEntry[];
  readonly look: () => Kind<'look'> | undefined;
  readonly baseline: () => Kind<'baseline'> | undefined;
};

export function createStandingEntries(): StandingEntries {
  let facts: Kind<'facts'> | undefined;
  let status: Kind<'status'> | undefined;
  let counted: (Sight & {readonly head: SnapshotHead}) | undefined;
  let total: Kind<'total'> | undefined;
  let threads: Kind<'threads'> | undefined;
  let look: Kind<'look'> | undefined;
  let baseline: Kind<'baseline'> | undefined;
  let gap: Kind<'gap'> | undefined;
  let memory: Kind<'memory'> | undefined;
  let cost: Kind<'cost'> | undefined;
  let judged: Kind<'judged'> | undefined;
  let ages: LookAges | undefined;

  return {
    look: () => look,
    baseline: () => baseline,
    withAges(entry) {
      const {atMs, snapshot} = entry;
      if (entry.ages === undefined) {
        const before = ages?.firstSeen;
        const firstSeen = new Map(snapshot.complete ? [] : before);
        for (const {members} of snapshot.groups)
          for (const id of members?.ids ?? []) firstSeen.set(id, before?.get(id) ?? atMs);
        ages = {firstLookMs: ages?.firstLookMs ?? atMs, firstSeen};
      } else {
        ({ages} = entry);
      }

      return {...entry, ages};
    },
    take(entry) {
      switch (entry.kind) {
        case 'facts':
          facts = entry;
          break;
        case 'status':
          status = entry;
          break;
        case 'total':
          total = entry;
          gap = undefined;
          break;
        case 'threads':
          threads = entry;
          break;
        case 'counts':
          counted = {atMs: entry.atMs, wallMs: entry.wallMs, head: entry.head};
          gap = undefined;
          break;
        case 'look':
          look = entry;
          break;
        case 'baseline':
          baseline = entry;
          break;
        case 'gap':
          gap ??= entry;
          break;
        case 'restarted':
          look = undefined;
          baseline = undefined;
          ages = undefined;
          break;
        case 'memory':
          memory = entry;
          break;
        case 'cost':
          cost = entry;
          break;
        case 'judged':
          judged = entry;
          break;
        case 'marked':
        case 'event':
      }
    },
    entries(isChapter, nowMs, states, names) {
      const counts: Kind<'counts'> | undefined =
        counted === undefined ? undefined : {...counted, kind: 'counts', changes: states.all(nowMs, names)};
      const more = isChapter ? [baseline, look] : [];
      const rest = [status, counts, total, threads, memory, cost, judged, gap, ...more];
      return [
        ...(facts === undefined ? [] : [facts]),
        ...rest.filter((entry) => entry !== undefined).toSorted((a, b) => a.atMs - b.atMs),
      ];
    },
  };
}
