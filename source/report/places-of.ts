// Adds the groups of three moments up to places, as a report tells them.

import {innermostUserFrame} from '../profile/frame.ts';
import type {GroupIdentity, Snapshot} from '../profile/model.ts';
import {addCreators} from '../session/place-look.ts';
import {labelsText} from '../view/lists/rows.ts';
import type {Counts, IncidentGroup} from './incident.ts';
import type {CountedGroup} from './incident-source.ts';

/** Sets of labels that are told of a place: the largest say what most of its goroutines work on. */
const labelSetsTold = 10;

type Adding = {
  readonly identity: GroupIdentity;
  status: string;
  leaked: number;
  first: number;
  peak: number;
  last: number;
  readonly labels: Map<string, IncidentGroup['labels'][number]>;
};

/**
 * Adds groups that differ only in their labels up to places, with how many there were at three moments. What `look`
 * knows is added: it may be older than the counts.
 */
export function incidentGroupsOf(moments: {
  readonly first: readonly CountedGroup[];
  readonly peak: readonly CountedGroup[];
  readonly last: readonly CountedGroup[];
  readonly look: Snapshot | undefined;
}): readonly IncidentGroup[] {
  const places = new Map<string, Adding>();
  for (const moment of ['first', 'peak', 'last'] as const satisfies readonly (keyof Counts)[]) {
    for (const {identity, status, count, leaked} of moments[moment]) {
      const place = places.get(identity.place) ?? newPlace(identity, status);
      places.set(identity.place, place);
      place[moment] += count;
      if (moment !== 'last') continue;
      place.status = status;
      place.leaked += leaked;
      const {labels} = identity;
      const text = labelsText(labels);
      if (text !== '') place.labels.set(text, {labels, count: (place.labels.get(text)?.count ?? 0) + count});
    }
  }

  const looks = lookedAt(moments.look);
  return Array.from(places.values(), ({identity, labels, ...place}) => {
    const look = looks.get(identity.place);
    return {
      place: identity.place,
      family: identity.family,
      status: place.status,
      first: place.first,
      peak: place.peak,
      last: place.last,
      frame: innermostUserFrame(identity.stack),
      stack: identity.stack,
      labels: [...labels.values()].toSorted((a, b) => b.count - a.count).slice(0, labelSetsTold),
      creators: look?.creators ?? [],
      waitMinutes: look?.waitMinutes ?? 0,
      leaked: Math.max(place.leaked, look?.leaked ?? 0),
    };
  });
}

function newPlace(identity: GroupIdentity, status: string): Adding {
  return {identity, status, leaked: 0, first: 0, peak: 0, last: 0, labels: new Map()};
}

function lookedAt(
  look: Snapshot | undefined,
): Map<string, Pick<IncidentGroup, 'creators' | 'waitMinutes' | 'leaked'>> {
  const places = new Map<string, Pick<IncidentGroup, 'creators' | 'waitMinutes' | 'leaked'>>();
  for (const {identity, creators, members, leaked} of look?.groups ?? []) {
    const known = places.get(identity.place);
    const waitMinutes = members?.waitMinutes.reduce((most, minutes) => Math.max(most, minutes), 0) ?? 0;
    places.set(identity.place, {
      creators: known === undefined ? creators : addCreators(known.creators, creators),
      waitMinutes: Math.max(known?.waitMinutes ?? 0, waitMinutes),
      leaked: (known?.leaked ?? 0) + leaked,
    });
  }

  return places;
}
