import type {Recording} from '../recording/open-recording.ts';
import {RecordingError} from '../recording/recording-error.ts';
import {dumpNames} from '../recording/write-dump.ts';
import type {TargetFacts} from '../session/model.ts';
import {fileName, fileUrl} from '../target/file-address.ts';
import {savedDump} from './dump-text.ts';
import type {IncidentCost, IncidentDump} from './incident.ts';
import type {IncidentSource} from './incident-source.ts';
import {recordedCurves} from './recorded-curves.ts';

/**
 * A recording, for a report. Undefined when nothing has been counted in it.
 *
 * @throws {RecordingError} when it cannot be read.
 */
export function recordingSource(recording: Recording): IncidentSource | undefined {
  const {timeline, about, file} = recording;
  const [firstMs, lastMs] = [timeline.firstMs(), timeline.lastMs()];
  if (firstMs === undefined || lastMs === undefined) return undefined;
  const name = fileName(file);
  const facts = factsAt(recording, lastMs);
  const countedMs = firstCountMs(recording, firstMs, lastMs);
  return {
    target: {
      name: about.name === '' ? name : about.name,
      url: about.url === '' ? fileUrl(file) : about.url,
      commandLine: facts?.commandLine,
      goAtLeast: facts?.goAtLeast,
    },
    origin: {kind: 'recording', file: name},
    firstMs: countedMs,
    lastMs,
    wallMsOf: timeline.wallMsOf,
    atMsOf: timeline.atMsOf,
    cost: (fromMs, toMs) => costBetween(recording, fromMs, toMs, fromMs <= countedMs),
    events: recording.events(),
    totals: recording.totals,
    curves: (asked) => recordedCurves(recording, asked),
    countsAt: (atMs) => recording.snapshotAt(atMs)?.snapshot.groups ?? [],
    lookAt: (atMs) => recording.lookAt(atMs)?.snapshot,
    // The newest counts were judged after they came.
    diagnosisAt: (atMs) =>
      recording.diagnosisAt(atMs >= lastMs ? (recording.last()?.atMs ?? atMs) : atMs)?.diagnosis,
    damage: recording.damage,
    dump: (fromMs, toMs) => dumpBetween(recording, fromMs, toMs),
  };
}

/** When groups were first counted: before that all of them would seem to have come. */
export function firstCountMs(recording: Recording, firstMs: number, lastMs: number): number {
  for (const {kind, atMs} of recording.entriesAround(firstMs, 0, lastMs)) {
    if (kind === 'counts') return Math.max(firstMs, atMs);
  }

  return firstMs;
}

function factsAt(recording: Recording, atMs: number): TargetFacts | undefined {
  let facts: TargetFacts | undefined;
  for (const entry of recording.entriesAround(atMs, 0)) if (entry.kind === 'facts') facts = entry.facts;
  return facts;
}

/** What was spent meanwhile, added up: each time that gorowatch attaches it counts from nothing. */
function costBetween(
  recording: Recording,
  fromMs: number,
  toMs: number,
  isFromTheStart: boolean,
): IncidentCost | undefined {
  const attached = recording
    .events()
    .filter(({kind, atMs}) => kind === 'attached' && atMs > fromMs && atMs <= toMs)
    .map(({atMs}) => atMs);
  let before = isFromTheStart ? undefined : costAt(recording, fromMs);
  let cost: IncidentCost | undefined;
  for (const atMs of [...attached.map((ms) => ms - 1), toMs]) {
    const now = costAt(recording, atMs);
    if (now === undefined) continue;
    cost = added(cost, now, before);
    before = undefined;
  }

  return cost;
}

function added(
  cost: IncidentCost | undefined,
  now: IncidentCost,
  before: IncidentCost | undefined,
): IncidentCost {
  const spent = (of: keyof IncidentCost) => (cost?.[of] ?? 0) + Math.max(0, now[of] - (before?.[of] ?? 0));
  return {
    requests: spent('requests'),
    bytes: spent('bytes'),
    busyMs: spent('busyMs'),
    stoppedMs: spent('stoppedMs'),
  };
}

function costAt(recording: Recording, atMs: number): IncidentCost | undefined {
  let cost: IncidentCost | undefined;
  for (const entry of recording.entriesAround(atMs, 0)) {
    if (entry.kind !== 'cost') continue;
    const {requests, bytes, busyMs, pausedMs} = entry.reading;
    cost = {requests, bytes, busyMs, stoppedMs: pausedMs};
  }

  return cost;
}

/** The full stacks of the first alarm; without one, the newest that were saved. */
async function dumpBetween(
  recording: Recording,
  fromMs: number,
  toMs: number,
): Promise<IncidentDump | undefined> {
  const dumps = recording.dumps
    .all()
    .filter(({atMs, name}) => atMs >= fromMs && atMs <= toMs && name !== dumpNames.counts);
  const ofAlarm = dumps.find(({cause}) => cause === 'alarm');
  const dump = ofAlarm ?? dumps.at(-1);
  if (dump === undefined) return undefined;
  const {id, wallMs} = dump;
  try {
    const about = {wallMs, missing: 0, isFromAlarm: ofAlarm !== undefined};
    return await savedDump(recording.dumps.chunks(id), about);
  } catch (error) {
    if (error instanceof RecordingError && error.kind === 'damaged') return undefined;
    throw error;
  }
}
