import type {Diagnoser} from '../../diagnosis/diagnoser.ts';
import type {Session} from '../../session/session.ts';

type Observing = {
  /** Resolves when everything up to now is taken in. Rejects with what went wrong while observing. */
  readonly finish: () => Promise<void>;
  readonly stop: () => void;
};

/** Has a diagnoser observe after each change of a session, one at a time; `then` runs after each. */
export function observeEach(
  session: Pick<Session, 'subscribe'>,
  diagnoser: Pick<Diagnoser, 'observe'>,
  then?: () => Promise<void>,
): Observing {
  let running: Promise<void> | undefined;
  let hasMore = false;
  let failure: {readonly error: unknown} | undefined;

  async function observe(): Promise<void> {
    try {
      do {
        hasMore = false;
        await diagnoser.observe();
        await then?.();
      } while (hasMore);
    } catch (error) {
      failure ??= {error};
    } finally {
      running = undefined;
    }
  }

  const stop = session.subscribe(() => {
    hasMore = true;
    running ??= observe();
  });
  return {
    async finish() {
      stop();
      await running;
      await diagnoser.observe();
      // oxlint-disable-next-line typescript/only-throw-error -- it is thrown on as it came
      if (failure !== undefined) throw failure.error;
    },
    stop,
  };
}
