import {describeThreshold} from '../alert/describe-threshold.ts';
import {dumpSubject} from '../alert/dump-name.ts';
import {saveDump} from '../alert/dump-store.ts';
import {saveCounts, saveStacks, type Save} from '../alert/save-profile.ts';
import {planDump} from '../alert/dump-plan.ts';
import {render} from 'ink';
import type {InspectorActions} from '../components/inspector-actions.ts';
import {Inspector} from '../components/inspector.ts';
import {putOff} from '../components/put-off.ts';
import {InspectorScreen} from '../components/inspector-screen.tsx';
import {AsciiOnly} from '../components/lines.tsx';
import type {Session} from '../session/session.ts';
import type {PprofTarget} from '../target/pprof-target.ts';
import type {TerminalAbilities} from '../terminal/abilities.ts';
import {askBackground} from '../terminal/ask-background.ts';
import {copyText} from '../terminal/clipboard.ts';
import {autoWrapOff} from '../terminal/modes.ts';
import {guardTerminal} from '../terminal/restore.ts';
import {stopUntilContinued} from '../terminal/suspend.ts';
import {makeTheme, type Background} from '../terminal/theme.ts';
import {dumpSentence} from '../view/dump-sentence.ts';
import {plural} from '../view/format.ts';
import {prove, proofCost} from './ask-proof.ts';
import {firstState} from './first-state.ts';
import {report} from './main.ts';
import type {Arguments} from './read-arguments.ts';
import {UsageError} from './usage-error.ts';
import {startWatching, type Watching} from './watching.ts';

/** From this share of a threshold's limit on, the header shows it as a warning. */
const nearShare = 0.8;

const bell = '\u0007';
/** The line that says what is being connected to would be there again when the screen is left. */
const eraseLine = '\r\u001B[K';
/** What one round of requests brings is shown in one frame. */
const refreshMs = 250;
/** At Ink's 30, a key that comes just after a refresh waits 33 ms for its frame. */
const maxFps = 120;

/** `gorowatch TARGET` on a terminal. Resolves to the exit status when the user quits. */
export async function watchScreen(
  target: PprofTarget,
  given: Arguments,
  abilities: TerminalAbilities,
  mode: string | undefined,
): Promise<number> {
  const state = firstState(given);
  const rings = given.flag('bell') ?? true;
  const watching = startWatching(target, given, () => {
    if (rings) process.stdout.write(bell);
  });
  const {session, sampler} = watching;
  const ending = new AbortController();
  let failure: unknown;
  let app: ReturnType<typeof render> | undefined;
  let suspend: (() => void) | undefined;

  // Watching begins before the terminal is asked anything: keys and screen must not wait for either.
  const watched = sampler.run(ending.signal).catch((error: unknown) => {
    failure = error;
    app?.unmount();
  });
  // In place before the terminal is asked anything: that switches on raw mode.
  const guard = guardTerminal({
    stdout: process.stdout,
    stdin: process.stdin,
    stderr: process.stderr,
    process,
    onEnd: () => {
      app?.unmount();
      return savedDumps(session);
    },
  });
  const background =
    backgroundOf(given) ??
    abilities.background ??
    (await askBackground({stdin: process.stdin, stdout: process.stdout})) ??
    'dark';

  process.stdout.write(eraseLine);
  if (failure === undefined) {
    const inspector = new Inspector(
      session,
      {
        ...actionsFor(watching),
        quit: () => app?.unmount(),
        // The parent is to see what it would see of any other program: a shell loop around it ends too.
        interrupt: () => guard.end({kind: 'signal', signal: 'SIGINT'}),
        suspend: () => suspend?.(),
      },
      state,
      putOff(refreshMs),
      (atMs) => (atMs === undefined ? watching.diagnosis.current() : watching.diagnosis.at(atMs)),
    );
    guard.enterScreen();
    app = render(
      <AsciiOnly value={!abilities.unicode}>
        <InspectorScreen
          inspector={inspector}
          theme={makeTheme(abilities.colour, background)}
          ascii={!abilities.unicode}
          mode={mode}
          thresholds={() => thresholdsNow(watching)}
          onSuspend={(callback) => {
            suspend = () => {
              void callback(() => stopUntilContinued({process, stdout: process.stdout, startTimer}));
            };
          }}
        />
      </AsciiOnly>,
      {alternateScreen: true, incrementalRendering: true, interactive: true, exitOnCtrlC: false, maxFps},
    );
    process.stdout.write(autoWrapOff);
    if (watching.forMs !== undefined) {
      // Nobody is there who wants to leave: a dump under way is let finish first.
      const end = () => void watching.thresholds.whenIdle().then(() => app?.unmount());
      setTimeout(end, watching.forMs).unref();
    }

    await app.waitUntilExit();
  }

  ending.abort();
  guard.release();
  await watching.close();
  await watched;
  process.stderr.write(savedDumps(session));
  if (failure !== undefined) return report(failure);
  const {status, lastSeen} = session;
  if (lastSeen === undefined && status.kind === 'connecting' && status.problem !== undefined) {
    process.stderr.write(`gorowatch: ${status.problem}\n`);
    return 3;
  }

  return 0;
}

/** Alerts that found the queue full had nothing saved for them: that must not go unseen. */
function droppedText(dropped: number): string {
  return dropped === 0 ? '' : `, ${plural(dropped, 'alert')} dropped`;
}

/** Where dumps went, for the shell that the user comes back to: a path is hard to copy from a screen that is gone. */
function savedDumps({events}: Session): string {
  return events.flatMap(({kind, text}) => (kind === 'dump' ? [`gorowatch: ${text}\n`] : [])).join('');
}

function actionsFor(watching: Watching): Omit<InspectorActions, 'quit' | 'interrupt' | 'suspend'> {
  const {session, sampler, decoder, dumpFolder} = watching;
  const goroutines = () => session.history.total.last ?? 0;
  const saveAs =
    (form: 'txt'): Save =>
    (chunks) =>
      saveDump({
        directory: dumpFolder,
        occasion: 'dump',
        subject: dumpSubject({
          target: session.facts.name,
          wallMs: session.clock.wallMs(),
          total: goroutines(),
          reason: 'asked',
        }),
        form,
        chunks,
      });
  return {
    dump: async (kind) => {
      if (kind === 'counts') return `Counts saved: ${(await saveCounts(sampler, saveAs('txt'))).path}`;
      const outcome = await saveStacks(sampler, saveAs('txt'));
      session.addEvent('dump', `full stacks saved: ${outcome.path}`);
      return dumpSentence(outcome);
    },
    look: async () => {
      await sampler.stacks();
    },
    stacksCost: () => {
      const stoppedMs = sampler.plannedStopMs();
      const situation = {
        goroutines: goroutines(),
        estimatedStopMs: stoppedMs,
        attended: true,
        consent: false,
      };
      return {goroutines: goroutines(), stoppedMs, mustAsk: planDump(situation) === 'ask'};
    },
    proofCost: () => proofCost(watching),
    prove: () => prove(watching),
    copy: (text) => copyText(text, {env: process.env, stdout: process.stdout}),
    texts: (ids) => decoder.goroutineTexts(ids),
  };
}

function thresholdsNow({thresholds}: Watching) {
  const states = thresholds.states();
  const onTotal = states.find(
    ({threshold}) => threshold.subject.kind === 'goroutines' && threshold.rule.kind !== 'growth',
  );
  const [first] = states;
  const more = states.length > 1 ? ` +${states.length - 1}` : '';
  return {
    text:
      first === undefined
        ? undefined
        : `alert at ${describeThreshold(first.threshold)}${more}${droppedText(thresholds.dropped())}`,
    isNear: states.some(
      ({value, limit}) => value !== undefined && limit !== undefined && value >= nearShare * limit,
    ),
    marks: {threshold: onTotal?.limit, baseline: onTotal?.baseline},
  };
}

function backgroundOf(given: Arguments): Background | undefined {
  const text = given.text('background');
  if (text === undefined || text === 'dark' || text === 'light') return text;
  throw new UsageError(`--background ${text} is not known.`, 'Write dark or light.');
}

function startTimer(callback: () => void, ms: number): () => void {
  const timer = setTimeout(callback, ms);
  return () => {
    clearTimeout(timer);
  };
}
