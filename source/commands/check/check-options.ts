// What `gorowatch check` is told: for how long, what fails it, what is known.

import type {Level} from '../../diagnosis/verdict.ts';
import {durationOf} from '../arguments/duration.ts';
import {intervalOf} from '../arguments/interval.ts';
import {type KnownCase, parseKnownCase, readKnownCases} from './known-cases.ts';
import type {Arguments} from '../arguments/read-arguments.ts';
import {parseSize} from '../arguments/size.ts';
import {UsageError} from '../arguments/usage-error.ts';

/** Long enough for ids to be seen staying, short enough to wait for. */
const defaultForMs = 20_000;

const failLevels = ['proven', 'likely', 'watch'] as const;

export type CheckOptions = {
  readonly forMs: number;
  readonly intervalMs: number;
  readonly failOn: Level;
  readonly maxGoroutines: number | undefined;
  readonly wantsProof: boolean;
  /** How much memory the process may have. */
  readonly memoryLimitBytes: number | undefined;
  readonly known: readonly KnownCase[];
  readonly isJson: boolean;
  /** Also what follows load, and what is known and constant. */
  readonly wantsAll: boolean;
  /** Folders where the program's source is. */
  readonly sources: readonly string[];
};

/** @throws {UsageError} for a value that cannot be understood. */
export function readCheckOptions(given: Arguments): CheckOptions {
  return {
    forMs: durationOf(given, 'for') ?? defaultForMs,
    intervalMs: intervalOf(given),
    failOn: failLevel(given),
    maxGoroutines: countOf(given, 'max-goroutines'),
    wantsProof: given.flag('proof') === true,
    memoryLimitBytes: memoryLimitOf(given),
    known: [
      ...given.texts('allow').flatMap((path) => readKnownCases(path)),
      ...given.texts('ignore').map((text) => parseKnownCase(text, '--ignore')),
    ],
    isJson: given.flag('json') === true,
    wantsAll: given.flag('all') === true,
    sources: given.texts('source'),
  };
}

/** Smaller limits than this are typing errors: the runtime itself takes a few MiB. */
const leastMemoryLimitBytes = 1024 * 1024;

/** @throws {UsageError} for what is no size. */
export function memoryLimitOf(given: Arguments): number | undefined {
  const text = given.text('memory-limit');
  return text === undefined ? undefined : parseSize(text, '--memory-limit', leastMemoryLimitBytes);
}

function failLevel(given: Arguments): Level {
  const text = given.text('fail-on') ?? 'likely';
  const level = failLevels.find((one) => one === text);
  if (level === undefined) {
    throw new UsageError(`--fail-on ${text} is not a level.`, `Write one of ${failLevels.join(', ')}.`);
  }

  return level;
}

function countOf(given: Arguments, option: string): number | undefined {
  const text = given.text(option);
  if (text === undefined) return undefined;
  if (!/^\d{1,12}$/.test(text)) {
    throw new UsageError(`--${option} ${text} is not a number of goroutines.`, `Write --${option} 5000.`);
  }

  return Number(text);
}
