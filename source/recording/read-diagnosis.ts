// Checks the JSON of a recorded diagnosis, field by field.

import {patternNames} from '../diagnosis/pattern-name.ts';
import type {SourceFinding} from '../diagnosis/source-finding.ts';
import {levels, type Diagnosis, type Evidence, type Limit} from '../diagnosis/verdict.ts';
import {families} from '../profile/wait-reason.ts';
import {maxDiagnosisBytes} from './limits.ts';
import {DamagedBytes} from './recording-error.ts';
import {shaped, type Fields, type Shape} from './shape.ts';

const number = 'number';
const text = 'text';
const flag = 'flag';
const optionalNumber: Shape = {optional: number};
const optionalText: Shape = {optional: text};
const optionalFlag: Shape = {optional: flag};
const family: Shape = {oneOf: new Set(families)};
const frame: Shape = {fields: {function: text, file: text, line: number}};

type KeysOf<Union, Kind> = Union extends {readonly kind: infer Its}
  ? Kind extends Its
    ? Exclude<keyof Union, 'kind'>
    : never
  : never;
/** Every field of every kind: one that is not named here would be left out of each diagnosis that is read. */
type FieldsByKind<Union extends {readonly kind: string}> = {
  readonly [Kind in Union['kind']]: Readonly<Record<KeysOf<Union, Kind>, Shape>>;
};

const findings = {
  operation: {operation: text, channel: optionalText},
  unbuffered: {channel: text},
  buffered: {channel: text, size: text},
  'never-closed': {channel: text, files: number},
  'channel-left': {channel: text, function: text},
  'counted-start': {function: text, line: number},
  closed: {channel: text, line: optionalNumber, file: optionalText},
  'no-exit-case': {cases: {list: text}},
  'exit-case': {text},
  'endless-loop': {line: number},
  'loop-exit': {line: number, exit: optionalNumber},
  'ends-by-itself': {text},
  'stopped-clock': {text, line: number},
  'creator-may-leave': {exit: number, receive: number, file: optionalText},
  'receives-once': {line: number, file: optionalText},
  'lock-kept': {
    lock: text,
    function: text,
    exit: optionalNumber,
    wait: optionalNumber,
    operation: optionalText,
    file: optionalText,
  },
  'lock-handed-over': {
    lock: text,
    function: text,
    exit: number,
    exitFile: optionalText,
    release: text,
    line: number,
    file: optionalText,
  },
  'unlock-deferred': {lock: text, line: number},
  slots: {
    channel: text,
    release: text,
    line: number,
    file: optionalText,
    function: optionalText,
    exit: optionalNumber,
    exitFile: optionalText,
  },
  'done-missed': {group: text, function: text, exit: number, file: optionalText},
  'own-connection': {function: text, text, line: number, isLoop: flag},
  'never-waits': {line: number},
} as const satisfies FieldsByKind<SourceFinding>;

const creatorFields: Fields = {gone: number, known: number, creator: text, starters: number};

const survivorFields: Fields = {survived: number, seen: number, born: number, overMs: number};

const evidence = {
  proof: {leaked: number, count: number},
  endless: {status: text},
  'orphan-sender': creatorFields,
  'creator-gone': creatorFields,
  growth: {first: number, last: number, perMinute: number, overMs: number, neverFell: flag},
  survivors: survivorFields,
  'orphans-stay': survivorFields,
  stuck: {
    count: number,
    overMs: number,
    looks: number,
    toldMs: optionalNumber,
    isPart: optionalFlag,
    goroutine: optionalNumber,
    of: optionalNumber,
  },
  'one-lock': {
    waiters: number,
    address: text,
    isPart: optionalFlag,
    goroutine: optionalNumber,
    of: optionalNumber,
  },
  holder: {function: text, status: text, count: optionalNumber, goroutine: optionalNumber},
  'lock-order': {
    function: text,
    other: text,
    lock: optionalText,
    otherLock: optionalText,
    goroutine: optionalNumber,
    otherGoroutine: optionalNumber,
  },
  'holder-sleeps': {function: text, sleepMs: number, goroutine: optionalNumber},
  'lock-again': {
    function: text,
    lock: optionalText,
    line: optionalNumber,
    goroutine: number,
    of: number,
  },
  'same-lock': {function: text, count: number},
  'waits-for': {function: text, count: number},
  victims: {function: text, family, count: number},
  pair: {function: text, count: number},
  callers: {functions: {list: text}},
  'started-within': {functions: {list: text}},
  'receiver-ended': {function: text, count: number},
  'one-way-left': {left: number, seen: number},
  sleep: {leastMs: number, mostMs: number, count: optionalNumber, of: optionalNumber},
  load: {function: text, ratio: number, count: number},
  'always-running': {looks: number},
  deadlock: {},
  source: {finding: {kinds: findings}},
  'present-at-attach': {count: number},
  constant: {count: number, overMs: number},
} as const satisfies FieldsByKind<Evidence>;

const limits = {
  restarted: {times: number, wallMs: number},
  lost: {problem: text, wallMs: number},
  cut: {missing: number, isLeast: optionalFlag},
  'one-sample': {},
  'no-stacks': {goroutines: number},
  short: {overMs: number},
  'no-times': {moments: number},
  'no-proof': {why: text},
} as const satisfies FieldsByKind<Limit>;

const sourceLines: Shape = {list: {fields: {number, text}}};

const verdict: Fields = {
  level: {oneOf: new Set(levels)},
  pattern: {oneOf: new Set(patternNames)},
  group: {
    fields: {
      key: text,
      place: text,
      family,
      status: text,
      count: number,
      frame: {optional: frame},
      stack: {list: frame},
      labels: {texts: true},
      creators: {list: {fields: {frame, count: number, alive: optionalNumber}}},
    },
  },
  places: {list: text},
  evidence: {list: {kinds: evidence}},
  source: {
    optional: {
      kinds: {
        found: {path: text, line: number, lines: sourceLines},
        stale: {path: text, why: text},
        none: {},
      },
    },
  },
};

const diagnosis: Fields = {
  fromWallMs: number,
  toWallMs: number,
  watchedMs: optionalNumber,
  samples: {fields: {pulse: number, groups: number, stacks: number}},
  total: {fields: {first: number, last: number, max: number}},
  verdicts: {list: {fields: verdict}},
  others: {fields: {constant: number, load: number, moving: number}},
  grown: {optional: {fields: {family, frame: {optional: frame}, first: number, last: number}}},
  limits: {list: {kinds: limits}},
};

/**
 * Reads a diagnosis that was written as JSON, by this or another version, or by anyone.
 *
 * @throws {DamagedBytes}
 */
export function readDiagnosis(json: Uint8Array): Diagnosis {
  if (json.length > maxDiagnosisBytes) throw new DamagedBytes('a diagnosis is too long');
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(json).toString());
  } catch {
    throw new DamagedBytes('a diagnosis is no JSON');
  }

  // The shape above is that of the type: each kind of everything is in it, or this would not compile.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return shaped(parsed, {fields: diagnosis}) as Diagnosis;
}
