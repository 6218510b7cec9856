import type {Frame} from '../profile/model.ts';
import {notStartedYet} from '../view/panels/not-started.ts';

/** A stack as the runtime prints it, without arguments. */
export function stackLines(stack: readonly Frame[]): readonly string[] {
  if (stack.length === 0) return [notStartedYet];
  return stack.flatMap((frame) => [
    frame.function,
    ...(frame.file === '' ? [] : [`    ${frame.file}:${frame.line}`]),
  ]);
}
