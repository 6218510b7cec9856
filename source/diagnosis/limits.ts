import {restartsOf} from '../session/session-logs.ts';
import type {Session} from '../session/session.ts';
import type {Diagnosis, Limit} from './verdict.ts';

/** What keeps a session from being judged in full. */
export function limitsOf(
  session: Pick<Session, 'events' | 'look' | 'status' | 'history' | 'logs'>,
  samples: Diagnosis['samples'],
): Limit[] {
  const {events, look, status, history} = session;
  const limits: Limit[] = [];
  const restart = events.findLast(({kind}) => kind === 'restarted');
  if (restart !== undefined)
    limits.push({kind: 'restarted', times: restartsOf(session), wallMs: restart.wallMs});
  if (status.kind === 'lost')
    limits.push({kind: 'lost', problem: status.problem, wallMs: status.lastSeenWallMs});
  if (look?.snapshot.complete === false) {
    const {missing, source} = look.snapshot;
    limits.push({kind: 'cut', missing, ...(source === 'file' && missing > 0 ? {isLeast: true} : {})});
  }

  if (samples.groups + samples.stacks > 0 && samples.groups <= 1 && samples.stacks <= 1)
    limits.push({kind: 'one-sample'});
  if (samples.stacks === 0) limits.push({kind: 'no-stacks', goroutines: history.total.last ?? 0});
  return limits;
}
