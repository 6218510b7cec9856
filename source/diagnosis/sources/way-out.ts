// Which case of a select is its way out.

import type {LineFacts} from '../../gosource/line-facts.ts';
import type {SelectCase, SelectCaseKind} from '../../gosource/select-cases.ts';

/** Words in the names of channels that are closed, or sent on, to end whoever waits for them. */
const endingWords = new Set(
  (
    'done stop stopped stopping close closed closing quit exit exited dying dead die kill killed shutdown ' +
    'cancel canceled cancelled abort aborted terminate terminated finish finished'
  ).split(' '),
);

const clocks = new Set<SelectCaseKind>(['time.After', 'ticker', 'timer', 'clock']);

/** What tells a way out, the surest first. */
const ranks: readonly ((one: SelectCase) => boolean)[] = [
  ({kind, leaves}) => kind === 'ctx.Done' && leaves,
  (one) => isEnding(one) && one.leaves,
  ({kind}) => kind === 'ctx.Done',
  ({kind, leavesAlways}) => kind === 'receive' && leavesAlways,
  isEnding,
  ({kind, leaves}) => kind === 'receive' && leaves,
  ({kind, leaves}) => kind === 'send' && leaves,
  ({kind, leaves}) => clocks.has(kind) && leaves,
];

/**
 * The case that ends the wait when it is meant to end: what is named so comes before work and before timers, which
 * may leave as well, on an error or when nothing came. Undefined where no case leaves.
 *
 * A case that is named so and does not leave itself counts where something else in the loop does: it may only note
 * that the loop has to end.
 */
export function wayOutOf({cases = [], loop}: Pick<LineFacts, 'cases' | 'loop'>): SelectCase | undefined {
  const canEnd = loop === undefined || loop.header !== 'endless' || loop.exits.length > 0;
  const leaving = cases.filter((one) => one.leaves || (canEnd && (one.kind === 'ctx.Done' || isEnding(one))));
  for (const fits of ranks) {
    const found = leaving.find(fits);
    if (found !== undefined) return found;
  }

  return undefined;
}

/** `done`, `l.stopCh`, `h.closeCalled`, `t.Dying()`. */
function isEnding({kind, channel}: SelectCase): boolean {
  const words = channel?.name.match(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})/gu) ?? [];
  return kind === 'receive' && words.some((word) => endingWords.has(word.toLowerCase()));
}
