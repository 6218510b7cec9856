import type {Place, Truth} from './truth.ts';

/** One goroutine of a dump: where it is, and what it waits for in the runtime's words. */
export type Seen = {readonly id: string; readonly status: string; readonly functions: readonly string[]};

/**
 * Reads a debug=2 dump, just enough to check the truth with: independent of the program that is judged.
 *
 * Example input:  `goroutine 7 [chan send, 2 minutes]:\nmain.work(0xc000012345)\n\t/srv/main.go:9 +0x1d\n…`
 * Example output: `[{id: '7', status: 'chan send', functions: ['main.work']}]`
 */
export function readDump(dump: string): Seen[] {
  return dump.split('\n\n').flatMap((block) => {
    const [header = '', ...lines] = block.split('\n');
    const match = /^goroutine (\d+) .*?\[([^\],]*)/.exec(header);
    if (match === null) return [];
    const functions = lines.flatMap((line) => {
      if (line.startsWith('\t') || line.startsWith('created by ')) return [];
      const name = /^(.+)\((?:[^()]*)\)$/.exec(line)?.[1];
      return name === undefined ? [] : [name];
    });
    return [{id: match[1]!, status: match[2]!.replace(' (leaked)', ''), functions}];
  });
}

/** Whether a function is of the runtime or the standard library: their import paths have no dot before a slash. */
export function isStandard(name: string): boolean {
  if (name.startsWith('main.')) return false;
  const path =
    name.slice(0, name.lastIndexOf('/') + 1) + name.slice(name.lastIndexOf('/') + 1).split('.')[0]!;
  return !path.split('/')[0]!.includes('.');
}

/** The innermost function of somebody else than the standard library, or the innermost of all. */
export function innermostOwn(functions: readonly string[]): string {
  return functions.find((name) => !isStandard(name)) ?? functions[0] ?? '';
}

const familyPrefixes: readonly (readonly [string, string])[] = [
  ['chan send', 'chan send'],
  ['chan receive', 'chan receive'],
  ['select', 'select'],
  ['sync.Mutex.Lock', 'mutex'],
  ['sync.RWMutex', 'mutex'],
  ['sync.WaitGroup.Wait', 'waitgroup'],
  ['sync.Cond.Wait', 'cond'],
];

function familyOf(status: string): string {
  return familyPrefixes.find(([prefix]) => status.startsWith(prefix))?.[1] ?? status;
}

/** Whether a stack, innermost function first, with this kind of wait, is at the place. */
export function isAt(place: Place, functions: readonly string[], family: string): boolean {
  if (!place.families.includes(family)) return false;
  return place.functions.some((name) => {
    if (place.outermost === true) return outermost(functions) === name;
    return isStandard(name) ? functions.includes(name) : innermostOwn(functions) === name;
  });
}

export function outermost(functions: readonly string[]): string {
  return functions.findLast((name) => name !== 'runtime.goexit' && name !== 'runtime.main') ?? '';
}

/** A goroutine that stays for so many dumps in a row (or for all, where they are fewer) has leaked. */
const lastsDumps = 8;

/** How many goroutines were at each place in the first and the last dump, and how many stayed. */
export function placesSeen(truth: Truth, dumps: readonly (readonly Seen[])[]) {
  return truth.places.map((place) => {
    const at = dumps.map((dump) => dump.filter((seen) => isAt(place, seen.functions, familyOf(seen.status))));
    const early = new Set((at.at(-lastsDumps) ?? at[0])?.map(({id}) => id));
    return {
      place,
      first: at[0]?.length ?? 0,
      last: at.at(-1)?.length ?? 0,
      survivors: at.at(-1)?.filter(({id}) => early.has(id)).length ?? 0,
    };
  });
}

/**
 * The truth with those of its optional places asked for at which goroutines stayed. Nothing, when none is left: then the
 * bug has not shown.
 */
export function asSeen(truth: Truth, dumps: readonly (readonly Seen[])[]): Truth | undefined {
  const places = placesSeen(truth, dumps).map(({place, survivors}) =>
    place.optional === true && survivors > 0 ? {...place, optional: false} : place,
  );
  return places.every(({optional}) => optional === true) ? undefined : {...truth, places};
}

/** Groups that grew and are neither a place nor a victim nor of the healthy packages: to be looked at by a person. */
export function strangers(truth: Truth, dumps: readonly (readonly Seen[])[]): string[] {
  const counts = (dump: readonly Seen[]) => {
    const groups = new Map<string, number>();
    for (const {functions, status} of dump) {
      const known =
        truth.places.some((place) => isAt(place, functions, familyOf(status))) ||
        truth.victims.includes(innermostOwn(functions)) ||
        functions.some((name) => /\/(workpool|traffic|telemetry|everyday)\./.test(name));
      const name = `${familyOf(status)} ${functions[0]} ← ${innermostOwn(functions)}`;
      if (!known) groups.set(name, (groups.get(name) ?? 0) + 1);
    }

    return groups;
  };
  const before = counts(dumps[0] ?? []);
  return [...counts(dumps.at(-1) ?? [])].flatMap(([name, count]) =>
    count >= (before.get(name) ?? 0) + 3 ? [`${name} ${before.get(name) ?? 0} → ${count}`] : [],
  );
}
