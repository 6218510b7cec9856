// Large values over time, of which all but the newest are packed.

import {lastIndexAt} from './step-log.ts';

/** How values are kept small while nobody looks at them. */
export type Packing<Value, Packed> = {
  readonly pack: (value: Value) => Packed;
  readonly unpack: (packed: Packed) => Value;
  /** What so many of them hold together. */
  readonly bytesOf: (packed: readonly Packed[]) => number;
  readonly maxBytes: number;
};

/** A moment of such a log. */
type PackedStep<Value> = {
  readonly atMs: number;
  /** Undefined: from here on nothing held. */
  readonly read: () => Value | undefined;
  readonly isEnd: boolean;
};

type Entry<Value, Packed> = {
  readonly atMs: number;
  /** Of the newest only. */
  value: Value | undefined;
  packed: Packed | undefined;
};

/** Whoever compares two moments gets both again and again. */
const unpackedKept = 2;

/**
 * What `StepLog` is, for values that are large: all but the newest are packed, and when they are too large together
 * those go that are missed least: every second, from the oldest on, so that what is left is spread evenly. The same
 * value comes out for the same moment as long as that is asked for.
 */
export class PackedLog<Value extends object, Packed> {
  readonly #packing: Packing<Value, Packed>;
  #entries: Entry<Value, Packed>[] = [];
  #unpacked: {readonly entry: Entry<Value, Packed>; readonly value: Value}[] = [];
  #bytes = 0;

  constructor(packing: Packing<Value, Packed>) {
    this.#packing = packing;
  }

  /** Of all but the newest. */
  get bytes(): number {
    return this.#bytes;
  }

  get last(): Value | undefined {
    return this.#entries.at(-1)?.value;
  }

  /** In the order of time. */
  get steps(): readonly PackedStep<Value>[] {
    return this.#entries.map((entry) => ({
      atMs: entry.atMs,
      isEnd: isEnd(entry),
      read: () => this.#read(entry),
    }));
  }

  /** Packs the newest ahead of time, by a way that leaves time for other things. */
  async packAhead(pack: (value: Value) => Promise<Packed>): Promise<void> {
    const entry = this.#entries.at(-1);
    if (entry?.value !== undefined) entry.packed ??= await pack(entry.value);
  }

  /** From a moment on this holds, or nothing does. */
  push(atMs: number, value: Value | undefined): void {
    const before = this.#entries.at(-1);
    if (before?.value === value) return;
    if (before?.value !== undefined) {
      before.packed ??= this.#packing.pack(before.value);
      before.value = undefined;
    }

    this.#entries.push({atMs, value, packed: undefined});
    this.#bound();
  }

  /** What held at a moment; undefined before the first. */
  at(atMs: number): Value | undefined {
    const entry = this.#entries[lastIndexAt(this.#entries, atMs)];
    return entry === undefined ? undefined : this.#read(entry);
  }

  /** The newest moment before, the oldest after, at which something came. */
  before(atMs: number): number | undefined {
    return this.#entries.findLast((entry) => entry.atMs < atMs && !isEnd(entry))?.atMs;
  }

  after(atMs: number): number | undefined {
    return this.#entries.find((entry) => entry.atMs > atMs && !isEnd(entry))?.atMs;
  }

  /** Forgets what no longer held at a moment. */
  trim(beforeMs: number): void {
    const index = lastIndexAt(this.#entries, beforeMs);
    if (index <= 0) return;
    this.#entries.splice(0, index);
    this.#bytes = this.#count();
    this.#unpacked = this.#unpacked.filter(({entry}) => this.#entries.includes(entry));
  }

  #read(entry: Entry<Value, Packed>): Value | undefined {
    if (entry.value !== undefined || entry.packed === undefined) return entry.value;
    const known = this.#unpacked.find((one) => one.entry === entry);
    const value = known?.value ?? this.#packing.unpack(entry.packed);
    this.#unpacked = [{entry, value}, ...this.#unpacked.filter((one) => one !== known)].slice(
      0,
      unpackedKept,
    );
    return value;
  }

  #bound(): void {
    this.#bytes = this.#count();
    while (this.#bytes > this.#packing.maxBytes) {
      const least = this.#leastMissed();
      if (least === undefined) return;
      const newest = this.#entries.at(-1);
      const left = this.#entries.toSpliced(least, 1);
      // Where something ended stays, or what was before it would hold on; once is enough.
      this.#entries = left.filter(
        (entry, index) => entry === newest || !isEnd(entry) || (index > 0 && !isEnd(left[index - 1]!)),
      );
      this.#bytes = this.#count();
    }
  }

  /** The index of the past value without which the time between two is shortest; of equal ones the oldest. */
  #leastMissed(): number | undefined {
    let least: number | undefined;
    let leastMs = Infinity;
    for (let index = 0; index < this.#entries.length - 1; index++) {
      if (isEnd(this.#entries[index]!)) continue;
      // Nothing is before the first, and with it the past becomes shorter.
      const before = this.#entries[index - 1]?.atMs ?? -Infinity;
      const withoutMs = this.#entries[index + 1]!.atMs - before;
      if (least !== undefined && withoutMs >= leastMs) continue;
      least = index;
      leastMs = withoutMs;
    }

    return least;
  }

  #count(): number {
    return this.#packing.bytesOf(
      this.#entries.flatMap(({packed, value}) =>
        packed === undefined || value !== undefined ? [] : [packed],
      ),
    );
  }
}

function isEnd({value, packed}: {readonly value: unknown; readonly packed: unknown}): boolean {
  return value === undefined && packed === undefined;
}
