import type {Session} from '../session/session.ts';
import {TargetError} from '../target/target-error.ts';
import {formatMs} from '../text/duration.ts';

/** Why nothing was seen of a target in all the time it was given. */
export function neverAnswered(
  {status, facts}: Pick<Session, 'status' | 'facts'>,
  forMs?: number,
): TargetError {
  const problem = status.kind === 'connecting' ? status.problem : undefined;
  const inTime = forMs === undefined ? '' : ` in ${formatMs(forMs)}`;
  return new TargetError(
    'timed out',
    problem ?? `${facts.name} did not answer${inTime}.`,
    'Give it longer, such as --for 1m.',
  );
}
