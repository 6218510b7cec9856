import type {Session} from '../session/session.ts';
import {formatCount} from '../view/text/format.ts';

/** What there is of a target: `1,284 goroutines`, `connecting`, `out of reach`. */
export function stateText({status, history}: Pick<Session, 'status' | 'history'>): string {
  switch (status.kind) {
    case 'live':
      return `${formatCount(history.total.last ?? 0)} goroutines`;
    case 'connecting':
      return 'connecting';
    default:
      return 'out of reach';
  }
}
