/** A stretch of a recording that cannot be read. Monotonic milliseconds of the recording. */
export type Damage = {readonly fromMs: number; readonly toMs: number};

const maxDamage = 1_000;

/** What was found damaged while reading, each stretch once. */
export type DamageLog = {
  readonly note: (damage: Damage) => void;
  readonly all: () => readonly Damage[];
};

export function createDamageLog(): DamageLog {
  const found = new Map<string, Damage>();
  return {
    note(damage) {
      if (found.size < maxDamage) found.set(`${damage.fromMs} ${damage.toMs}`, damage);
    },
    all: () => [...found.values()].toSorted((a, b) => a.fromMs - b.fromMs),
  };
}
