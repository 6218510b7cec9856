import type {Snapshot} from '../profile/model.ts';
import type {DiffSide} from './diff-side.ts';

/** A processor may use a batch of old ids late (runtime/proc.go newproc1), so a few strangers with small ids are no wonder. */
const strangersEnough = 3;

/** What one goroutine was started by, as far as full stacks tell; `''` and 0 where they do not. */
type Origin = {readonly creator: string; readonly createdBy: number};

type Origins = ReadonlyMap<number, Origin>;

/**
 * Why ids of one side mean nothing on the other, in words that follow “ids are not compared:”; undefined where both can
 * be the same process. Nothing proves that they are: two processes of one program may begin alike.
 */
export function whyNotTheSameProcess(
  before: Pick<DiffSide, 'address' | 'takenAt'>,
  after: Pick<DiffSide, 'address' | 'takenAt'>,
  stacksBefore: Snapshot,
  stacksAfter: Snapshot,
): string | undefined {
  if (before.address !== undefined && after.address !== undefined && before.address !== after.address) {
    return `${before.address} and ${after.address} are two processes`;
  }

  const origins = originsOf(stacksBefore);
  const originsAfter = originsOf(stacksAfter);
  for (const [id, {creator, createdBy}] of originsAfter) {
    const was = origins.get(id);
    if (was === undefined) continue;
    const isOtherCreator = was.creator !== '' && creator !== '' && was.creator !== creator;
    const isOtherParent = was.createdBy !== 0 && createdBy !== 0 && was.createdBy !== createdBy;
    if (isOtherCreator || isOtherParent) {
      return `goroutine ${id} was started elsewhere, so it is another process`;
    }
  }

  const [earlier, later] =
    before.takenAt <= after.takenAt ? [origins, originsAfter] : [originsAfter, origins];
  // One that was cut does not show all that were there.
  const isWhole = stacksBefore.complete && stacksAfter.complete;
  return isWhole && before.takenAt !== after.takenAt && beginsAnew(earlier, later)
    ? `they begin anew (up to ${largestOf(earlier)}, then up to ${largestOf(later)}), so it is another process`
    : undefined;
}

/** Ids only ever grow within one process: goroutines with small ids would have been there before. */
function beginsAnew(earlier: Origins, later: Origins): boolean {
  if (largestOf(later) >= largestOf(earlier) / 2) return false;
  let strangers = 0;
  for (const id of later.keys()) if (!earlier.has(id)) strangers++;
  return strangers >= strangersEnough;
}

function originsOf({groups}: Snapshot): Origins {
  const origins = new Map<number, Origin>();
  for (const {members, creators} of groups) {
    const [first] = creators;
    // With several, nobody knows which of them started whom.
    const isSure = first !== undefined && first.count === members?.ids.length;
    const creator = isSure ? `${first.frame.function}:${first.frame.line}` : '';
    for (let at = 0; at < (members?.ids.length ?? 0); at++) {
      origins.set(members!.ids[at]!, {creator, createdBy: members!.createdBy[at]!});
    }
  }

  return origins;
}

function largestOf(origins: Origins): number {
  let largest = 0;
  for (const id of origins.keys()) largest = Math.max(largest, id);
  return largest;
}
