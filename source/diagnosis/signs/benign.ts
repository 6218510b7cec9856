import type {Frame} from '../../profile/model.ts';
import {type Family, isOnNilChannel} from '../../profile/wait-reason.ts';
import {type BenignStack, benignStacks} from './benign-stacks.ts';

const ofRuntime: Benign = {why: 'belongs to the runtime'};

const byFunction = new Map<string, BenignStack[]>();
for (const benign of benignStacks) {
  for (const name of benign.functions) byFunction.set(name, [...(byFunction.get(name) ?? []), benign]);
}

/** Why goroutines are part of a healthy program, and whether there is one for each object that the program makes. */
export type Benign = Pick<BenignStack, 'why' | 'isPerObject'>;

/**
 * Whether goroutines with this stack are known to be part of a healthy program; undefined when they are not.
 *
 * It holds while their number stays, or moves with connections: growth without end outweighs it. Functions are
 * compared, never lines.
 *
 * @param group a wait, and its stack innermost first, without the runtime's own frames
 */
export function benignOf({
  stack,
  family,
  status,
}: {
  readonly stack: readonly Frame[];
  readonly family: Family;
  readonly status: string;
}): Benign | undefined {
  if (isOnNilChannel(status)) return undefined;
  if (family === 'GC' || status === 'trace reader (blocked)') return ofRuntime;
  const has = (name: string) => stack.some((frame) => frame.function === name);
  for (const [at, frame] of stack.entries()) {
    const found = byFunction
      .get(unvendored(frame.function))
      ?.find(
        ({position, families, also, without}) =>
          isAt(position, at, stack) &&
          (families === undefined || families.includes(family)) &&
          (also === undefined || has(also)) &&
          (without === undefined || !has(without)),
      );
    if (found !== undefined) return found;
  }

  return undefined;
}

function isAt(position: BenignStack['position'], at: number, stack: readonly Frame[]): boolean {
  return position === 'any' || at === (position === 'top' ? 0 : stack.length - 1);
}

/**
 * A function of a vendored package under the name that it has otherwise.
 *
 * Example input:  `example.com/shop/vendor/google.golang.org/grpc.(*Server).serverWorker`
 * Example output: `google.golang.org/grpc.(*Server).serverWorker`
 */
function unvendored(name: string): string {
  const at = name.lastIndexOf('/vendor/');
  if (at !== -1) return name.slice(at + '/vendor/'.length);
  return name.startsWith('vendor/') ? name.slice('vendor/'.length) : name;
}
