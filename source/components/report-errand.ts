// Asks on the screen which report is wanted, and has it written.

import {errorSentence} from '../view/output/error-sentence.ts';
import {newDraft, type ReportDraft} from '../view/inspector/report-draft.ts';
import type {InspectorState} from '../view/inspector/inspector-state.ts';
import type {ErrandScreen} from './errand-screen.ts';
import type {InspectorActions, PreparedReport} from './inspector-actions.ts';

/** Asks which report is wanted, shows what goes from it, and has it written. */
type ReportErrand = {
  readonly open: () => void;
  /** False while no report is asked for. */
  readonly accept: () => boolean;
};

/** @param set puts another state in place of the screen's. */
export function createReportErrand(
  screen: Pick<ErrandScreen, 'state' | 'contents' | 'say'>,
  prepare: InspectorActions['report'],
  set: (state: InspectorState) => void,
): ReportErrand {
  let prepared: PreparedReport | undefined;
  /** Of what is there already and was asked about: the same once more is a yes. */
  let asked: ReportDraft | undefined;
  let isBusy = false;

  /** A key that is held down must not do it again and again. */
  async function once(draft: ReportDraft, meanwhile: string, work: () => Promise<void>): Promise<void> {
    set({...screen.state, draft: undefined});
    screen.say(meanwhile, 'good');
    if (isBusy) return;
    isBusy = true;
    try {
      await work();
    } catch (error) {
      // What is wrong with it can be corrected.
      set({...screen.state, draft: {...draft, preview: undefined}});
      screen.say(errorSentence(error), 'problem');
    } finally {
      isBusy = false;
    }
  }

  async function gather(draft: ReportDraft): Promise<void> {
    if (prepare === undefined) return;
    const {atMs} = screen.contents().moment;
    const {file, from, isRedacted} = draft;
    const report = await prepare({
      atMs,
      file: file.trim() === '' ? undefined : file.trim(),
      from: from.trim() === '' ? undefined : from.trim(),
      isRedacted,
    });
    const {preview, replaces} = report;
    if (preview === undefined && replaces === undefined) {
      screen.say(await report.write(), 'good');
      return;
    }

    prepared = report;
    asked = draft;
    const warning = `${replaces} is there already: enter replaces it.`;
    if (preview === undefined) {
      set({...screen.state, draft});
      screen.say(warning, 'problem', ['enter replaces it']);
    } else {
      const rows = replaces === undefined ? preview : [{label: '', text: warning}, ...preview];
      set({...screen.state, notice: undefined, draft: {...draft, preview: rows, top: 0}});
    }
  }

  return {
    open() {
      if (prepare === undefined) screen.say('Reports are not available here.', 'problem');
      else set({...screen.state, draft: newDraft});
    },
    accept() {
      const {draft} = screen.state;
      if (draft === undefined) return false;
      const report = prepared;
      prepared = undefined;
      if (report === undefined || (draft.preview === undefined && !isSame(draft, asked))) {
        void once(draft, 'Gathering the report …', () => gather(draft));
      } else {
        void once(draft, 'Writing the report …', async () => screen.say(await report.write(), 'good'));
      }

      return true;
    },
  };
}

function isSame(draft: ReportDraft, other: ReportDraft | undefined): boolean {
  return draft.file === other?.file && draft.from === other.from && draft.isRedacted === other.isRedacted;
}
