// Everything that a report tells, as plain values: the writers of Markdown, HTML and JSON read nothing else.

import type {Diagnosis, Verdict} from '../diagnosis/verdict.ts';
import type {Creator, Frame, Snapshot} from '../profile/model.ts';
import type {Family} from '../profile/wait-reason.ts';
import type {EventKind} from '../session/events.ts';
import type {TargetFacts} from '../session/model.ts';

/** A number over time: the largest value in each of equal stretches, undefined where nothing is known. */
export type TotalCurve = {
  readonly fromWallMs: number;
  readonly toWallMs: number;
  readonly values: readonly (number | undefined)[];
};

/** Where what is told comes from. */
export type IncidentOrigin =
  | {readonly kind: 'watched'}
  | {readonly kind: 'recording'; readonly file: string}
  | {readonly kind: 'files'; readonly moments: number};

/** What watching has cost the target, in milliseconds of its time. */
export type IncidentCost = {
  readonly requests: number;
  readonly bytes: number;
  readonly busyMs: number;
  readonly stoppedMs: number;
};

export type IncidentEvent = {readonly kind: EventKind; readonly wallMs: number; readonly text: string};

/** How many there were at the beginning, at the moment with the most goroutines in all, and at the end. */
export type Counts = {readonly first: number; readonly peak: number; readonly last: number};

export type IncidentReason = Counts & {readonly family: Family; readonly curve: TotalCurve};

/** Goroutines that wait for one reason at one place, whatever their labels. */
export type IncidentGroup = Counts & {
  readonly place: string;
  readonly family: Family;
  /** The runtime's word. */
  readonly status: string;
  /** Where a person looks first. */
  readonly frame: Frame | undefined;
  readonly stack: readonly Frame[];
  /** Sets of labels and how many goroutines have them, the largest first. */
  readonly labels: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly count: number;
  }[];
  readonly creators: readonly Creator[];
  /** The longest wait that the runtime tells, in whole minutes; 0: none. */
  readonly waitMinutes: number;
  /** How many the garbage collector marked. */
  readonly leaked: number;
};

/** Since when there is what a verdict is about. */
export type Since =
  /** From this moment on its count rose. */
  | {readonly kind: 'rose'; readonly wallMs: number}
  /** It was there, or rising, when the report begins. */
  | {readonly kind: 'before'; readonly wallMs: number}
  /** One moment only: as long as its longest wait, in whole minutes as the runtime tells it. */
  | {readonly kind: 'waited'; readonly waitMinutes: number}
  | {readonly kind: 'unknown'};

export type IncidentVerdict = {
  readonly verdict: Verdict;
  readonly since: Since;
  /** Of its goroutines; undefined of one moment. */
  readonly curve: TotalCurve | undefined;
  /** How many there were when the report begins: the first stretch of the curve has the most of that stretch. */
  readonly first: number;
};

/** Full stacks as the runtime printed them. */
export type IncidentDump = {
  readonly wallMs: number;
  readonly goroutines: number;
  /** Goroutines that exist and are not in the text. */
  readonly missing: number;
  /** Whether an alarm had them saved; else it is the newest look. */
  readonly isFromAlarm: boolean;
  readonly text: string;
};

/** Everything a report tells. A plain object: the writers of Markdown, HTML and JSON read nothing else. */
export type Incident = {
  /** Of gorowatch. */
  readonly version: string;
  readonly madeWallMs: number;
  readonly target: Pick<TargetFacts, 'name' | 'url' | 'commandLine' | 'goAtLeast'>;
  readonly origin: IncidentOrigin;
  readonly fromWallMs: number;
  readonly toWallMs: number;
  /** Of what was read from files nobody knows. */
  readonly cost: IncidentCost | undefined;
  readonly total: Counts & {readonly peakWallMs: number; readonly curve: TotalCurve | undefined};
  readonly reasons: readonly IncidentReason[];
  readonly events: readonly IncidentEvent[];
  /** Undefined where nothing was judged. */
  readonly diagnosis: Diagnosis | undefined;
  /** Those worth watching, causes before victims, the surest first. */
  readonly verdicts: readonly IncidentVerdict[];
  /** How many verdicts were left out because the user knows them. */
  readonly known: number;
  /** Of places that are there now: those that grew, the most first; new ones have `first` 0. */
  readonly grew: readonly IncidentGroup[];
  /** Places with fewer goroutines than at the beginning, those that vanished among them. */
  readonly shrank: readonly IncidentGroup[];
  /** The largest at the end, whole stacks. */
  readonly groups: readonly IncidentGroup[];
  /** When the full stacks were taken that creators and waits are of, where that was well before the end. */
  readonly stacksWallMs: number | undefined;
  /** What is not among `groups`. */
  readonly others: {readonly groups: number; readonly goroutines: number};
  /** The last counts of all groups, for a flame graph. */
  readonly snapshot: Snapshot | undefined;
  readonly dump: IncidentDump | undefined;
  /** Stretches of a recording that could not be read. */
  readonly damage: readonly {readonly fromWallMs: number; readonly toWallMs: number}[];
  readonly isRedacted: boolean;
};
