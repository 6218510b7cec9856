import {packageOf} from '../../profile/frame.ts';
import type {Frame} from '../../profile/model.ts';

const known = new WeakMap<readonly Frame[], ReadonlySet<string>>();

/** The import paths of the packages of a stack, found once for each stack. */
export function packagesOf(stack: readonly Frame[]): ReadonlySet<string> {
  let packages = known.get(stack);
  if (packages === undefined) {
    packages = new Set(stack.map(({function: name}) => packageOf(name)));
    known.set(stack, packages);
  }

  return packages;
}
