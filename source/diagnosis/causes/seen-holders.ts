// Lets what the source says of who keeps a lock stand only where somebody is seen to.

import {readFunctionName} from '../../gosource/frame-function.ts';
import {packageOf} from '../../profile/frame.ts';
import type {Frame} from '../../profile/model.ts';
import type {Place} from '../places/place.ts';
import {isLocking, receiverOf} from '../recognise.ts';
import type {SourceFinding} from '../source-finding.ts';
import type {Suspect} from '../suspect.ts';
import type {Evidence} from '../verdict.ts';

type Stack = Pick<Place, 'family' | 'stack'>;

/** More functions than this that keep a lock are not told; nobody would read them. */
const mostHolds = 2;

/**
 * Drops of those that wait for a lock what the source says of functions which wait while they have it, where no
 * goroutine is in them: whoever has a lock that is not passed on is there, or has left.
 *
 * @param places of the newest look, all of them.
 */
export function withSeenHolders(suspects: readonly Suspect[], places: Iterable<Stack>): readonly Suspect[] {
  const lines = new Set<number>();
  let isAnyTold = false;
  for (const {relations} of suspects) {
    for (const one of relations) {
      isAnyTold ||= isOfLock(one);
      if (one.kind === 'source' && one.finding.kind === 'lock-kept' && one.finding.wait !== undefined)
        lines.add(one.finding.wait);
    }
  }

  if (!isAnyTold) return suspects;
  const all = [...places];
  const inLine = functionsIn(lines, all);
  return suspects.map((suspect): Suspect => {
    const {relations, signs} = suspect;
    const {frame} = signs.place;
    if (frame === undefined || !relations.some(isOfLock)) return suspect;
    const isSeen = (finding: SourceFinding) => {
      if (finding.kind === 'lock-kept' && finding.wait !== undefined)
        return [...(inLine.get(finding.wait) ?? [])].some((name) =>
          isFunction(name, finding.function, frame),
        );
      return finding.kind !== 'unlock-deferred' || all.some((place) => isInside(place, frame));
    };
    let holds = 0;
    return {
      ...suspect,
      relations: relations.filter((one) => {
        if (one.kind !== 'source') return true;
        if (!isSeen(one.finding)) return false;
        const isHold = one.finding.kind === 'lock-kept' || one.finding.kind === 'lock-handed-over';
        if (isHold) holds++;
        return !isHold || holds <= mostHolds;
      }),
    };
  });
}

function isOfLock(one: Evidence): boolean {
  return (
    one.kind === 'source' && (one.finding.kind === 'lock-kept' || one.finding.kind === 'unlock-deferred')
  );
}

/** The functions in which goroutines are at these lines. */
function functionsIn(lines: ReadonlySet<number>, places: readonly Stack[]): Map<number, Set<string>> {
  const found = new Map<number, Set<string>>();
  for (const {stack} of places) {
    for (const {function: name, line} of stack) {
      if (!lines.has(line)) continue;
      const known = found.get(line);
      if (known === undefined) found.set(line, new Set([name]));
      else known.add(name);
    }
  }

  return found;
}

/** Whether the function of a frame is the declared one of this name, or a literal in it, beside another frame. */
export function isFunction(name: string, declared: string, beside: Frame | undefined): boolean {
  return readFunctionName(name)?.name === declared && packageOf(name) === packageOf(beside?.function ?? '');
}

/** Whether goroutines have come past the lock in a method of the type, or in the function, that asks for it. */
function isInside({family, stack}: Stack, {function: asking}: Frame): boolean {
  const type = receiverOf(asking);
  const isOwn = ({function: name}: Frame) =>
    type === undefined ? name === asking : name.startsWith(`${type}.`);
  const from = family === 'mutex' ? stack.findIndex(({function: name}) => !isLocking(name)) + 1 : 0;
  return stack.some((frame, at) => at >= from && isOwn(frame));
}
