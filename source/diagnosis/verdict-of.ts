import {evidenceOf} from './signs/evidence.ts';
import type {SourceLook} from '../gosource/source-reader.ts';
import type {Place} from './places/place.ts';
import type {Suspect} from './suspect.ts';
import type {Evidence, Verdict, VerdictSource} from './verdict.ts';

/** Says of a suspect, and of those that are the same fault, what a person or a program wants to know. */
export function verdictOf({signs, level, pattern, relations, joined, source}: Suspect): Verdict {
  const {place, creators} = signs;
  const {identity, family, status, frame, stack} = place;
  const same = joined.filter((other) => isSameWait(other.signs.place, place));
  return {
    level,
    pattern,
    group: {
      key: identity.key,
      place: place.place,
      family,
      status,
      count: same.reduce((sum, other) => sum + other.signs.place.count, place.count),
      frame,
      stack,
      labels: identity.labels,
      creators,
    },
    places: [place.place, ...joined.map((other) => other.signs.place.place)],
    evidence: [...evidenceOf(signs).map((one) => withoutReceiver(one, relations)), ...relations],
    ...(source === undefined ? {} : {source: sourceOf(source)}),
  };
}

/** Who started a sender is not its receiver where what it sends takes a slot of a limit. */
function withoutReceiver(one: Evidence, relations: readonly Evidence[]): Evidence {
  const isSlot = relations.some((other) => other.kind === 'source' && other.finding.kind === 'slots');
  return one.kind === 'orphan-sender' && isSlot ? {...one, kind: 'creator-gone'} : one;
}

/** Not the writer of a connection beside its reader: those are counted as one. */
function isSameWait(a: Place, b: Place): boolean {
  return a.family === b.family && a.stack[0]?.function === b.stack[0]?.function;
}

function sourceOf(look: SourceLook): VerdictSource {
  if (look.kind === 'none') return {kind: 'none'};
  if (look.kind === 'stale') return {kind: 'stale', path: look.path, why: look.why};
  const {lines} = look.excerpt;
  return {
    kind: 'found',
    path: look.path,
    line: lines.find(({isIt}) => isIt)?.number ?? 0,
    lines: lines.map(({number, text}) => ({number, text})),
  };
}
