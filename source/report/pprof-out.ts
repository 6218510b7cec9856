// Writes a moment as a debug=0 profile, for go tool pprof and whoever else reads these.

import {gzipSync} from 'node:zlib';
import {
  Function as ProfileFunction,
  Label,
  Line,
  Location,
  Mapping,
  Profile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import type {Group, Snapshot} from '../profile/model.ts';
import {leafOf} from './leaf-frames.ts';

/** The label under which a debug=0 profile says what frames cannot: that of CockroachDB's Go, which writes one always. */
const stateLabel = 'go::goroutine_state';
const mappingId = 1;
const nanosPerMs = 1_000_000n;

/**
 * A moment as a debug=0 profile, compressed, for `go tool pprof` and everything else that reads these.
 *
 * It is what `runtime/pprof` writes: one sample for each stack and labels with the number of goroutines, frames
 * innermost first, the runtime's own included as far as they are known. What a goroutine waits for is in its innermost
 * frames; where these do not tell it, and for goroutines marked `(leaked)`, it stands in a label `go::goroutine_state`.
 * Ids, creators and ages have no place in this format.
 */
export function pprofOf(snapshot: Pick<Snapshot, 'groups' | 'takenAt'>): Uint8Array {
  const stringTable = new StringTable();
  const functions = createTable<ProfileFunction>();
  const locations = createTable<Location>();
  const type = () => new ValueType({type: stringTable.dedup('goroutine'), unit: stringTable.dedup('count')});

  function locationOf(name: string, file: string, line: number, startLine: number): number {
    const functionId = functions.idOf(`${startLine} ${name}\n${file}`, (id) => {
      const text = stringTable.dedup(name);
      return new ProfileFunction({
        id,
        name: text,
        systemName: text,
        filename: stringTable.dedup(file),
        startLine,
      });
    });
    return locations.idOf(
      `${functionId}:${line}`,
      (id) => new Location({id, mappingId, line: [new Line({functionId, line})]}),
    );
  }

  function samplesOf(group: Group): Sample[] {
    const {identity, status, count, leaked} = group;
    const leaf = leafOf(group);
    const locationId = [
      ...leaf.frames.map((frame) => locationOf(frame.function, '', frame.line, frame.startLine)),
      ...identity.stack.map((frame, at) =>
        locationOf(frame.function, frame.file, frame.line, at === 0 ? leaf.startLine : 0),
      ),
    ];
    const sample = (goroutines: number, state: string | undefined) =>
      new Sample({
        locationId,
        value: [BigInt.asUintN(64, BigInt(goroutines))],
        label: Object.entries(
          state === undefined ? identity.labels : {...identity.labels, [stateLabel]: state},
        ).map(([key, value]) => new Label({key: stringTable.dedup(key), str: stringTable.dedup(value)})),
      });
    return [
      ...(count === leaked ? [] : [sample(count - leaked, leaf.needsWord ? status : undefined)]),
      ...(leaked === 0 ? [] : [sample(leaked, `${status} (leaked)`)]),
    ];
  }

  const samples = snapshot.groups.flatMap((group) => samplesOf(group));
  const profile = new Profile({
    sampleType: [type()],
    periodType: type(),
    period: 1,
    timeNanos: BigInt(Math.round(snapshot.takenAt)) * nanosPerMs,
    stringTable,
    mapping: [
      new Mapping({
        id: mappingId,
        hasFunctions: true,
        hasFilenames: true,
        hasLineNumbers: true,
        hasInlineFrames: true,
      }),
    ],
    function: [...functions.entries],
    location: [...locations.entries],
    sample: samples,
  });
  return gzipSync(profile.encode());
}

/** Entries with ids from 1, each text once. */
function createTable<Entry>() {
  const ids = new Map<string, number>();
  const entries: Entry[] = [];
  return {
    entries: entries as readonly Entry[],
    idOf(text: string, make: (id: number) => Entry): number {
      let id = ids.get(text);
      if (id === undefined) {
        id = entries.length + 1;
        ids.set(text, id);
        entries.push(make(id));
      }

      return id;
    },
  };
}
