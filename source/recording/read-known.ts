// Reads out of a log what is known of a target, how it stands with it, and what has happened.

import type {SessionEvent} from '../session/events.ts';
import type {SessionStatus, TargetFacts} from '../session/model.ts';
import type {ByteReader} from './byte-reader.ts';
import {readKind} from './event-kinds.ts';
import {statusKinds} from './log-kinds.ts';
import type {Names} from './names-reader.ts';
import {checkedMs, readNear, type TickReader} from './near.ts';
import {DamagedBytes} from './recording-error.ts';

/** A log, the names of its chapter, and its moments, each of which is told by the one before. */
export type LogTexts = {readonly from: ByteReader; readonly names: Names; readonly ticks: TickReader};

/** @throws {DamagedBytes} */
export function readFacts(log: LogTexts): TargetFacts {
  const {from, names} = log;
  return {
    name: names.text(from.count()),
    url: names.text(from.count()),
    commandLine: optionalText(log),
    goAtLeast: optionalText(log),
    hasLeakProfile: from.byte() === 1,
  };
}

/** @throws {DamagedBytes} */
export function readStatus(log: LogTexts, wallMs: number): SessionStatus {
  const {from, ticks} = log;
  const kind = from.byte();
  switch (kind) {
    case statusKinds.connecting:
      return {kind: 'connecting', sinceMs: ticks.read(), problem: optionalText(log)};
    case statusKinds.live:
      return {kind: 'live'};
    case statusKinds.lost:
      return {
        kind: 'lost',
        problem: optionalText(log) ?? '',
        retryAtMs: ticks.read(),
        lastSeenWallMs: checkedMs(readNear(from, wallMs)),
      };
    default:
      throw new DamagedBytes('a status is of no known kind');
  }
}

/** @throws {DamagedBytes} */
export function readEvent({from, ticks}: LogTexts, wallMs: number): SessionEvent {
  const kind = readKind(from.text());
  const atMs = ticks.read();
  return {...kind, atMs, wallMs: checkedMs(readNear(from, wallMs)), text: from.text()};
}

function optionalText({from, names}: LogTexts): string | undefined {
  const number = from.count();
  return number === 0 ? undefined : names.text(number - 1);
}
