// Tells all that a session remembers as a log, for a recording that begins late.

import {breathe} from './breathe.ts';
import {countsBySample} from './counts-by-sample.ts';
import type {SessionEntry} from './entry.ts';
import type {Session} from './session.ts';
import type {Sight} from './model.ts';
import {timelineOf} from './timeline.ts';

type Moment = {readonly atMs: number};

/** Entries of one kind, in the order of time; each is made when its turn comes. */
type Source = {
  readonly nextMs: () => number | undefined;
  readonly make: () => SessionEntry | undefined;
};

/**
 * Everything that a session still remembers, as the log that tells the same of each moment: in the order of time, the
 * facts first. What held already when the remembered past begins bears its own, earlier moment; the first `counts` has
 * all groups. Told is what is known when the first entry is asked for: who also follows the session from the same turn
 * of the event loop on misses nothing and hears nothing twice.
 */
export async function* pastOf(session: Session): AsyncGenerator<SessionEntry, void, undefined> {
  const {history} = session;
  const samples = [...history.samples.all];
  const others = otherSources(session);
  const release = history.keep();
  let changesWith;
  try {
    changesWith = await countsBySample(
      history,
      samples.filter(({kind}) => kind === 'counts'),
      breathe,
    );
  } finally {
    release();
  }

  const {facts, restarts, ...later} = others;
  const counts = source(samples, (sample): SessionEntry => {
    const {kind, atMs, wallMs, goroutines, head} = sample;
    return kind === 'counts' && head !== undefined
      ? {kind, atMs, wallMs, head, changes: changesWith(sample)}
      : {kind: 'total', atMs, wallMs, goroutines, threads: undefined};
  });
  yield* inOrder([facts, restarts, counts, ...Object.values(later)]);
}

/** All but the counts, in the order that holds where they are of the same moment. */
function otherSources(session: Session) {
  const {history, logs, memory, clock, attachedAtMs, attachedWallMs} = session;
  const timeline = timelineOf(session);
  const sightOf = ({atMs}: Moment): Sight => ({
    atMs,
    wallMs: atMs === attachedAtMs ? attachedWallMs : timeline.wallMsOf(atMs),
  });
  const [first, ...laterFacts] = logs.facts.entries;
  const facts = [{atMs: attachedAtMs, value: first?.value ?? session.facts}, ...laterFacts];
  return {
    facts: source(facts, (step) => ({kind: 'facts', ...sightOf(step), facts: step.value})),
    restarts: source(logs.restarts.entries, (step) => ({kind: 'restarted', ...sightOf(step)})),
    threads: source(history.threads.steps(), (step) => ({
      kind: 'threads',
      ...sightOf(step),
      threads: step.value,
    })),
    marks: source(logs.marks.entries, (step) => ({
      kind: 'marked',
      ...sightOf(step),
      changes: step.value,
    })),
    looks: source(logs.looks.steps, (step) => {
      const look = step.read();
      if (look === undefined) return undefined;
      const {snapshot, firstLookMs, firstSeen} = look;
      return {kind: 'look', ...sightOf(step), snapshot, ages: {firstLookMs, firstSeen}};
    }),
    baselines: source(logs.baselines.entries, (step) =>
      step.value === undefined ? undefined : {kind: 'baseline', ...sightOf(step), baseline: step.value},
    ),
    // One that was over before all that is told belongs to what is forgotten.
    gaps: source(
      history
        .gaps(clock.monotonicMs())
        .filter(({toMs}) => toMs > (timeline.firstMs() ?? -Infinity))
        .map(({fromMs}) => ({atMs: fromMs})),
      (gap) => ({kind: 'gap', ...sightOf(gap)}),
    ),
    events: source(session.events, (event) => ({
      kind: 'event',
      atMs: event.atMs,
      wallMs: event.wallMs,
      event,
    })),
    statuses: source(logs.statuses.entries, (step) => ({
      kind: 'status',
      ...sightOf(step),
      status: step.value,
    })),
    memory: source(memory.readings, (reading) => {
      const {atMs: _atMs, ...sizes} = reading;
      return {kind: 'memory', ...sightOf(reading), sizes};
    }),
    costs: source(logs.costs.entries, (step) => ({kind: 'cost', ...sightOf(step), reading: step.value})),
  };
}

function source<Item extends Moment>(
  items: readonly Item[],
  make: (item: Item) => SessionEntry | undefined,
): Source {
  // What comes later is not told.
  const known = [...items];
  let next = 0;
  return {
    nextMs: () => known[next]?.atMs,
    make: () => make(known[next++]!),
  };
}

/** The entry that comes first, again and again; of the same moment that of the source that stands first. */
function* inOrder(sources: readonly Source[]): Generator<SessionEntry> {
  for (;;) {
    let first: Source | undefined;
    let firstMs = Infinity;
    for (const one of sources) {
      const atMs = one.nextMs();
      if (atMs === undefined || atMs >= firstMs) continue;
      first = one;
      firstMs = atMs;
    }

    if (first === undefined) return;
    const entry = first.make();
    if (entry !== undefined) yield entry;
  }
}
