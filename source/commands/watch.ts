import type {TerminalAbilities} from '../terminal/abilities.ts';
import {parseAddress} from '../target/address.ts';
import type {PprofTarget} from '../target/pprof-target.ts';
import {firstState} from './screen/first-state.ts';
import {abilitiesFor} from './abilities-for.ts';
import type {Arguments} from './arguments/read-arguments.ts';

/** `gorowatch TARGET`: the screen on a terminal, lines elsewhere. */
export async function watch(given: Arguments): Promise<number> {
  const address = parseAddress(given.operands[0] ?? '');
  const abilities = abilitiesFor(given);
  // A wrong choice is said at once, also where no screen will show it.
  firstState(given);
  // Said before the HTTP client and Ink are loaded, which takes longer than a person waits for a sign of life.
  if (abilities.interactive) {
    process.stdout.write(`gorowatch: connecting to ${address.name} ${abilities.unicode ? '…' : '...'}\r`);
  }

  const {openTarget} = await import('../target/pprof-target.ts');
  return watchTarget(openTarget(address), given, undefined, abilities);
}

/** Watches whatever answers like a target; `mode` is said beside its name when it is not a live process. */
export async function watchTarget(
  target: PprofTarget,
  given: Arguments,
  mode: string | undefined,
  abilities: TerminalAbilities = abilitiesFor(given),
): Promise<number> {
  return abilities.interactive
    ? (await import('./screen/watch-screen.tsx')).watchScreen(target, given, abilities, mode)
    : (await import('./watch-lines.ts')).watchLines(target, given, abilities);
}
