// Alerts wait here for their turn, a few of them: a flood must not fill the memory.

/** Alerts that may wait while one is being handled; saving a dump takes seconds, so more than a few is a flood. */
export const defaultQueueCapacity = 8;

type AlertQueue<Item extends object> = {
  /** Takes an item, or drops it when as many as the capacity are waiting already; false when dropped. */
  offer(item: Item): boolean;
  /** Items waiting, the one being handled not among them. */
  waiting(): number;
  dropped(): number;
  /** Resolves when nothing waits and nothing is being handled. */
  whenIdle(): Promise<void>;
  /** Forgets what waits, aborts what is being handled and resolves when that has ended; later offers are dropped. */
  close(): Promise<void>;
};

/**
 * A bounded queue with one consumer: `handle` runs for one item at a time, in order. When it is full the newest is
 * dropped and counted: the first alert of an incident says the most. A failing `handle` does not stop the queue.
 */
export function createAlertQueue<Item extends object>(options: {
  readonly capacity?: number;
  readonly handle: (item: Item, signal: AbortSignal) => Promise<void>;
  readonly onFailure: (failure: unknown, item: Item) => void;
}): AlertQueue<Item> {
  const capacity = options.capacity ?? defaultQueueCapacity;
  const closing = new AbortController();
  const items: Item[] = [];
  let dropped = 0;
  let work: Promise<void> | undefined;

  async function drain(): Promise<void> {
    for (let item = items.shift(); item !== undefined; item = items.shift()) {
      // Always at least one turn of the event loop's microtasks, so that `work` is set before it is cleared.
      await handleOne(item);
    }
    work = undefined;
  }

  async function handleOne(item: Item): Promise<void> {
    try {
      await options.handle(item, closing.signal);
    } catch (error) {
      options.onFailure(error, item);
    }
  }

  return {
    offer(item) {
      if (closing.signal.aborted || items.length >= capacity) {
        dropped += 1;
        return false;
      }
      items.push(item);
      work ??= drain();
      return true;
    },
    waiting: () => items.length,
    dropped: () => dropped,
    whenIdle: () => work ?? Promise.resolve(),
    async close() {
      items.length = 0;
      closing.abort();
      await work;
    },
  };
}
