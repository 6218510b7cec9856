// What a place tells by its stack alone.

import {packageOf} from '../../profile/frame.ts';
import type {Frame} from '../../profile/model.ts';
import {addToShort} from '../../profile/short-list.ts';
import {benignOf, type Benign} from '../signs/benign.ts';
import type {PatternName} from '../pattern-name.ts';
import type {Place} from './place.ts';
import {
  isAccepting,
  isBodyRead,
  isClientConnection,
  isClientRequest,
  isNetworkWait,
  recognise,
} from '../recognise.ts';

/** What can be said of a place without its goroutines: what they wait for, and their stack. */
export type PlaceFacts = {
  readonly pattern: PatternName;
  /** Why it is what healthy programs have, where it is known. */
  readonly benign: Benign | undefined;
  /** Waits for a peer, and not for the answer to a request of its own. */
  readonly isConnection: boolean;
  /** The import paths of the packages of its stack. */
  readonly packages: readonly string[];
};

type Wait = Pick<Place, 'family' | 'status' | 'operation'>;

/** Looking through the frames of 10,000 stacks takes longer than all else; there are few states to a stack. */
const known = new WeakMap<readonly Frame[], {readonly wait: Wait; readonly facts: PlaceFacts}[]>();

export function factsOf(place: Place): PlaceFacts {
  const ofStack = known.get(place.stack) ?? [];
  for (const {wait, facts} of ofStack) if (isSameWait(wait, place)) return facts;
  const facts = {
    pattern: recognise(place),
    benign: benignOf(place),
    isConnection: isNetworkWait(place) && !isClientConnection(place) && !isAccepting(place),
    packages: [...new Set(place.stack.map(({function: name}) => packageOf(name)))],
  };
  const {family, status, operation} = place;
  known.set(place.stack, addToShort(ofStack, {wait: {family, status, operation}, facts}));
  return facts;
}

function isSameWait(a: Wait, b: Wait): boolean {
  return a.family === b.family && a.status === b.status && a.operation === b.operation;
}

type RequestPart = 'waits' | 'reads' | 'none';
const requests = new WeakMap<readonly Frame[], RequestPart>();

/** Whether a goroutine waits for the answer to a request of an HTTP client, or reads it; once for each stack. */
export function requestPartOf({family, stack}: Pick<Place, 'family' | 'stack'>): RequestPart {
  let part = requests.get(stack);
  if (part === undefined) {
    part = isBodyRead({stack}) ? 'reads' : isClientRequest(stack) ? 'waits' : 'none';
    requests.set(stack, part);
  }

  return part === 'waits' && family !== 'select' ? 'none' : part;
}
