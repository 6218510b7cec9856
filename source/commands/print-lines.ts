// Prints to stdout where there is no screen: lines in the colours it can show, or JSON.

import type {TerminalAbilities} from '../terminal/abilities.ts';
import {makeTheme} from '../terminal/theme.ts';
import {toAscii} from '../view/text/ascii.ts';
import type {Paint} from '../view/text/paint.ts';
import type {Arguments} from './arguments/read-arguments.ts';
import {abilitiesFor} from './abilities-for.ts';

/** Prints text to stdout in the colours and characters that it can show, as wide as `columnsOf` says. */
export function printLines(
  given: Arguments,
  columnsOf: (abilities: TerminalAbilities) => number,
  linesOf: (paint: Paint) => readonly string[],
): void {
  const abilities = abilitiesFor(given);
  const paint: Paint = {
    columns: columnsOf(abilities),
    theme: makeTheme(abilities.colour, abilities.background),
    ascii: !abilities.unicode,
  };
  const text = linesOf(paint).join('\n');
  process.stdout.write(`${paint.ascii ? toAscii(text) : text}\n`);
}

/** Prints one JSON object, as every `--json` does. */
export function printJson(object: object): void {
  process.stdout.write(`${JSON.stringify(object, undefined, 2)}\n`);
}
