import {createDiagnoser} from '../../source/diagnosis/diagnoser.ts';
import type {ReadSource} from '../../source/diagnosis/sources/read-source.ts';
import {isAtLeast, type Diagnosis, type Verdict} from '../../source/diagnosis/verdict.ts';
import type {Group, Snapshot} from '../../source/profile/model.ts';
import type {Family} from '../../source/profile/wait-reason.ts';
import {creator, group, snapshot, watched} from '../helpers/session.ts';

/** One goroutine of a synthetic process. */
export type Goroutine = {
  readonly id: number;
  readonly family?: Family;
  readonly status?: string;
  /** Innermost first: `main.worker /srv/app/main.go:30`. */
  readonly stack?: readonly string[];
  /** Id of the goroutine that started it; 0: not known. */
  readonly by?: number;
  readonly labels?: Readonly<Record<string, string>>;
};

const defaultStack = ['main.work /srv/app/work.go:30'];

/** The groups a dump of these goroutines has: by wait, stack and labels. */
function groupsOf(goroutines: readonly Goroutine[], withIds = true): readonly Group[] {
  const alive = new Set(goroutines.map(({id}) => id));
  const byKey = new Map<string, Goroutine[]>();
  for (const one of goroutines) {
    const key = JSON.stringify([one.family, one.status, one.stack, one.labels, one.by]);
    byKey.set(key, [...(byKey.get(key) ?? []), one]);
  }

  const groups = new Map<string, Group>();
  for (const members of byKey.values()) {
    const [{family = 'chan receive', status, stack = defaultStack, labels = {}, by = 0}] = members as [
      Goroutine,
    ];
    const ids = members.map(({id}) => id);
    const one = group(ids.length, family, stack, {
      labels,
      ...(status === undefined ? {} : {status}),
      ...(withIds ? {ids, createdBy: by} : {}),
      creators:
        withIds && by !== 0 ? [creator('main.start', ids.length, alive.has(by) ? ids.length : 0)] : [],
    });
    const known = groups.get(one.identity.key);
    groups.set(one.identity.key, known === undefined ? one : joined(known, one));
  }

  return [...groups.values()];
}

function joined(a: Group, b: Group): Group {
  const members =
    a.members === undefined || b.members === undefined
      ? undefined
      : {
          ids: Float64Array.of(...a.members.ids, ...b.members.ids),
          waitMinutes: new Uint32Array(a.count + b.count),
          createdBy: Float64Array.of(...a.members.createdBy, ...b.members.createdBy),
          lockedToThread: new Uint8Array(a.count + b.count),
        };
  return {...a, count: a.count + b.count, creators: [...a.creators, ...b.creators], members};
}

export type Seen = {
  /** Full stacks are taken too; true unless told otherwise. */
  readonly looks?: boolean;
  /** The runtime cut the dump, and so many are missing. */
  readonly missing?: number;
};

/** A diagnoser over a session that a test feeds by hand, second by second. */
export function judgedSession(texts: ReadonlyMap<number, string> = new Map(), readSource?: ReadSource) {
  const seen = watched();
  const {session, clock} = seen;
  // Each piece of work takes as long as any other, on any machine.
  let workedMs = 0;
  const diagnoser = createDiagnoser({
    session,
    readSource,
    workMs: () => (workedMs += 0.1),
    texts: (ids) =>
      Promise.resolve(new Map(ids.flatMap((id) => (texts.has(id) ? [[id, texts.get(id)!] as const] : [])))),
  });

  return {
    ...seen,
    diagnoser,
    /** A second later the process holds exactly these goroutines. */
    second: async (goroutines: readonly Goroutine[], {looks = true, missing}: Seen = {}): Promise<void> => {
      seen.sees(...groupsOf(goroutines, false));
      if (looks) {
        const dump: Snapshot = {...snapshot(groupsOf(goroutines), clock.wallMs()), source: 'debug=2'};
        await session.addLook(missing === undefined ? dump : {...dump, complete: false, missing});
      }

      await diagnoser.observe();
    },
    judge: (): Promise<Diagnosis> => diagnoser.judge(),
  };
}

/** A line for each verdict at level likely or proven. */
export function alarms({verdicts}: Diagnosis): readonly string[] {
  return verdicts.filter(({level}) => isAtLeast(level, 'likely')).map((verdict) => lineOf(verdict));
}

export function lineOf({level, pattern, group: {count, frame}}: Verdict): string {
  return `${level} ${pattern} ${count} ${frame?.function}`;
}
