import {innermostOwn, isStandard, outermost} from './seen-places.ts';
import type {Place, Truth} from './truth.ts';

/** What is used of a verdict of `check --json`. */
export type Verdict = {
  readonly level: string;
  readonly pattern: string;
  readonly group: VerdictGroup;
};

export type VerdictGroup = {
  /** The kind of wait. */
  readonly reason: string;
  readonly function: string;
  readonly count?: number;
  readonly stack?: readonly {readonly function: string}[];
};

export type Named = {
  readonly pattern: string;
  readonly level: string;
  readonly function: string;
  readonly reason: string;
};

export type Judgement = {
  readonly name: string;
  /** The first verdict that is none of load or benign. */
  readonly first: Named | undefined;
  /** It names a cause, as proven or likely. */
  readonly firstRight: boolean;
  /** It names a cause, at whatever level. */
  readonly firstRightAtAnyLevel: boolean;
  /** The first verdict's pattern is one of the accepted. */
  readonly patternRight: boolean;
  /** It is the best one. */
  readonly patternBest: boolean;
  readonly places: number;
  /** Places that no verdict of proven or likely names. */
  readonly missing: readonly Place[];
  /** Of these, those that none of watch names either. */
  readonly missingAtWatch: readonly Place[];
  /** Verdicts of proven or likely. */
  readonly alarms: number;
  /** Proven or likely, and neither cause nor place nor victim. */
  readonly falseAlarms: readonly Named[];
  /** The same at the level watch: shown, though not asked for. */
  readonly falseWatches: readonly Named[];
};

const alarming = ['proven', 'likely'];
const shown = new Set([...alarming, 'watch']);

/** Compares verdicts, in the order of their rank, with the truth. */
export function judge(truth: Truth, verdicts: readonly Verdict[]): Judgement {
  const seen = verdicts.filter(({level}) => shown.has(level));
  const alarms = seen.filter(({level}) => alarming.includes(level));
  const first = seen[0];
  const causeFirst = first !== undefined && groupsOf(first).some((group) => isCause(truth, group));
  const asked = truth.places.filter(({optional}) => optional !== true);
  const unfound = (among: readonly Verdict[]) =>
    asked.filter(
      (place) => !among.some((verdict) => groupsOf(verdict).some((group) => isPlace(place, group))),
    );
  const isFalse = (verdict: Verdict) =>
    !groupsOf(verdict).some(
      (group) =>
        isCause(truth, group) ||
        truth.places.some((place) => isPlace(place, group)) ||
        isOneOf(truth.victims, group),
    );

  return {
    name: truth.name,
    first: first === undefined ? undefined : named(first),
    firstRight: causeFirst && alarming.includes(first.level),
    firstRightAtAnyLevel: causeFirst,
    patternRight: first !== undefined && truth.patterns.includes(first.pattern),
    patternBest: first !== undefined && truth.patterns[0] === first.pattern,
    places: asked.length,
    missing: unfound(alarms),
    missingAtWatch: unfound(seen),
    alarms: alarms.length,
    falseAlarms: alarms.filter(isFalse).map(named),
    falseWatches: seen
      .filter(({level}) => level === 'watch')
      .filter(isFalse)
      .map(named),
  };
}

/** What is said at a level that makes `check` fail. */
export function alarmsOf(verdicts: readonly Verdict[]): Named[] {
  return verdicts.filter(({level}) => alarming.includes(level)).map(named);
}

function named({pattern, level, group}: Verdict): Named {
  return {pattern, level, function: group.function, reason: group.reason};
}

/** The groups that a verdict speaks of: its own, and any that it holds beside it, under whatever name. */
function groupsOf(verdict: Verdict): VerdictGroup[] {
  const found: VerdictGroup[] = [];
  const look = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    if (isGroup(value)) found.push(value);
    else for (const inner of Object.values(value)) look(inner);
  };
  look(verdict);
  return found;
}

function isGroup(value: object): value is VerdictGroup {
  return (
    'reason' in value &&
    typeof value.reason === 'string' &&
    'function' in value &&
    typeof value.function === 'string'
  );
}

function functionsOf(group: VerdictGroup): readonly string[] {
  const functions = group.stack?.map((frame) => frame.function) ?? [];
  return functions.length === 0 ? [group.function] : functions;
}

/** Whether the group is known by one of these: by its function, its outermost one or, of the library's, any. */
function isOneOf(names: readonly string[], group: VerdictGroup): boolean {
  const functions = functionsOf(group);
  return names.some((name) =>
    isStandard(name)
      ? functions.includes(name)
      : group.function === name || innermostOwn(functions) === name || outermost(functions) === name,
  );
}

function isCause(truth: Truth, group: VerdictGroup): boolean {
  return isOneOf(truth.causes, group);
}

function isPlace(place: Place, group: VerdictGroup): boolean {
  if (!place.families.includes(group.reason)) return false;
  if (place.outermost !== true) return isOneOf(place.functions, group);
  return place.functions.includes(outermost(functionsOf(group)));
}

/** The figures over all programs. */
export function totals(judgements: readonly Judgement[]) {
  const count = (is: (judgement: Judgement) => boolean) => judgements.filter(is).length;
  const sum = (of: (judgement: Judgement) => number) => judgements.reduce((all, one) => all + of(one), 0);
  const places = sum((one) => one.places);
  return {
    programs: judgements.length,
    firstRight: count((one) => one.firstRight),
    firstRightAtAnyLevel: count((one) => one.firstRightAtAnyLevel),
    patternRight: count((one) => one.patternRight),
    patternBest: count((one) => one.patternBest),
    places,
    placesFound: places - sum((one) => one.missing.length),
    placesFoundAtWatch: places - sum((one) => one.missingAtWatch.length),
    alarms: sum((one) => one.alarms),
    falseAlarms: sum((one) => one.falseAlarms.length),
    programsWithFalseAlarms: count((one) => one.falseAlarms.length > 0),
    falseWatches: sum((one) => one.falseWatches.length),
  };
}
