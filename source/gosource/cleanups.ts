// Finds what a function closes, stops, cancels, unlocks or marks as done.

import {operandBefore} from './expression.ts';
import {type GoFile, type GoFunction, ownTokens} from './go-functions.ts';
import {maxPlaces} from './limits.ts';

/** A call that ends or releases something. */
export type Cleanup = {
  readonly kind: 'close' | 'stop' | 'cancel' | 'unlock' | 'runlock' | 'done' | 'rollback';
  /** What is called, such as `ticker.Stop`, `cancel` or `close`. */
  readonly text: string;
  readonly line: number;
  /** Called with `defer`, or in a literal that is. */
  readonly isDeferred: boolean;
};

const kinds = new Map<string, Cleanup['kind']>([
  ['close', 'close'],
  ['Close', 'close'],
  ['CloseWithError', 'close'],
  ['Stop', 'stop'],
  ['stop', 'stop'],
  ['cancel', 'cancel'],
  ['Cancel', 'cancel'],
  ['Unlock', 'unlock'],
  ['RUnlock', 'runlock'],
  ['Done', 'done'],
  ['Rollback', 'rollback'],
]);

/** The clean-up calls of a function and of the literals that it defers, in order of their lines. */
export function findCleanups(file: GoFile, within: GoFunction): readonly Cleanup[] {
  const deferred = file.functions.filter(
    ({parent, start}) => parent === within && file.tokens.text(start - 1) === 'defer',
  );
  return [within, ...deferred.slice(0, maxPlaces)]
    .flatMap((one) => cleanupsOf(file, one, one !== within))
    .toSorted((a, b) => a.line - b.line)
    .slice(0, maxPlaces);
}

function cleanupsOf(file: GoFile, within: GoFunction, allDeferred: boolean): Cleanup[] {
  const {tokens} = file;
  const found: Cleanup[] = [];
  for (const at of ownTokens(file, within)) {
    const kind = tokens.text(at + 1) === '(' ? kinds.get(tokens.text(at)) : undefined;
    const callee = kind === undefined ? undefined : operandBefore(file, at + 1);
    // `<-ctx.Done()` waits for the end of something, it does not bring it about.
    if (kind === undefined || callee === undefined || tokens.text(callee.from - 1) === '<-') {
      continue;
    }

    const isDeferred = allDeferred || tokens.text(callee.from - 1) === 'defer';
    found.push({kind, text: callee.text, line: tokens.line(at), isDeferred});
    if (found.length === maxPlaces) {
      break;
    }
  }

  return found;
}
