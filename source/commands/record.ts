import {parseAddress} from '../target/address.ts';
import {openTarget} from '../target/pprof-target.ts';
import {escapeText} from '../target/escape.ts';
import {formatStopwatch} from '../text/duration.ts';
import {formatBytes} from '../view/text/format.ts';
import {createRecording, type RecordingStatus, type SessionRecording} from './create-recording.ts';
import {parseDuration} from './arguments/duration.ts';
import {endOnSignals} from './ending-signals.ts';
import {neverAnswered} from './never-answered.ts';
import type {Arguments} from './arguments/read-arguments.ts';
import {parseSize} from './arguments/size.ts';
import {stateText} from './state-text.ts';
import {createStatusLine, stderrWith} from './check/status-line.ts';
import {UsageError} from './arguments/usage-error.ts';
import {endInTime, startWatching, type Watching} from './watching.ts';

const progressEveryMs = 1_000;
const mostLockedMs = 10_000;
/** A chapter of it must have room for the names of many groups. */
const leastMaxBytes = 2 ** 20;

/** `gorowatch record TARGET -o FILE`: what is watched goes to a file, without a screen, until a signal or `--for`. */
export async function record(given: Arguments): Promise<number> {
  if (given.text('output') === '-') {
    throw new UsageError('A recording is written to a file, not to stdout.', 'Name it with -o FILE.');
  }

  const keep = given.text('keep');
  const maxSize = given.text('max-size');
  const target = openTarget(parseAddress(given.operands[0] ?? ''));
  const watching = startWatching(target, given);
  const ending = new AbortController();
  /** Ending the watch gives up its requests, so a dump under way is let finish first. */
  const end = () => void watching.thresholds.whenIdle().then(() => ending.abort());
  const recording = createRecording(watching, {
    file: given.text('output'),
    keepMs: keep === undefined ? undefined : parseDuration(keep, '--keep'),
    maxBytes: maxSize === undefined ? undefined : parseSize(maxSize, '--max-size', leastMaxBytes),
    // Nobody looks at a screen meanwhile, and a backup of the file is over soon.
    mostWaitMs: mostLockedMs,
    onFailure: () => ending.abort(),
  });
  const terminal = survivingHangUp();
  const signalled = endOnSignals(end, ['SIGINT', 'SIGTERM']);
  let last: RecordingStatus | undefined;
  try {
    terminal.say((await recording.start()).sentence);
    void endInTime(watching, ending.signal, () => ending.abort());
    const progress = setInterval(
      () => terminal.progress.show(progressText(watching, recording)),
      progressEveryMs,
    );
    try {
      await watching.sampler.run(ending.signal);
    } finally {
      clearInterval(progress);
      terminal.progress.clear();
    }
  } finally {
    ending.abort();
    last = recording.status();
    if (last !== undefined) terminal.say((await recording.stop()).sentence);
    await watching.close();
  }

  if (last?.problem !== undefined) return 2;
  const {lastSeen} = watching.session;
  if (lastSeen !== undefined && last !== undefined) terminal.print(last.path);
  const number = signalled();
  if (number !== undefined || lastSeen !== undefined) return number ?? 0;
  throw neverAnswered(watching.session, watching.forMs);
}

function progressText({session}: Watching, recording: SessionRecording): string {
  const status = recording.status();
  if (status === undefined) return '';
  const {facts, clock} = session;
  const forText = formatStopwatch(clock.monotonicMs() - status.sinceMs);
  return `gorowatch: recording ${facts.name}, ${forText}, ${stateText(session)}, ${formatBytes(status.bytes)}; ctrl-c ends it`;
}

/** A terminal that may go away: what would be said to it then is said to nobody. */
function survivingHangUp() {
  let isGone = false;
  const gone = () => {
    isGone = true;
  };
  process.on('SIGHUP', gone);
  process.stderr.on('error', gone);

  function write(text: string): void {
    if (!isGone) process.stderr.write(text);
  }

  return {
    say: (sentence: string) => write(`gorowatch: ${sentence}\n`),
    print(text: string) {
      if (!isGone || !process.stdout.isTTY) process.stdout.write(`${escapeText(text)}\n`);
    },
    progress: createStatusLine(stderrWith(write)),
  };
}
