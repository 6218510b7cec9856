// Reads the source of all suspects of which a person will hear.

import {mayBeOpened, refineByConnection} from '../signs/own-connection.ts';
import {mayBeDeaf} from './deaf-handlers.ts';
import type {ReadSource} from './read-source.ts';
import {refineBySource} from './source-evidence.ts';
import {isOutermost} from './source-signs.ts';
import {refineByCallers} from './timed-pause.ts';
import type {Suspect} from '../suspect.ts';
import {isAtLeast, levels} from '../verdict.ts';

/** More verdicts than this are not read by anybody, and each may mean a package to read. */
const mostSources = 100;

/** Lets the source decide about those that a person will hear of, the surest and largest first. */
export async function readSources(
  suspects: readonly Suspect[],
  readSource: ReadSource | undefined,
): Promise<readonly Suspect[]> {
  if (readSource === undefined) return suspects;
  const told = suspects
    .filter((suspect) => isAtLeast(suspect.level, 'watch') || mayBeDeaf(suspect) || mayBeOpened(suspect))
    .toSorted(
      (a, b) =>
        levels.indexOf(a.level) - levels.indexOf(b.level) || b.signs.place.count - a.signs.place.count,
    )
    .slice(0, mostSources);
  const refined = new Map<Suspect, Suspect>();
  // One after another: a judgement is made beside a screen that has to be answered.
  for (const suspect of told) {
    const {place, creators} = suspect.signs;
    if (place.frame === undefined) continue;
    const creator = isOutermost(suspect)
      ? creators.toSorted((a, b) => b.count - a.count)[0]?.frame
      : undefined;
    const wait = {family: place.family, isInnermost: place.stack[0] === place.frame};
    const bySource = refineBySource(suspect, await readSource(place.frame, creator, wait));
    const byCallers = await refineByCallers(bySource, readSource);
    refined.set(suspect, await refineByConnection(byCallers, readSource));
  }

  return suspects.map((suspect) => refined.get(suspect) ?? suspect);
}
