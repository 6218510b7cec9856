import type {SourceLook} from '../gosource/source-reader.ts';
import type {PatternName} from './pattern-name.ts';
import type {Signs} from './signs/signs.ts';
import type {Evidence, Level} from './verdict.ts';

/** Places for which something speaks, with the goroutines that are there. */
export type Suspect = {
  readonly signs: Signs;
  readonly level: Level;
  readonly pattern: PatternName;
  /** Ids of all goroutines there, and of those that started them (0: not known), in the same order. */
  readonly ids: readonly number[];
  readonly createdBy: readonly number[];
  /** What was found out about it beside others. */
  readonly relations: readonly Evidence[];
  /** True when it waits for another suspect: that one is named first. */
  readonly isVictim: boolean;
  /** Other places that are the same fault. */
  readonly joined: readonly Suspect[];
  /** What the source says of its line; undefined where that was not asked. */
  readonly source?: SourceLook | undefined;
};
