import type {Limit} from '../../diagnosis/verdict.ts';
import {spanText} from '../../text/duration.ts';
import {missingText} from '../output/dump-sentence.ts';
import {formatClock, formatCount, plural} from '../text/format.ts';

/** What weakens a judgement, as one sentence. */
export function limitSentence(limit: Limit): string {
  switch (limit.kind) {
    case 'restarted':
      return limit.times === 1
        ? `The process was restarted at ${formatClock(limit.wallMs)}; what was seen of the earlier one is told apart from it.`
        : `The process was restarted ${formatCount(limit.times)} times, last at ${formatClock(limit.wallMs)}; what was seen of the earlier ones is told apart from it.`;
    case 'lost':
      return `The process was lost at ${formatClock(limit.wallMs)} (${limit.problem.replace(/\.$/, '')}); this is judged on what was seen until then.`;
    case 'cut':
      return `Full stacks were cut: ${limit.isLeast === true ? 'at least ' : ''}${missingText(limit.missing)} missing from them, so creators may only seem to be gone.`;
    case 'one-sample':
      return 'This is one moment only: nothing can be said of growth.';
    case 'no-stacks':
      return `Full stacks were not seen (${plural(limit.goroutines, 'goroutine')}): ids, creators and ages are not known.`;
    case 'short':
      return `It was watched for ${spanText(limit.overMs)} only: a slow leak needs longer. Give it --for 2m.`;
    case 'no-times':
      return `The files do not say when they were taken: ${formatCount(limit.moments)} moments are taken to be a minute apart, so rates are not known.`;
    case 'no-proof':
      return `The garbage collector was not asked: ${limit.why}`;
  }
}
