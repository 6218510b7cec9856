// What is printed where there is no screen: samples and events, a line each.

import type {SessionEvent} from '../../session/events.ts';
import type {Session} from '../../session/session.ts';
import {toAscii} from '../text/ascii.ts';
import {formatChange, formatClock, formatCount, formatPercent} from '../text/format.ts';
import {momentOf} from '../inspector/moment.ts';

/** One sample in one line: `14:06:12  1,284 goroutines +212  14 threads  chan send 812 (+212)  …  cost 0.04 %`. */
export function plainSample(session: Session, ascii: boolean): string {
  const {clock, lastSeen} = session;
  const moment = momentOf(session, lastSeen?.atMs ?? 0, undefined);
  const parts = [
    formatClock(lastSeen?.wallMs ?? clock.wallMs()),
    `${formatCount(moment.total ?? 0)} goroutines ${formatChange(moment.totalChange, {ascii})}`,
    moment.threads === undefined ? '' : `${formatCount(moment.threads)} threads`,
    ...moment.families
      .filter(({count}) => count > 0)
      .map(
        ({family, count, change}) =>
          `${family} ${formatCount(count)}${change === 0 || change === undefined ? '' : ` (${formatChange(change, {ascii})})`}`,
      ),
    `cost ${formatPercent(session.ledger.reading(clock.monotonicMs()).share)}`,
  ];
  const line = parts.filter((part) => part !== '').join('  ');
  return ascii ? toAscii(line) : line;
}

/** What happened, in one line that a script can find: the kind stands in capitals after the time. */
export function plainEvent({wallMs, kind, text}: SessionEvent, ascii: boolean): string {
  const line = `${formatClock(wallMs)}  ${kind.toUpperCase()}  ${text}`;
  return ascii ? toAscii(line) : line;
}
