import {areNear, type PointerIndex} from './pointer-index.ts';
import {isInsideOnce, isWaitingForOnce, receiverOf} from './recognise.ts';
import type {Suspect} from './suspect.ts';
import type {Evidence} from './verdict.ts';

/** For so many of the waiting goroutines the other must be found. */
const mostOfThem = 0.5;

/** What is needed to find who waits for whom. */
export type Circumstances = {
  /** Equal for goroutines that came together. */
  readonly kin: ReadonlyMap<number, number>;
  readonly pointers: PointerIndex;
};

/**
 * Finds which suspects only wait for others: a parent in WaitGroup.Wait for the senders it has started, a queue before
 * a lock for the goroutine that holds it.
 */
export function findVictims(suspects: readonly Suspect[], circumstances: Circumstances): Suspect[] {
  return suspects.map((suspect) => {
    const cause = suspects.find((other) => other !== suspect && isWaitingFor(suspect, other, circumstances));
    if (cause !== undefined) {
      return {...suspect, isVictim: true, relations: [...suspect.relations, relationTo(cause, suspect)]};
    }

    const victims = suspects.filter(
      (other) => other !== suspect && isWaitingFor(other, suspect, circumstances),
    );
    const relations = victims.map(({signs: {place}}): Evidence => ({
      kind: 'victims',
      function: place.frame?.function ?? '',
      family: place.family,
      count: place.count,
    }));
    const isOnce =
      isInsideOnce(suspect.signs.place) && suspects.some(({signs}) => isWaitingForOnce(signs.place));
    return {
      ...suspect,
      ...(isOnce ? {pattern: 'once-stuck' as const} : {}),
      relations: [...suspect.relations, ...relations],
    };
  });
}

function isWaitingFor(waiting: Suspect, other: Suspect, circumstances: Circumstances): boolean {
  if (waiting.level === 'load' || other.level === 'load') return false;
  const {family} = waiting.signs.place;
  if (family === 'mutex') return isHeldBy(waiting, other, circumstances);
  if (family === 'waitgroup')
    return (
      hasStarted(waiting, other) ||
      (other.signs.place.family !== 'waitgroup' && areKin(waiting, other, circumstances))
    );
  // A parent that receives what its children would have sent, had they not been stopped by something that is not it.
  return family === 'chan receive' || family === 'select'
    ? ['mutex', 'cond', 'waitgroup'].includes(other.signs.place.family) && hasStarted(waiting, other)
    : false;
}

/** Most of the waiting goroutines have started goroutines of the other place. */
function hasStarted(waiting: Suspect, other: Suspect): boolean {
  const parents = new Set(other.createdBy);
  return part(waiting.ids, (id) => parents.has(id)) >= mostOfThem;
}

function areKin(waiting: Suspect, other: Suspect, {kin}: Circumstances): boolean {
  const families = new Set(other.ids.map((id) => kin.get(id)));
  return part(waiting.ids, (id) => families.has(kin.get(id))) >= mostOfThem;
}

/**
 * The holder of a lock is blocked elsewhere, and has to do with the same object: a pointer near the lock, or a method
 * of the same type in a goroutine that came together with those that wait.
 */
function isHeldBy(waiting: Suspect, other: Suspect, circumstances: Circumstances): boolean {
  const {family} = other.signs.place;
  // Who waits for a lock too may hold this one, but then each of the two is the other's cause.
  if (family === 'mutex' || family === 'waitgroup') return false;
  const address = waiting.signs.stuckLock?.address;
  if (address !== undefined && other.ids.some((id) => areNear(circumstances.pointers, id, address)))
    return true;
  return isOfSameType(waiting, other) && areKin(waiting, other, circumstances);
}

function isOfSameType(a: Suspect, b: Suspect): boolean {
  const types = new Set(a.signs.place.stack.map((frame) => ownerOf(frame.function)));
  return b.signs.place.stack.some((frame) => types.has(ownerOf(frame.function)));
}

/** The type of a method, or the function that a closure is written in. */
function ownerOf(name: string): string {
  return receiverOf(name) ?? name.replace(/(?:\.func\d+|\.\d+|\.gowrap\d+)+$/, '');
}

function relationTo(cause: Suspect, waiting: Suspect): Evidence {
  const {frame, count, status} = cause.signs.place;
  const name = frame?.function ?? '';
  return waiting.signs.place.family === 'mutex'
    ? {kind: 'holder', function: name, status, goroutine: cause.ids[0] ?? 0}
    : {kind: 'waits-for', function: name, count};
}

function part(ids: readonly number[], is: (id: number) => boolean): number {
  return ids.length === 0 ? 0 : ids.filter((id) => is(id)).length / ids.length;
}
