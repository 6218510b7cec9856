import {isAtLeast, type Diagnosis, type Level} from '../../diagnosis/verdict.ts';
import {restartsOf} from '../../session/session-logs.ts';
import type {Session} from '../../session/session.ts';
import {announcementOf} from '../../view/verdicts/announcement.ts';
import {verdictKey} from '../../view/verdicts/verdicts-now.ts';

/**
 * Makes an event of each verdict that has become likely or proven, once; one that goes from likely to proven is news
 * again. After a restart everything is.
 */
export function announceVerdicts(
  session: Pick<Session, 'addEvent' | 'logs'>,
): (diagnosis: Diagnosis) => void {
  let told = new Map<string, Level>();
  let restarts = restartsOf(session);
  return ({verdicts}) => {
    if (restartsOf(session) !== restarts) told = new Map();
    restarts = restartsOf(session);
    // The last one stays in view longest, so the first among them comes last.
    for (const verdict of verdicts.toReversed()) {
      const {level} = verdict;
      const key = verdictKey(verdict);
      const known = told.get(key);
      if (!isAtLeast(level, 'likely') || (known !== undefined && isAtLeast(known, level))) continue;
      told.set(key, level);
      session.addEvent('leak', announcementOf(verdict), key);
    }
  };
}
