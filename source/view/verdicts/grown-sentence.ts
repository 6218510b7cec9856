import type {Diagnosis} from '../../diagnosis/verdict.ts';
import {shortFunction} from '../../profile/frame.ts';
import {notStartedYet} from '../panels/not-started.ts';
import {formatCount} from '../text/format.ts';

/** Where most of the goroutines wait that there are more of, as a sentence; undefined when there are hardly more. */
export function grownSentence({grown, total}: Pick<Diagnosis, 'grown' | 'total'>): string | undefined {
  if (grown === undefined) return undefined;
  const {frame, family, first, last} = grown;
  const place = frame === undefined ? notStartedYet : shortFunction(frame.function);
  const counts = `from ${formatCount(first)} to ${formatCount(last)}`;
  return `There are ${formatCount(total.last - total.first)} goroutines more, most of them at ${place} (${family}), ${counts}: whether they stay shows when it is watched for longer.`;
}
