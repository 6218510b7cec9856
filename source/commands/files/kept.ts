import type {Replayed} from '../../recording/replayed.ts';
import type {IncidentSource} from '../../report/incident-source.ts';

/** What was kept: to be replayed, and to be reported on. */
export type Kept = {
  readonly replayed: Replayed;
  /** Undefined when nothing was counted. */
  readonly source: () => IncidentSource | undefined;
};
