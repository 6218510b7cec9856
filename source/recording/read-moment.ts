// Reads the counts and the diagnosis of one moment out of its segment.

import type {Diagnosis} from '../diagnosis/verdict.ts';
import type {Snapshot} from '../profile/model.ts';
import type {SnapshotHead, Sight} from '../session/model.ts';
import type {DamageLog} from './damage-log.ts';
import {readDiagnosis} from './read-diagnosis.ts';
import {DamagedBytes} from './recording-error.ts';
import type {Segments} from './segments.ts';

/** What held at a moment, read from the one segment that it is in. What is damaged is noted. */
type Moments = {
  /** The counts of all groups; undefined before the first. */
  readonly snapshotAt: (atMs: number) => (Sight & {readonly snapshot: Snapshot}) | undefined;
  /** The opinion that was in force. */
  readonly diagnosisAt: (atMs: number) => (Sight & {readonly diagnosis: Diagnosis}) | undefined;
};

export function createMoments(segments: Segments, damage: DamageLog): Moments {
  function snapshotAt(atMs: number): (Sight & {readonly snapshot: Snapshot}) | undefined {
    const head = segments.at(atMs);
    if (head === undefined) return undefined;
    let counted: (Sight & {readonly head: SnapshotHead}) | undefined;
    try {
      const {reader, names} = segments.open(head, atMs);
      for (let entry = reader.next(); entry !== undefined; entry = reader.next())
        if (entry.kind === 'columns') counted = entry;
      if (counted === undefined) return undefined;
      const groups = Array.from(reader.groups())
        .filter(({count}) => count > 0)
        .map(({number, count, latest}) => ({
          identity: names.identity(number),
          ...latest,
          count,
          creators: [],
          members: undefined,
        }));
      return {atMs: counted.atMs, wallMs: counted.wallMs, snapshot: {...counted.head, groups}};
    } catch (error) {
      if (!(error instanceof DamagedBytes)) throw error;
      damage.note({fromMs: head.from.atMs, toMs: head.to.atMs});
      return undefined;
    }
  }

  function diagnosisAt(atMs: number): (Sight & {readonly diagnosis: Diagnosis}) | undefined {
    const head = segments.at(atMs);
    if (head === undefined) return undefined;
    try {
      const {reader} = segments.open(head, atMs, false);
      let found: (Sight & {readonly json: Uint8Array}) | undefined;
      for (let entry = reader.next(); entry !== undefined; entry = reader.next())
        if (entry.kind === 'judged') found = entry;
      if (found === undefined) return undefined;
      return {atMs: found.atMs, wallMs: found.wallMs, diagnosis: readDiagnosis(found.json)};
    } catch (error) {
      if (!(error instanceof DamagedBytes)) throw error;
      damage.note({fromMs: head.from.atMs, toMs: head.to.atMs});
      return undefined;
    }
  }

  return {snapshotAt, diagnosisAt};
}
