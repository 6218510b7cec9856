// Whether an HTTP client keeps more connections than it needs, or answers that nobody reads.

import {tellingSettled, type Followed} from '../places/followed.ts';
import type {Place} from '../places/place.ts';
import {steadyTau, type Trend} from '../trends/trend.ts';

/** Requests come and go between samples: so many times what was seen may have been under way. */
const connectionsPerRequest = 2;
const spareConnections = 4;
/** So many more than at first tell, in a rise with few falls. */
const tellingConnections = 15;

type ClientConnections = {
  readonly place: Pick<Place, 'count'>;
  readonly trend: Trend | undefined;
  readonly followed: Followed | undefined;
  readonly hasHalted: boolean;
  readonly requests: number;
  readonly answersRead: number;
};

/** A client that is shared keeps no more connections than it once had requests under way. */
export function areIdleConnectionsTooMany({
  place,
  requests,
  followed,
}: Pick<ClientConnections, 'place' | 'requests' | 'followed'>): boolean {
  return (
    (followed?.settled ?? 0) >= tellingSettled &&
    place.count > requests * connectionsPerRequest + spareConnections
  );
}

/** Connections that are closed in time come and go at the same place as those that are not: their number tells. */
export function areMoreConnectionsKept(signs: ClientConnections): boolean {
  const {trend} = signs;
  return (
    trend !== undefined &&
    trend.rise >= tellingConnections &&
    trend.tau >= steadyTau &&
    !signs.hasHalted &&
    areIdleConnectionsTooMany(signs)
  );
}

/** As many are read from as have come: whoever reads an answer has not left it. */
export function areAnswersRead({
  answersRead,
  followed,
  trend,
}: Pick<ClientConnections, 'answersRead' | 'followed' | 'trend'>): boolean {
  return answersRead > 0 && answersRead >= Math.max(followed?.settled ?? 0, trend?.rise ?? 0);
}
