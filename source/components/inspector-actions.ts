// What keys can set going beyond the screen: requests, files, the clipboard, a recording, a report.

import type {PlayerNow, RecordingNow} from '../view/panels/header.ts';
import type {Notice} from '../view/inspector/inspector-state.ts';
import type {PreviewRow} from '../view/inspector/report-draft.ts';
import type {FetchTexts} from './own-texts.ts';

/** What asking for proof would cost now, or why it cannot be had. */
export type ProofCost =
  | {readonly isOffered: true; readonly goroutines: number; readonly stoppedMs: number}
  | {readonly isOffered: false; readonly why: string};

/** What a key can set going beyond the screen. Each resolves to a sentence, or rejects with an error to show. */
export type InspectorActions = {
  readonly quit: () => void;
  /** Ends at once, as ctrl-c does elsewhere. */
  readonly interrupt: () => void;
  /** Saves the full stacks, or the counts, which do not stop the target. */
  readonly dump: (kind: 'stacks' | 'counts') => Promise<string>;
  /** Takes the full stacks to look at them, without saving. */
  readonly look: () => Promise<void>;
  /** What full stacks would cost now, and whether that has to be asked first. */
  readonly stacksCost: () => {
    readonly goroutines: number;
    readonly stoppedMs: number;
    readonly mustAsk: boolean;
  };
  /** Has the target's garbage collector look for goroutines that can never wake up. */
  readonly prove: () => Promise<string>;
  readonly proofCost: () => ProofCost;
  readonly copy: (text: string) => Promise<{readonly copied: boolean; readonly said: string}>;
  /** The runtime's own text of goroutines of the last look. */
  readonly texts: FetchTexts;
  readonly suspend: () => void;
  /** Paints the whole screen anew, after something else has written to the terminal. */
  readonly repaint: () => void;
  /** Writes what is watched to a file; undefined where nothing can be recorded. */
  readonly recorder?: RecordingSwitch | undefined;
  /** Gathers a report of a moment and what led to it; undefined where none can be made. */
  readonly report?: ((asked: ReportAsked) => Promise<PreparedReport>) | undefined;
  /** Moves through a recording; undefined where a process is watched. */
  readonly player?: Player | undefined;
};

/** A report as it was asked for: what is undefined is as usual. */
export type ReportAsked = {
  readonly atMs: number;
  readonly file?: string | undefined;
  /** As it was typed. */
  readonly from?: string | undefined;
  readonly isRedacted: boolean;
};

/** A report that can be written: `preview`: what goes from it, to be agreed to before. */
export type PreparedReport = {
  readonly preview: readonly PreviewRow[] | undefined;
  /** A file of that name that is there already, and would be no more. */
  readonly replaces?: string | undefined;
  /** Resolves to a sentence. */
  readonly write: () => Promise<string>;
};

export type RecordingSwitch = {
  /** Begins with all that is remembered, or ends; says where to. */
  readonly toggle: () => Promise<Notice>;
  /** Undefined while nothing is recorded. */
  readonly now: () => RecordingNow | undefined;
};

/** Plays a recording: it says by `Inspector.show` which moment is on the screen. */
export type Player = PlayerNow & {
  readonly toggle: () => void;
  readonly faster: () => void;
  readonly slower: () => void;
  /** A key leads to a moment: it is read, where that takes time, and shown. */
  readonly seek: (atMs: number) => void;
};
