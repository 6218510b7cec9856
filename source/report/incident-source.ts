// What a report wants to know of the past of a target, and whoever tells it must answer.

import type {Diagnosis} from '../diagnosis/verdict.ts';
import type {Group, Snapshot} from '../profile/model.ts';
import type {Family} from '../profile/wait-reason.ts';
import type {SessionEvent} from '../session/events.ts';
import type {TargetFacts} from '../session/model.ts';
import type {IncidentCost, IncidentDump, IncidentOrigin} from './incident.ts';

/** Values over equal stretches of time; undefined where nothing is known. */
export type Cells = readonly (number | undefined)[];

export type CurvesAsked = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly cells: number;
  /** The goroutines of each set are added up. */
  readonly places: readonly ReadonlySet<string>[];
};

export type Curves = {
  readonly families: ReadonlyMap<Family, Cells>;
  /** In the order of the sets of places. */
  readonly places: readonly Cells[];
};

/** A group as it was counted at one moment. */
export type CountedGroup = Pick<Group, 'identity' | 'status' | 'count' | 'leaked'>;

/**
 * The past of a target, as a report needs it: made from a live session, or from a recording. Moments are milliseconds
 * of the clock that the past was written by; `wallMsOf` tells when they were for people, `atMsOf` the other way round.
 */
export type IncidentSource = {
  readonly target: Pick<TargetFacts, 'name' | 'url' | 'commandLine' | 'goAtLeast'>;
  readonly origin: IncidentOrigin;
  /** When the first and the last thing was counted. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly wallMsOf: (atMs: number) => number;
  readonly atMsOf: (wallMs: number) => number;
  /** What watching has cost between two moments; undefined where nobody knows. */
  readonly cost: (fromMs: number, toMs: number) => IncidentCost | undefined;
  readonly events: readonly SessionEvent[];
  /** The total in each of so many equal stretches. */
  readonly totals: (fromMs: number, toMs: number, cells: number) => Cells | Promise<Cells>;
  /** How many waited for each reason, and how many were at some places, in each of so many equal stretches. */
  readonly curves: (asked: CurvesAsked) => Curves | Promise<Curves>;
  /** The groups that had goroutines at a moment. */
  readonly countsAt: (atMs: number) => readonly CountedGroup[] | Promise<readonly CountedGroup[]>;
  /** The newest full stacks at a moment: creators and waits. */
  readonly lookAt: (atMs: number) => Snapshot | undefined | Promise<Snapshot | undefined>;
  /** Undefined where nothing was judged by then. */
  readonly diagnosisAt: (atMs: number) => Diagnosis | undefined | Promise<Diagnosis | undefined>;
  /** Stretches that could not be read, as far as that has shown. */
  readonly damage: () => readonly {readonly fromMs: number; readonly toMs: number}[];
  /** The full stacks of the alarm, or the newest; not asked for unless they are wanted. */
  readonly dump: (fromMs: number, toMs: number) => Promise<IncidentDump | undefined>;
};
