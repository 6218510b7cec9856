import {describeThreshold} from '../alert/describe-threshold.ts';
import type {SessionEvent} from '../session/events.ts';
import type {PprofTarget} from '../target/pprof-target.ts';
import type {TerminalAbilities} from '../terminal/abilities.ts';
import {plainEvent, plainSample} from '../view/plain-lines.ts';
import type {Arguments} from './read-arguments.ts';
import {startWatching} from './watching.ts';

/** `gorowatch TARGET | cat`: a line per interval on stdout; what happened goes there too, what went wrong to stderr. */
export async function watchLines(
  target: PprofTarget,
  given: Arguments,
  abilities: TerminalAbilities,
): Promise<number> {
  const watching = startWatching(target, given);
  const {session, sampler, thresholds, forMs} = watching;
  const ending = new AbortController();
  const ascii = !abilities.unicode;
  let printedMs = -Infinity;
  let told = 0;
  session.subscribe(() => {
    for (const event of session.events.slice(told)) tell(event, ascii);
    told = session.events.length;
    const atMs = session.lastSeen?.atMs ?? -Infinity;
    if (session.status.kind !== 'live' || session.latest === undefined || atMs <= printedMs) return;
    printedMs = atMs;
    process.stdout.write(`${plainSample(session, ascii)}\n`);
  });
  for (const {threshold} of thresholds.states()) {
    process.stderr.write(
      `gorowatch: alert at ${describeThreshold(threshold)}, stacks go to ${watching.dumpFolder}\n`,
    );
  }

  if (forMs !== undefined) setTimeout(() => ending.abort(), forMs).unref();
  const signalled = signalled128(ending);
  try {
    await sampler.run(ending.signal);
    await thresholds.whenIdle();
  } finally {
    await watching.close();
  }

  const status = signalled();
  if (status !== undefined || session.lastSeen !== undefined) return status ?? 0;
  const problem = session.status.kind === 'connecting' ? session.status.problem : undefined;
  process.stderr.write(
    `gorowatch: ${problem ?? `${target.address.name} did not answer in that time. Give it longer than --for ${given.text('for') ?? '1s'}.`}\n`,
  );
  return 3;
}

function tell(event: SessionEvent, ascii: boolean): void {
  const isTrouble = event.kind === 'lost' || event.kind === 'problem';
  (isTrouble ? process.stderr : process.stdout).write(`${plainEvent(event, ascii)}\n`);
}

/** Ends the watch on a signal, so that a dump under way is finished; a second one ends at once. */
function signalled128(ending: AbortController): () => number | undefined {
  const numbers = {SIGINT: 2, SIGTERM: 15, SIGHUP: 1} as const;
  let status: number | undefined;
  for (const [signal, number] of Object.entries(numbers)) {
    process.on(signal, () => {
      if (status !== undefined) process.exit(status);
      status = 128 + number;
      ending.abort();
    });
  }

  return () => status;
}
