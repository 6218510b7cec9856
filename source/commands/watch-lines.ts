import {describeThreshold} from '../alert/describe-threshold.ts';
import type {SessionEvent} from '../session/events.ts';
import type {PprofTarget} from '../target/pprof-target.ts';
import type {TerminalAbilities} from '../terminal/abilities.ts';
import {plainEvent, plainSample} from '../view/output/plain-lines.ts';
import {endOnSignals} from './ending-signals.ts';
import {neverAnswered} from './never-answered.ts';
import type {Arguments} from './arguments/read-arguments.ts';
import {endInTime, startWatching} from './watching.ts';

/** `gorowatch TARGET | cat`: a line per interval on stdout; what happened goes there too, what went wrong to stderr. */
export async function watchLines(
  target: PprofTarget,
  given: Arguments,
  abilities: TerminalAbilities,
): Promise<number> {
  const watching = startWatching(target, given);
  const {session, sampler, thresholds} = watching;
  const ending = new AbortController();
  const ascii = !abilities.unicode;
  let printedMs = -Infinity;
  let told: SessionEvent | undefined;
  session.subscribe(() => {
    // Not by their number: the oldest events are dropped.
    const news =
      told === undefined ? session.events : session.events.slice(session.events.lastIndexOf(told) + 1);
    for (const event of news) tell(event, ascii);
    told = session.events.at(-1);
    const atMs = session.lastCounted?.atMs ?? -Infinity;
    if (session.status.kind !== 'live' || session.latest === undefined || atMs <= printedMs) return;
    printedMs = atMs;
    process.stdout.write(`${plainSample(session, ascii)}\n`);
  });
  for (const {threshold} of thresholds.states()) {
    process.stderr.write(
      `gorowatch: alert at ${describeThreshold(threshold)}, stacks go to ${watching.dumpFolder}\n`,
    );
  }

  /** Ending the watch gives up its requests, so a dump under way is let finish first. */
  const end = () => {
    void thresholds.whenIdle().then(() => ending.abort());
  };
  void endInTime(watching, ending.signal, () => ending.abort());
  const signalled = endOnSignals(end);
  try {
    await sampler.run(ending.signal);
  } finally {
    await watching.close();
  }

  const status = signalled();
  if (status !== undefined || session.lastSeen !== undefined) return status ?? 0;
  throw neverAnswered(session, watching.forMs);
}

function tell(event: SessionEvent, ascii: boolean): void {
  const isTrouble = event.kind === 'lost' || event.kind === 'problem';
  (isTrouble ? process.stderr : process.stdout).write(`${plainEvent(event, ascii)}\n`);
}
