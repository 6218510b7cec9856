import {readAbilities, type TerminalAbilities} from '../terminal/abilities.ts';
import {colourChoices, isColourChoice, type ColourChoice} from '../terminal/colour-depth.ts';
import type {Arguments} from './arguments/read-arguments.ts';
import {UsageError} from './arguments/usage-error.ts';

/** What the terminal can do, with what the options say about it. */
export function abilitiesFor(
  given: Arguments,
  keyboard: {readonly isTTY?: boolean | undefined} = process.stdin,
): TerminalAbilities {
  return readAbilities({
    env: process.env,
    stdout: process.stdout,
    stdin: keyboard,
    color: colourChoice(given),
    ascii: given.flag('ascii'),
  });
}

function colourChoice(given: Arguments): ColourChoice | undefined {
  const text = given.text('color');
  if (text === undefined || isColourChoice(text)) return text;
  throw new UsageError(`--color ${text} is not known.`, `Write one of ${colourChoices.join(', ')}.`);
}
