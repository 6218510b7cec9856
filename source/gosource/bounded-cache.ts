/** Answers that are kept up to a total weight; the ones not asked for longest go first. */
type BoundedCache<Value> = {
  /** The kept answer, or that of `make`. Two who ask at once share one; a failure is not kept. */
  readonly get: (key: string, make: () => Promise<Value>) => Promise<Value>;
};

export function createBoundedCache<Value>(
  maxWeight: number,
  weigh: (value: Value) => number,
): BoundedCache<Value> {
  const kept = new Map<string, {readonly answer: Promise<Value>; weight: number}>();
  let total = 0;

  const drop = (key: string) => {
    total -= kept.get(key)?.weight ?? 0;
    kept.delete(key);
  };

  return {
    async get(key, make) {
      const known = kept.get(key);
      if (known !== undefined) {
        kept.delete(key);
        kept.set(key, known);
        return known.answer;
      }

      const entry = {answer: make(), weight: 0};
      kept.set(key, entry);
      try {
        const value = await entry.answer;
        if (kept.get(key) === entry) {
          entry.weight = weigh(value);
          total += entry.weight;
          for (const oldest of kept.keys()) {
            if (total <= maxWeight) {
              break;
            }

            drop(oldest);
          }
        }

        return value;
      } catch (error) {
        if (kept.get(key) === entry) {
          drop(key);
        }

        throw error;
      }
    },
  };
}
