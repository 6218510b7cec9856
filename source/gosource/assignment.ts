import {type Expression, operandFrom} from './expression.ts';
import {type GoFile, type GoFunction, ownTokens} from './go-functions.ts';

/**
 * The operand that a variable or field was last given before a token, in the function or one around it.
 *
 * Only single assignments are read (`x := y`, `x = y`, `var x = y`), not lists. `target` is written as in the source,
 * such as `done` or `s.ticker`. A parameter or literal in between hides what is outside; that is not looked at.
 */
export function assignedTo(
  file: GoFile,
  within: GoFunction,
  target: string,
  before: number,
): Expression | undefined {
  const {tokens} = file;
  const parts = target.split('.');
  const last = parts.at(-1)!;
  for (let around: GoFunction | undefined = within; around !== undefined; around = around.parent) {
    let found: number | undefined;
    for (const at of ownTokens(file, around)) {
      if (at >= before && around === within) {
        break;
      }

      const assign = tokens.text(at + 1);
      if ((assign === ':=' || assign === '=') && tokens.text(at) === last && isTarget(tokens, at, parts)) {
        found = at + 2;
      }
    }

    const operand = found === undefined ? undefined : operandFrom(file, found);
    if (operand !== undefined) {
      return operand;
    }

    if (around.parameters.includes(target)) {
      return undefined;
    }
  }

  return undefined;
}

function isTarget(tokens: GoFile['tokens'], at: number, parts: readonly string[]): boolean {
  const start = at - (parts.length - 1) * 2;
  const before = tokens.text(start - 1);
  return (
    before !== ',' && before !== '.' && parts.every((part, index) => tokens.text(start + index * 2) === part)
  );
}
