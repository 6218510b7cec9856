// Carries out what keys ask for beyond the screen, and tells what came of it.

import type {Command} from '../view/inspector/commands.ts';
import {copyableText} from '../view/inspector/copyable.ts';
import {errorSentence} from '../view/output/error-sentence.ts';
import type {InspectorState, Question} from '../view/inspector/inspector-state.ts';
import type {ErrandScreen} from './errand-screen.ts';
import {createErrands} from './errands.ts';
import type {InspectorActions} from './inspector-actions.ts';
import {createReportErrand} from './report-errand.ts';

/** How old the full stacks may be when a group is opened; older ones are taken anew. */
const freshLookMs = 5_000;

/** What keys do beyond the screen: dumps, proof, marks, recordings, reports, the clipboard. */
export type KeyErrands = {
  /** False where a command stays on the screen. */
  readonly run: (command: Command) => boolean;
  /** Takes the full stacks for what was just opened, where those at hand are old. */
  readonly look: () => void;
};

/** @param set puts another state in place of the screen's. */
export function createKeyErrands(
  screen: ErrandScreen,
  actions: InspectorActions,
  set: (state: InspectorState) => void,
): KeyErrands {
  const errands = createErrands((text, kind) => screen.say(text, kind));
  const report = createReportErrand(screen, actions.report, set);
  let isLooking = false;

  function save(kind: 'stacks' | 'counts'): void {
    const {held} = screen.state;
    // It is taken of the process as it is, whatever moment is looked at.
    const what =
      held === undefined ? 'Saving …' : 'Saving what is there now, not at the moment on the screen …';
    errands.once(kind, what, () => actions.dump(kind));
  }

  function ask(purpose: Question['purpose']): boolean {
    const {goroutines, stoppedMs, mustAsk} = actions.stacksCost();
    if (mustAsk) set({...screen.state, question: {purpose, goroutines, stoppedMs}});
    return mustAsk;
  }

  async function takeLook(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    try {
      await actions.look();
    } catch (error) {
      screen.say(errorSentence(error), 'problem');
    } finally {
      isLooking = false;
    }
  }

  function dump(): void {
    const {question} = screen.state;
    if (question === undefined) {
      if (!ask('dump')) save('stacks');
      return;
    }

    set({...screen.state, question: undefined});
    if (question.purpose === 'look') void takeLook();
    else save('stacks');
  }

  /** A garbage collection is never asked for without saying so first. */
  function prove(): void {
    const {question} = screen.state;
    if (question?.purpose === 'proof') {
      set({...screen.state, question: undefined});
      errands.once('proof', 'Asking the garbage collector …', () => actions.prove());
      return;
    }

    const cost = actions.proofCost();
    if (cost.isOffered) {
      const {goroutines, stoppedMs} = cost;
      set({...screen.state, question: {purpose: 'proof', goroutines, stoppedMs}});
    } else {
      screen.say(cost.why, 'problem');
    }
  }

  function markBaseline(): void {
    const {held} = screen.state;
    const {session} = screen;
    const isMarked =
      screen.mode === 'live' ? session.markBaseline(held?.atMs) : session.setMark(held?.atMs) !== undefined;
    if (isMarked) {
      const from = held === undefined ? 'now on' : 'the moment on the screen';
      screen.say(`Changes are counted from ${from}.`, 'good');
    } else {
      screen.say('There are no counts yet to count changes from.', 'problem');
    }
  }

  function copy(): void {
    const text = copyableText(screen.state, screen.contents(), (id) => screen.textOf(id));
    if (text === undefined) {
      screen.say('There is nothing to copy here.', 'problem');
      return;
    }

    void errands.tell(async () => {
      const {copied, said} = await actions.copy(text);
      return {text: said, kind: copied ? 'good' : 'problem'};
    });
  }

  function record(): void {
    const {recorder} = actions;
    if (recorder === undefined) screen.say('Recording is not available here.', 'problem');
    else void errands.tell(recorder.toggle);
  }

  const byCommand: Partial<Record<Command, () => void>> = {
    quit: () => actions.quit(),
    interrupt: () => actions.interrupt(),
    suspend: () => actions.suspend(),
    repaint: () => actions.repaint(),
    dump,
    countsOnly() {
      set({...screen.state, question: undefined});
      save('counts');
    },
    prove,
    copy,
    baseline: markBaseline,
    record,
    report: report.open,
    play: () => actions.player?.toggle(),
    faster: () => actions.player?.faster(),
    slower: () => actions.player?.slower(),
  };
  return {
    run(command) {
      if (command === 'accept') return report.accept();
      const errand = byCommand[command];
      errand?.();
      return errand !== undefined;
    },
    look() {
      const {look, clock} = screen.session;
      if (screen.state.held !== undefined) return;
      if (look !== undefined && clock.monotonicMs() - look.atMs < freshLookMs) return;
      // Rather an old look than a question with every group that is opened.
      if (look !== undefined && actions.stacksCost().mustAsk) return;
      if (!ask('look')) void takeLook();
    },
  };
}
