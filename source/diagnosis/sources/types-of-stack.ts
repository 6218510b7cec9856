import type {Frame} from '../../profile/model.ts';
import {receiverOf} from '../recognise.ts';

const known = new WeakMap<readonly Frame[], readonly string[]>();

/**
 * The types of the methods of a stack, and the functions that its closures are written in, each once.
 *
 * Example input:  `ledger.(*Book).total.func1`, `main.run`
 * Example output: `ledger.(*Book)`, `main.run`
 */
export function typesOf(stack: readonly Frame[]): readonly string[] {
  let types = known.get(stack);
  if (types === undefined) {
    types = [...new Set(stack.filter((frame) => !isOfSync(frame)).map(({function: name}) => typeOf(name)))];
    known.set(stack, types);
  }

  return types;
}

/** The type whose method asks for a lock, or the function that does: whom the lock belongs to. */
export function lockingTypeOf(stack: readonly Frame[]): string | undefined {
  const frame = stack.find((one) => !isOfSync(one));
  return frame === undefined ? undefined : typeOf(frame.function);
}

function isOfSync({function: name}: Frame): boolean {
  return /^(?:internal\/)?sync\./.test(name);
}

function typeOf(name: string): string {
  return receiverOf(name) ?? name.replace(/(?:\.func\d+|\.\d+|\.gowrap\d+)+$/, '');
}
