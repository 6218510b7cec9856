// What every way of checking comes to, be it of a target, files or a recording.

import type {Diagnosis} from '../../diagnosis/verdict.ts';
import type {Session} from '../../session/session.ts';
import type {Judged} from '../../view/verdicts/diagnosis-lines.ts';
import type {MemoryHeld} from '../../view/panels/stacks-held.ts';

/** What checking a target or files came to. */
export type Checked = {
  readonly diagnosis: Diagnosis;
  readonly judged: Judged;
  /** How to ask for proof, where it can be had. */
  readonly proofCommand: string | undefined;
  /** What is known of the memory of the process; undefined for files. */
  readonly memory?: MemoryHeld | undefined;
  /** 128 plus the number of the signal that ended it early. */
  readonly endedBy: number | undefined;
};

/** What was seen while checking, while it can still be asked. */
type Seen = {
  readonly session: Session;
  /** The runtime's own text of goroutines of the newest look. */
  readonly texts: (ids: readonly number[]) => Promise<ReadonlyMap<number, string>>;
};

/** Looks closer at what was seen, before it is let go. */
export type AtEnd = (checked: Checked, seen: Seen) => Promise<void>;
