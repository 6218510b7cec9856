// Reads operands as they are written in Go source: channels, locks, called functions.

import {escapeText} from '../target/escape.ts';
import type {GoFile} from './go-functions.ts';
import {isKeyword} from './go-scanner.ts';
import {maxExpressionCharacters, maxOperandSteps} from './limits.ts';

/** An operand as it is written: a channel, a lock, the function of a call. */
export type Expression = {
  /** On one line, safe to print, cut with an ellipsis when it is long. */
  readonly text: string;
  /** Its last identifier: `orders` in `l.orders` and `l.orders[i]`, `Done` in `ctx.Done()`; '' when there is none. */
  readonly name: string;
  /** What is left of the last dot in a selector (`l` in `l.orders`, `ctx` in `ctx.Done()`), else undefined. */
  readonly of: string | undefined;
  readonly isCall: boolean;
  /** Token indices [from, to). */
  readonly from: number;
  readonly to: number;
};

/** The operand that begins at a token, as after `<-` or `range`: identifiers, selectors, calls and indices. */
export function operandFrom({tokens, functionAt}: GoFile, start: number): Expression | undefined {
  let at = start;
  while (at < start + maxOperandSteps && ['*', '&', '<-'].includes(tokens.text(at))) {
    at++;
  }

  const literal = functionAt.get(at);
  if (literal !== undefined) {
    at = literal.close + 1;
  } else if (tokens.text(at) === '(' && tokens.pair(at) > at) {
    at = tokens.pair(at) + 1;
  } else if (tokens.kind(at) === 'word' && !isKeyword(tokens.text(at))) {
    at++;
  } else {
    return undefined;
  }

  for (let steps = 0; steps < maxOperandSteps; steps++) {
    const word = tokens.text(at);
    if ((word === '(' || word === '[') && tokens.pair(at) > at) {
      at = tokens.pair(at) + 1;
    } else if (word === '.' && tokens.text(at + 1) === '(') {
      at++;
    } else if (word === '.' && tokens.kind(at + 1) === 'word') {
      at += 2;
    } else {
      return expression(tokens, start, at);
    }
  }

  return undefined;
}

/** The operand that ends just before a token, as before the `<-` of a send or the `(` of a call. */
export function operandBefore({tokens}: GoFile, end: number): Expression | undefined {
  let at = end - 1;
  for (let steps = 0; steps < maxOperandSteps; steps++) {
    const word = tokens.text(at);
    const isBracket = (word === ')' || word === ']') && tokens.pair(at) !== -1;
    if (isBracket) {
      const open = tokens.pair(at);
      const before = tokens.text(open - 1);
      if (before === ')' || before === ']' || isName(tokens.kind(open - 1), before) || before === '.') {
        at = before === '.' ? open - 2 : open - 1;
      } else {
        return expression(tokens, open, end);
      }
    } else if (isName(tokens.kind(at), word)) {
      if (tokens.text(at - 1) !== '.') {
        return expression(tokens, at, end);
      }

      at -= 2;
    } else {
      return undefined;
    }
  }

  return undefined;
}

function isName(kind: string | undefined, word: string): boolean {
  return kind === 'word' && !isKeyword(word);
}

function expression(tokens: GoFile['tokens'], from: number, to: number): Expression {
  let last = to - 1;
  while (last > from && tokens.pair(last) !== -1 && tokens.pair(last) < last && tokens.pair(last) >= from) {
    // `(ch)` and `(<-ch)` have their name inside the brackets.
    last = tokens.pair(last) === from ? last - 1 : tokens.pair(last) - 1;
  }

  const isNamed = isName(tokens.kind(last), tokens.text(last));
  const isSelector = isNamed && tokens.text(last - 1) === '.' && last - 2 >= from;
  return {
    text: sourceText(tokens, from, to),
    name: isNamed ? tokens.text(last) : '',
    of: isSelector ? sourceText(tokens, from, last - 1) : undefined,
    isCall: tokens.text(to - 1) === ')' && tokens.pair(to - 1) > from,
    from,
    to,
  };
}

/** What stands at the tokens [from, to), safe to print on one line. */
export function sourceText(tokens: GoFile['tokens'], from: number, to: number): string {
  const [start] = tokens.span(from);
  const [, stop] = tokens.span(to - 1);
  // Comments and long literals in the middle of an expression are cut with it.
  const text = tokens.source
    .slice(start, Math.min(stop, start + maxExpressionCharacters * 4))
    .replaceAll(/\s+/g, ' ');
  const characters = Array.from(text);
  return escapeText(
    characters.length <= maxExpressionCharacters
      ? text
      : `${characters.slice(0, maxExpressionCharacters - 1).join('')}…`,
  );
}
