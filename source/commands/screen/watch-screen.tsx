// The screen over a target that is being watched.

import {describeThreshold} from '../../alert/describe-threshold.ts';
import {fileSubject} from '../../saving/file-subject.ts';
import {saveDump} from '../../saving/dump-store.ts';
import {saveCounts, saveStacks, type Save} from '../../saving/save-profile.ts';
import {planDump} from '../../saving/dump-plan.ts';
import type {InspectorActions} from '../../components/inspector-actions.ts';
import {Inspector} from '../../components/inspector.ts';
import {putOff} from '../../components/put-off.ts';
import type {Session} from '../../session/session.ts';
import type {PprofTarget} from '../../target/pprof-target.ts';
import type {TerminalAbilities} from '../../terminal/abilities.ts';
import {copyText} from '../../terminal/clipboard.ts';
import {dumpSentence} from '../../view/output/dump-sentence.ts';
import {errorSentence} from '../../view/output/error-sentence.ts';
import {plural} from '../../view/text/format.ts';
import {prove, proofCost} from '../check/ask-proof.ts';
import {firstState} from './first-state.ts';
import {openScreen, type OpenScreen, type WaysOut} from './open-screen.tsx';
import {sayFailure} from '../say-failure.ts';
import type {Arguments} from '../arguments/read-arguments.ts';
import {screenRecorder} from './screen-recorder.ts';
import {watchedReports} from './screen-report.ts';
import {endInTime, startWatching, type Watching} from '../watching.ts';

const bell = '\u0007';
/** What one round of requests brings is shown in one frame. */
const refreshMs = 250;

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
  let inspector: Inspector | undefined;
  const recorder = screenRecorder(watching, (sentence) => inspector?.say(sentence, 'problem'));
  const {report, written} = watchedReports(watching);
  let failure: unknown;
  let screen: OpenScreen | undefined;
  const endRecording = () => recorder.end().catch((error: unknown) => `gorowatch: ${errorSentence(error)}\n`);
  // Watching begins before the terminal is asked anything: keys and screen must not wait for either.
  const watched = sampler.run(ending.signal).catch((error: unknown) => {
    failure = error;
    screen?.leave();
  });
  screen = openScreen({
    given,
    abilities,
    mode,
    thresholds: () => thresholdsNow(watching),
    farewell: () => savedDumps(session) + written(),
    finish: endRecording,
    makeInspector(out) {
      inspector = new Inspector({
        session,
        actions: {
          ...actionsFor(watching),
          ...out,
          recorder,
          report,
        },
        state,
        soon: putOff(refreshMs),
        diagnosis: (atMs) =>
          atMs === undefined ? watching.diagnosis.current() : watching.diagnosis.at(atMs),
      });
      return inspector;
    },
    onShown: () => void endInTime(watching, ending.signal, () => screen?.leave()),
  });
  let recorded = '';
  try {
    await screen.left;
  } finally {
    // Also when the screen has failed: what goes on asking the target would keep the program alive unseen.
    ending.abort();
    recorded = await endRecording();
    await watching.close();
    await watched;
  }

  process.stderr.write(savedDumps(session) + written() + recorded);
  if (failure !== undefined) return sayFailure(failure);
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

function actionsFor(watching: Watching): Omit<InspectorActions, keyof WaysOut> {
  const {session, sampler, decoder, dumpFolder} = watching;
  const goroutines = () => session.history.total.last ?? 0;
  const save: Save = (chunks) =>
    saveDump({
      directory: dumpFolder,
      occasion: 'dump',
      subject: fileSubject({
        target: session.facts.name,
        wallMs: session.clock.wallMs(),
        total: goroutines(),
        reason: 'asked',
      }),
      form: 'txt',
      chunks,
    });
  return {
    dump: async (kind) => {
      if (kind === 'counts') {
        const {path} = await saveCounts(sampler, save);
        session.addEvent('dump', `counts saved: ${path}`);
        return `Counts saved: ${path}`;
      }

      const outcome = await saveStacks(sampler, save);
      session.addEvent('dump', `full stacks saved: ${outcome.path}`);
      return dumpSentence(outcome);
    },
    look: async () => {
      await sampler.stacks();
    },
    stacksCost: () => {
      const situation = {
        goroutines: goroutines(),
        estimatedStopMs: sampler.plannedStopMs(),
        attended: true,
        consent: false,
      };
      return {
        goroutines: goroutines(),
        stoppedMs: sampler.expectedStopMs(),
        mustAsk: planDump(situation) === 'ask',
      };
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
    isNear: states.some(({isNear}) => isNear),
    marks: {threshold: onTotal?.limit, baseline: onTotal?.baseline},
  };
}
