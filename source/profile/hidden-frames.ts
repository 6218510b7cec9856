// Tells what goroutines of a debug=1 profile wait for from addresses of frames that it does not name.

import {classifyLeaf, type LeafFrame, type LeafWait} from './leaf-wait.ts';
import {onNilChannel, selectWithoutCases} from './wait-reason.ts';

/** A record of debug=1: what it shows by name, and the return addresses above that, which it does not name. */
type HiddenRecord = {
  /** Innermost first. */
  readonly hidden: readonly number[];
  /** The functions shown, innermost first. */
  readonly functions: readonly string[];
};

/** The status of a goroutine that certainly waits on a channel, when the addresses do not tell in which direction. */
export const unknownDirection = 'blocked on a channel (debug=1 does not say which way)';

type Direction = 'send' | 'receive';

// Functions under which a goroutine is parked and which debug=1 does show: their names do not begin with `runtime.`.
const parkedLeaf =
  /^(?:internal\/poll\.runtime_(?:pollWait|Semacquire)|time\.Sleep|(?:internal\/)?sync\.runtime_(?:Semacquire\w*|notifyListWait))$/;
const systemCallLeaf = /^(?:os\/signal\.signal_recv|runtime\/pprof\.(?:runtime_pprof_)?readProfile)$/;
const coroutineLeaf = /^iter\.Pull/;
// What cgo writes for each C function; below it is only runtime.cgocall.
const cgoLeaf = /\._(?:Cfunc|C2func)_/;

// chansend and chanrecv, which park, are at most 0x801 bytes long up to that place (Go 1.15–1.27, amd64).
const maxOperationBytes = 0x900;
// chanrecv1 and chanrecv2 are neighbours of a few instructions; chansend1 is a whole chansend away from them.
const sameDirectionBytes = 0x100;

// How far the place where it parks lies behind chansend1, chanrecv1 or chanrecv2, where that is the whole distance.
// Measured with Go 1.15–1.27 on linux/amd64; no value appears in both directions.
const knownDistances = new Map<number, {direction: Direction; nil: boolean}>([
  ...[0x2_55, 0x2_a5, 0x3_96, 0x3_ae, 0x3_d4, 0x4_05, 0x4_48, 0x4_4f, 0x4_51].map(known('send', false)),
  ...[0x6_18, 0x6_d9, 0x1_19, 0xe3, 0xf5, 0x1_15].map(known('send', true)),
  ...[0x3_84, 0x3_c4, 0x3_cd, 0x3_db, 0x3_ed, 0x3_fb, 0x4_2a, 0x4_4a, 0x4_53].map(known('receive', false)),
  ...[0x4_73, 0x4_81, 0x4_a1, 0x4_bc, 0x4_c3, 0x4_c5, 0x4_dc, 0x5_03, 0x5_05].map(known('receive', false)),
  ...[0x5_94, 0x5_d4].map(known('receive', false)),
  ...[0x7_5a, 0x8_01, 0x2_07, 0x2_18, 0x1_87, 0x1_c7, 0x1_d5].map(known('receive', true)),
]);

function known(direction: Direction, nil: boolean) {
  return (distance: number): [number, {direction: Direction; nil: boolean}] => [distance, {direction, nil}];
}

/**
 * Tells what goroutines wait for from debug=1, which leaves out the innermost frames when they are the runtime's.
 *
 * Addresses are compared within the file: the one where `time.Sleep` and others park is gopark's; gopark and one more
 * address is a select, and two more are a channel operation, of which sends have the lower addresses. What cannot be
 * told is said so, in family `other`.
 *
 * Source: debug=1 of Go 1.15–1.27 compared with debug=2 of the same process.
 */
export function createHiddenFrameReader(
  records: readonly HiddenRecord[],
): (record: HiddenRecord) => LeafWait {
  const park = findPark(records);
  const direction = findDirections(records, park);
  const selects = records.filter((record) => isSelect(record, park)).map((record) => record.hidden[1]!);
  // Not `Math.min(...selects)`: a profile may hold more records than a call takes arguments.
  const lowestSelect = selects.reduce((lowest, address) => Math.min(lowest, address), Infinity);
  const hasTwoSelects = selects.some((address) => address !== lowestSelect);

  return (record) => {
    const {hidden, functions} = record;
    const leaf = functions[0] ?? '';
    if (hidden.length === 0 || leaf === 'runtime.gopark') {
      return classifyLeaf(toLeafFrames(functions));
    }

    if (parkedLeaf.test(leaf)) {
      return withoutOperation(classifyLeaf(toLeafFrames(['runtime.gopark', ...functions])));
    }

    if (hidden[0] !== park) {
      return hidden.length === 1 && coroutineLeaf.test(leaf)
        ? wait('coroutine', 'coroutine')
        : systemCallLeaf.test(leaf) || (hidden.length === 1 && cgoLeaf.test(leaf))
          ? wait('syscall', 'syscall')
          : // Preempted, or in a system call or profile that the leaf names.
            classifyLeaf(toLeafFrames(functions));
    }

    if (leaf.startsWith('reflect.chan')) {
      return leaf.includes('send') ? wait('chan send', 'chan send') : wait('chan receive', 'chan receive');
    }

    if (leaf === 'reflect.rselect') {
      return wait('select', 'select');
    }

    if (isSelect(record, park)) {
      const noCases = hasTwoSelects && hidden[1] === lowestSelect;
      return wait(noCases ? selectWithoutCases : 'select', 'select');
    }

    return isChannelOperation(record, park) ? channelWait(record, direction) : wait('waiting', 'other');
  };
}

function wait(status: string, family: LeafWait['family']): LeafWait {
  return {status, family, operation: undefined};
}

/** Names that follow from visible frames are no better known than in debug=2, where the field stays empty. */
function withoutOperation({status, family}: LeafWait): LeafWait {
  return wait(status, family);
}

function toLeafFrames(functions: readonly string[]): LeafFrame[] {
  return functions.map((name) => ({function: name, line: 0, startLine: 0}));
}

function findPark(records: readonly HiddenRecord[]): number | undefined {
  const certain = records.find(
    ({hidden, functions}) => hidden.length > 0 && parkedLeaf.test(functions[0] ?? ''),
  );
  // Only channel operations hide three frames; a preempted goroutine hides two, as a select does.
  return (certain ?? records.find((record) => isChannelOperation(record, record.hidden[0])))?.hidden[0];
}

function isSelect(record: HiddenRecord, park: number | undefined): boolean {
  return record.hidden.length === 2 && record.hidden[0] === park && !namesItsWait(record);
}

function isChannelOperation(record: HiddenRecord, park: number | undefined): boolean {
  const [first, operation = 0, entry = 0] = record.hidden;
  const distance = operation - entry;
  const isNear = distance > 0 && distance < maxOperationBytes;
  return record.hidden.length === 3 && first === park && isNear && !namesItsWait(record);
}

function namesItsWait({functions}: HiddenRecord): boolean {
  const leaf = functions[0] ?? '';
  return parkedLeaf.test(leaf) || leaf.startsWith('reflect.');
}

/** The direction of each entry function's address, as far as the addresses tell it. */
function findDirections(
  records: readonly HiddenRecord[],
  park: number | undefined,
): ReadonlyMap<number, Direction> {
  const operations = records.filter((record) => isChannelOperation(record, park));
  const entries = [...new Set(operations.map(({hidden}) => hidden[2]!))].toSorted((a, b) => a - b);
  const clusters: number[][] = [];
  for (const entry of entries) {
    const last = clusters.at(-1);
    if (last !== undefined && entry - last[0]! <= sameDirectionBytes) {
      last.push(entry);
    } else {
      clusters.push([entry]);
    }
  }

  if (clusters.length === 2) {
    return new Map(
      clusters.flatMap((cluster, index) => cluster.map((entry) => [entry, index === 0 ? 'send' : 'receive'])),
    );
  }

  // Two entries side by side are chanrecv1 and chanrecv2: there is only one chansend1.
  return new Map(
    clusters.length === 1 && entries.length === 2 ? entries.map((entry) => [entry, 'receive']) : [],
  );
}

function channelWait({hidden}: HiddenRecord, directions: ReadonlyMap<number, Direction>): LeafWait {
  const [, operation = 0, entry = 0] = hidden;
  const measured = knownDistances.get(operation - entry);
  const direction = directions.get(entry) ?? measured?.direction;
  if (direction === undefined) {
    return wait(unknownDirection, 'other');
  }

  const word = direction === 'send' ? 'chan send' : 'chan receive';
  const nil = measured?.direction === direction && measured.nil;
  return wait(nil ? onNilChannel(word) : word, word);
}
