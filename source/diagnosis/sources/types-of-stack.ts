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
    types = [
      ...new Set(
        stack
          .filter(({function: name}) => !/^(?:internal\/)?sync\./.test(name))
          .map(({function: name}) => typeOf(name)),
      ),
    ];
    known.set(stack, types);
  }

  return types;
}

function typeOf(name: string): string {
  return receiverOf(name) ?? name.replace(/(?:\.func\d+|\.\d+|\.gowrap\d+)+$/, '');
}
