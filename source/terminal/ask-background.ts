import {startTimer as startSystemTimer, type StartTimer} from '../target/timer.ts';
import {backgroundQuestion, makeReplyFilter} from './reply-filter.ts';
import type {Background} from './theme.ts';

/** A terminal next door answers within a millisecond, one behind SSH within a round trip. */
const backgroundTimeoutMs = 250;

type Input = {
  isRaw?: boolean;
  setRawMode?(on: boolean): unknown;
  read(size?: number): Buffer | string | null;
  unshift(chunk: Buffer): void;
  on(event: 'readable', listener: () => void): unknown;
  off(event: 'readable', listener: () => void): unknown;
};

/**
 * Asks the terminal whether its background is light or dark; `undefined` when it does not say in time.
 *
 * No key is lost: what the user types meanwhile is put back for the next reader. Raw mode is switched on, or the
 * reply would be echoed, and left on, because the screen needs it next. A reply that comes too late is taken out of
 * what is read from `stdin` later, or its letters would be keys.
 */
export function askBackground({
  stdin,
  stdout,
  startTimer = startSystemTimer,
  timeoutMs = backgroundTimeoutMs,
}: {
  stdin: Input;
  stdout: {write(text: string): unknown};
  startTimer?: StartTimer;
  timeoutMs?: number;
}): Promise<Background | undefined> {
  let filter = makeReplyFilter();
  let received = '';
  let keys = '';
  // As Latin-1 each byte is one character, so that keys keep their bytes; a stream may also have an encoding set.
  let encoding: BufferEncoding = 'latin1';
  return new Promise((resolve) => {
    const finish = () => {
      stopTimer();
      stdin.off('readable', onReadable);
      keys += filter.flush();
      if (keys !== '') {
        stdin.unshift(Buffer.from(keys, encoding));
      }

      if (!filter.isAnswered()) {
        dropLateReplies(stdin, filter);
      }

      resolve(filter.background());
    };

    const onReadable = () => {
      for (let chunk = stdin.read(); chunk !== null; chunk = stdin.read()) {
        encoding = typeof chunk === 'string' ? 'utf8' : 'latin1';
        received += typeof chunk === 'string' ? chunk : chunk.toString('latin1');
      }

      // From the beginning each time: so even a reply cut behind its first byte is found.
      filter = makeReplyFilter();
      keys = filter.push(received);
      if (filter.isAnswered()) {
        finish();
      }
    };

    const stopTimer = startTimer(finish, timeoutMs);
    stdin.setRawMode?.(true);
    stdin.on('readable', onReadable);
    stdout.write(backgroundQuestion);
  });
}

/** From now on `read` leaves out the replies; it goes back to normal with the last of them. */
function dropLateReplies(stdin: Input, filter: ReturnType<typeof makeReplyFilter>): void {
  const read = stdin.read.bind(stdin);
  // Streams call it themselves, with a size of 0, to be filled.
  stdin.read = (size) => {
    const chunk = read(size);
    if (chunk === null) {
      return chunk;
    }

    const kept =
      typeof chunk === 'string'
        ? filter.push(chunk)
        : Buffer.from(filter.push(chunk.toString('latin1')), 'latin1');
    if (filter.isAnswered()) {
      stdin.read = read;
    }

    return kept;
  };
}
