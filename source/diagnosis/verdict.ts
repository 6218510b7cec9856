// What a verdict says, and how sure it can be: levels, evidence, relations.

import type {Creator, Frame} from '../profile/model.ts';
import type {Family} from '../profile/wait-reason.ts';
import type {PatternName} from './pattern-name.ts';
import type {SourceFinding} from './source-finding.ts';

/** How sure a verdict is, the surest first. */
export const levels = ['proven', 'likely', 'watch', 'load', 'benign'] as const;

/**
 * - `proven`: the garbage collector says so, or the runtime does, or the state can never end.
 * - `likely`: independent signals agree.
 * - `watch`: one signal.
 * - `load`: it moves with connections or requests.
 * - `benign`: known, and constant.
 */
export type Level = (typeof levels)[number];

/** True when `level` is at least as sure as `least`. */
export function isAtLeast(level: Level, least: Level): boolean {
  return levels.indexOf(level) <= levels.indexOf(least);
}

/**
 * One thing that was seen, as numbers; `view/verdicts/evidence-sentence.ts` words it. Rates and spans of time are not a
 * number where nobody knows when it was.
 */
export type Evidence =
  /** Marked `(leaked)` by the runtime, or listed by the goroutineleak profile. */
  | {readonly kind: 'proof'; readonly leaked: number; readonly count: number}
  /** The runtime ended the process because all of its goroutines were asleep. */
  | {readonly kind: 'deadlock'}
  /** A wait that nothing can end: a nil channel, a select without cases. */
  | {readonly kind: 'endless'; readonly status: string}
  /** The goroutines that started these, the senders' usual receivers, have ended. */
  | {
      readonly kind: 'orphan-sender' | 'creator-gone';
      readonly gone: number;
      readonly known: number;
      readonly creator: string;
      /** How many different goroutines started them: a pool is started by one. */
      readonly starters: number;
    }
  | {
      readonly kind: 'growth';
      readonly first: number;
      readonly last: number;
      readonly perMinute: number;
      readonly overMs: number;
      readonly neverFell: boolean;
    }
  /**
   * Followed by id: of those seen at least `overMs` ago, how many are still at the same place; and how many came since.
   * `orphans-stay`: only of those who have outlived their creator.
   */
  | {
      readonly kind: 'survivors' | 'orphans-stay';
      readonly survived: number;
      readonly seen: number;
      readonly born: number;
      readonly overMs: number;
    }
  /**
   * So many of the `of` goroutines have not moved, the first of them at every look; `goroutine`: its id, where it is
   * one; `toldMs`: how long the runtime says that the first has waited, where that is longer; `isPart`: there are more,
   * of which it is not known yet. Recordings do not always tell these. Seen once, and for no time: very many at once.
   */
  | {
      readonly kind: 'stuck';
      readonly count: number;
      readonly overMs: number;
      readonly looks: number;
      readonly toldMs?: number | undefined;
      readonly isPart?: boolean | undefined;
      readonly goroutine?: number | undefined;
      readonly of?: number | undefined;
    }
  /** So many of the `of` goroutines wait for the lock at one address. */
  | {
      readonly kind: 'one-lock';
      readonly waiters: number;
      readonly address: string;
      readonly goroutine?: number | undefined;
      readonly of?: number | undefined;
      readonly isPart?: boolean | undefined;
    }
  /**
   * Where those are blocked themselves that seem to hold what they wait for; `goroutine`: the one of them that has to
   * do with the same lock, undefined where no argument tells.
   */
  | {
      readonly kind: 'holder';
      readonly function: string;
      readonly status: string;
      /** How many are blocked there; earlier recordings do not tell it. */
      readonly count?: number | undefined;
      readonly goroutine?: number | undefined;
    }
  /** Who has what they wait for sleeps, for longer than anybody has watched. */
  | {
      readonly kind: 'holder-sleeps';
      readonly function: string;
      readonly sleepMs: number;
      readonly goroutine?: number | undefined;
    }
  /**
   * Each waits for a lock while it has the one that the other waits for: `function` waits for `lock`, `other` for
   * `otherLock`, as the source calls them; undefined where only arguments show it.
   */
  | {
      readonly kind: 'lock-order';
      readonly function: string;
      readonly other: string;
      readonly lock: string | undefined;
      readonly otherLock: string | undefined;
      /** One goroutine of each that shows it; undefined where only the source does. */
      readonly goroutine: number | undefined;
      readonly otherGoroutine: number | undefined;
    }
  /** One goroutine, of `of`, asks for what it has: `function` took `lock` in `line`, as far as is known. */
  | {
      readonly kind: 'lock-again';
      readonly function: string;
      readonly lock: string | undefined;
      readonly line: number | undefined;
      readonly goroutine: number;
      readonly of: number;
    }
  /** They wait for the same lock as those in a function that have a verdict of their own. */
  | {readonly kind: 'same-lock'; readonly function: string; readonly count: number}
  /** It waits for goroutines that are verdicts of their own. */
  | {readonly kind: 'waits-for'; readonly function: string; readonly count: number}
  /** Others that wait because of these. */
  | {readonly kind: 'victims'; readonly function: string; readonly family: Family; readonly count: number}
  /** Other goroutines of the same thing: the writer of a connection beside its reader. */
  | {readonly kind: 'pair'; readonly function: string; readonly count: number}
  /** Functions that were seen to make requests of the kind that left these behind. */
  | {readonly kind: 'callers'; readonly functions: readonly string[]}
  /** Functions of the program that those were in who started these goroutines, which show only libraries. */
  | {readonly kind: 'started-within'; readonly functions: readonly string[]}
  /** Goroutines that received in a method of the type that these send in, and ended before the first of these came. */
  | {readonly kind: 'receiver-ended'; readonly function: string; readonly count: number}
  /** Of the pairs that were seen to carry a connection both ways, in so many one has ended, and the other is there. */
  | {readonly kind: 'one-way-left'; readonly left: number; readonly seen: number}
  /**
   * How long they sleep, decoded from the argument of time.Sleep; several: shortest and longest. `count`: so many of the
   * `of` at the place, where the others sleep for far less; all that is said of who stayed and came is of these.
   */
  | {
      readonly kind: 'sleep';
      readonly leastMs: number;
      readonly mostMs: number;
      readonly count?: number | undefined;
      readonly of?: number | undefined;
    }
  /** Its count is that of another group, times a ratio, plus a constant. */
  | {readonly kind: 'load'; readonly function: string; readonly ratio: number; readonly count: number}
  /** Never seen to wait. */
  | {readonly kind: 'always-running'; readonly looks: number}
  /** What the source says, one finding. */
  | {readonly kind: 'source'; readonly finding: SourceFinding}
  /** There already when gorowatch first looked. */
  | {readonly kind: 'present-at-attach'; readonly count: number}
  /** Neither grew nor shrank. */
  | {readonly kind: 'constant'; readonly count: number; readonly overMs: number};

/** The line of a verdict as this machine's source has it, with those around it, or why it is not shown. */
export type VerdictSource =
  | {
      readonly kind: 'found';
      readonly path: string;
      readonly line: number;
      readonly lines: readonly {readonly number: number; readonly text: string}[];
    }
  /** There is such a file, and it is not the one that the target was built from. */
  | {readonly kind: 'stale'; readonly path: string; readonly why: string}
  | {readonly kind: 'none'};

/** The goroutines a verdict is about, labels added up. */
export type VerdictGroup = {
  /** The key of its largest group in lists; `place` without labels. */
  readonly key: string;
  readonly place: string;
  readonly family: Family;
  readonly status: string;
  readonly count: number;
  /** Where a person looks first. */
  readonly frame: Frame | undefined;
  readonly stack: readonly Frame[];
  readonly labels: Readonly<Record<string, string>>;
  readonly creators: readonly Creator[];
};

/** One opinion about goroutines at one place. */
export type Verdict = {
  readonly level: Level;
  readonly pattern: PatternName;
  readonly group: VerdictGroup;
  /** Places of the same fault: other ways to the same line, the writer beside the reader. Includes `group.place`. */
  readonly places: readonly string[];
  /** Strongest first. */
  readonly evidence: readonly Evidence[];
  /** Undefined where no source was looked for. */
  readonly source?: VerdictSource | undefined;
};

/** A place that has most of the goroutines that there are more of than at first. */
export type Grown = {
  readonly family: Family;
  /** Where a person looks first. */
  readonly frame: Frame | undefined;
  /** How many waited there at first and at last. */
  readonly first: number;
  readonly last: number;
};

/** What was judged, and what came of it. */
export type Diagnosis = {
  readonly fromWallMs: number;
  readonly toWallMs: number;
  /** How long that was, whatever happened to the clock on the wall; earlier recordings do not tell it. */
  readonly watchedMs?: number | undefined;
  readonly samples: {readonly pulse: number; readonly groups: number; readonly stacks: number};
  readonly total: {readonly first: number; readonly last: number; readonly max: number};
  /** Causes before victims, the surest and largest first; of all levels. */
  readonly verdicts: readonly Verdict[];
  /** Groups without a verdict above `load`, by why. */
  readonly others: {readonly constant: number; readonly load: number; readonly moving: number};
  /** Where the number rose, when nothing speaks for a leak; earlier recordings do not tell it. */
  readonly grown?: Grown | undefined;
  /** What weakens the judgement, such as a restart or a dump that was cut. */
  readonly limits: readonly Limit[];
};

/** How long was watched, in milliseconds. */
export function watchedMsOf({watchedMs, fromWallMs, toWallMs}: Diagnosis): number {
  return watchedMs ?? Math.max(0, toWallMs - fromWallMs);
}

export type Limit =
  /** `wallMs`: when it last was. */
  | {readonly kind: 'restarted'; readonly times: number; readonly wallMs: number}
  | {readonly kind: 'lost'; readonly problem: string; readonly wallMs: number}
  /** `isLeast`: a file does not tell how many more there were; earlier recordings do not tell it. */
  | {readonly kind: 'cut'; readonly missing: number; readonly isLeast?: boolean | undefined}
  /** One moment only: nothing can be said of growth. */
  | {readonly kind: 'one-sample'}
  /** Full stacks were too costly: ids, creators and ages are not known. */
  | {readonly kind: 'no-stacks'; readonly goroutines: number}
  /** An age or a survivor count began with what was there at attach. */
  | {readonly kind: 'short'; readonly overMs: number}
  /** Only the order of the moments is known, not the time between them. */
  | {readonly kind: 'no-times'; readonly moments: number}
  /** Proof was asked for, and the garbage collector could not be asked; `why` is a sentence. */
  | {readonly kind: 'no-proof'; readonly why: string};
