import type {DiffSide} from './diff-side.ts';
import type {FollowedById} from './follow-goroutines.ts';

/** A processor may use a batch of old ids late (runtime/proc.go newproc1), so a few strangers with small ids are no wonder. */
const strangersEnough = 3;

type Side = Pick<DiffSide, 'address' | 'takenAt' | 'stacks' | 'run'>;

/**
 * Why ids of one side mean nothing on the other, in words that follow “ids are not compared:”; undefined where both can
 * be the same process. Nothing proves that they are: two processes of one program may begin alike.
 */
export function whyNotTheSameProcess(before: Side, after: Side, followed: FollowedById): string | undefined {
  if (before.address !== undefined && after.address !== undefined && before.address !== after.address) {
    return `${before.address} and ${after.address} are two processes`;
  }

  if (before.run !== after.run && before.run !== undefined && after.run !== undefined)
    return 'nobody watched in between, so it may be another process';

  const {contradiction, largestBefore, largestAfter, started, ended} = followed;
  if (contradiction !== undefined) {
    return `goroutine ${contradiction} was started elsewhere, so it is another process`;
  }

  // One that was cut does not show all that were there; without times nobody knows which was first.
  const isWhole = before.stacks?.complete === true && after.stacks?.complete === true;
  if (!isWhole || before.takenAt === after.takenAt) return undefined;
  const [earlier, later, strangers] =
    before.takenAt < after.takenAt
      ? [largestBefore, largestAfter, started]
      : [largestAfter, largestBefore, ended];
  // Ids only ever grow within one process: goroutines with small ids would have been there before.
  return later < earlier / 2 && strangers >= strangersEnough
    ? `they begin anew (up to ${earlier}, then up to ${later}), so it is another process`
    : undefined;
}
