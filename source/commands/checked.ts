import type {Diagnosis} from '../diagnosis/verdict.ts';
import type {Judged} from '../view/diagnosis-lines.ts';

/** What checking a target or files came to. */
export type Checked = {
  readonly diagnosis: Diagnosis;
  readonly judged: Judged;
  /** How to ask for proof, where it can be had. */
  readonly proofCommand: string | undefined;
  /** 128 plus the number of the signal that ended it early. */
  readonly endedBy: number | undefined;
};
