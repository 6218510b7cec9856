import type {VerdictGroup} from '../../diagnosis/verdict.ts';
import {isElision, isRuntimeFrame, isStandardLibrary, packageOf} from '../../profile/frame.ts';
import type {Frame} from '../../profile/model.ts';

/** Hosts of many people's modules: there a module has an owner and a name. */
const sharedHosts = new Set(['github.com', 'gitlab.com', 'bitbucket.org', 'codeberg.org', 'golang.org']);

/**
 * Who calls, when goroutines wait in somebody else's module: the innermost frame of another one, where the fix is
 * likely to be. Undefined where they wait in package main, or nobody else calls.
 */
export function callerOf({frame, stack}: Pick<VerdictGroup, 'frame' | 'stack'>): Frame | undefined {
  if (frame === undefined || packageOf(frame.function) === 'main') return undefined;
  const module = moduleOf(frame);
  const at = stack.findIndex((one) => one.function === frame.function && one.line === frame.line);
  return stack
    .slice(at + 1)
    .find(
      (one) =>
        !isElision(one) &&
        !isRuntimeFrame(one.function) &&
        !isStandardLibrary(one) &&
        moduleOf(one) !== module,
    );
}

/** The first elements of a package's path, which those of one module have in common. */
function moduleOf(frame: Frame): string {
  const elements = packageOf(frame.function).split('/');
  const [host = ''] = elements;
  return elements.slice(0, sharedHosts.has(host) ? 3 : 2).join('/');
}
