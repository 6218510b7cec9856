import type {Group, Snapshot} from '../profile/model.ts';
import {notStartedYet} from '../view/panels/not-started.ts';

/**
 * A moment as folded stacks, the text from which tools draw flame graphs: one line for each stack, outermost function
 * first, what it waits for last, and the number of goroutines. Labels and lines are left out, equal stacks added up.
 *
 * Example output: `main.main;main.serve;main.worker;[chan send] 100`
 */
export function foldedOf({groups}: Pick<Snapshot, 'groups'>): string {
  const counts = new Map<string, number>();
  for (const group of groups) {
    const stack = foldedStack(group);
    counts.set(stack, (counts.get(stack) ?? 0) + group.count);
  }

  return [...counts]
    .filter(([, count]) => count > 0)
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([stack, count]) => `${stack} ${count}\n`)
    .join('');
}

function foldedStack({identity: {stack}, status}: Group): string {
  const functions =
    stack.length === 0 ? [notStartedYet] : stack.map((frame) => element(frame.function)).toReversed();
  return [...functions, `[${element(status)}]`].join(';');
}

/** A semicolon would be read as the next function; no Go function has one, but a file may claim it. */
function element(text: string): string {
  return text.replaceAll(';', ':');
}
