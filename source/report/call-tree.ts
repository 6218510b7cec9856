// Adds stacks up to a tree of who calls whom.

import type {Frame, Group, Snapshot} from '../profile/model.ts';
import type {Family} from '../profile/wait-reason.ts';

/** A function, called by its parent, with the goroutines that have it there in their stack; or what they wait for. */
export type CallNode = {
  readonly kind: 'all' | 'function' | 'elided' | 'wait';
  /** The function in full, the runtime's word for a wait, or how much was left out. */
  readonly name: string;
  /** Undefined where it stands at several lines, and for what is no function. */
  frame: Frame | undefined;
  count: number;
  readonly families: Map<Family, number>;
  readonly children: Map<string, CallNode>;
};

/** Deeper stacks keep as many outermost and innermost frames: in between they usually repeat themselves. */
export const maxTreeFrames = 60;

/** Who calls whom, outermost first; below the innermost function of each stack, what its goroutines wait for. */
export function callTree({groups}: Pick<Snapshot, 'groups'>): CallNode {
  const all = node('all', 'all goroutines');
  for (const group of groups) {
    if (group.count > 0) add(all, group);
  }

  return all;
}

function add(all: CallNode, {identity: {stack, family}, status, count}: Group): void {
  let at = all;
  const take = (next: CallNode) => {
    next.count += count;
    next.families.set(family, (next.families.get(family) ?? 0) + count);
    at = next;
  };

  take(all);
  const half = maxTreeFrames / 2;
  const left = stack.length - maxTreeFrames;
  for (let index = stack.length - 1; index >= 0; index--) {
    const frame = stack[index]!;
    if (left > 0 && index < stack.length - half && index >= half) {
      if (index === half) take(child(at, 'elided', `${left} frames left out`));
      continue;
    }

    const next = child(at, 'function', frame.function, frame);
    if (next.frame?.line !== frame.line || next.frame.file !== frame.file) next.frame = undefined;
    take(next);
  }

  take(child(at, 'wait', status));
}

function child(parent: CallNode, kind: CallNode['kind'], name: string, frame?: Frame): CallNode {
  const key = `${kind} ${name}`;
  let found = parent.children.get(key);
  if (found === undefined) {
    found = node(kind, name, frame);
    parent.children.set(key, found);
  }

  return found;
}

function node(kind: CallNode['kind'], name: string, frame?: Frame): CallNode {
  return {kind, name, frame, count: 0, families: new Map(), children: new Map()};
}
