// What a filter looks at in a stack, made once for each group.

import {readableFunction, shortFunction} from '../../profile/frame.ts';
import type {Frame, GroupIdentity} from '../../profile/model.ts';

/** What a filter looks at in a stack. */
type FilterTexts = {readonly functions: readonly string[]; readonly files: readonly string[]};

const known = new WeakMap<GroupIdentity, FilterTexts>();

/** Functions, and files with their lines, of a group's stack: made once, as an identity never changes. */
export function filterTexts(identity: GroupIdentity): FilterTexts {
  let texts = known.get(identity);
  if (texts === undefined) {
    texts = {functions: functionTexts(identity.stack), files: identity.stack.map(placeOf)};
    known.set(identity, texts);
  }

  return texts;
}

/** The functions as the runtime has them, and as they are shown where that is no part of it: `ants.` for `…/ants/v2.`. */
export function functionTexts(frames: readonly Frame[]): readonly string[] {
  return frames.flatMap(({function: name}) => {
    const shown = [readableFunction(name), shortFunction(name)];
    return [name, ...shown.filter((text) => !name.endsWith(text))];
  });
}

const places = new WeakMap<Frame, string>();

/** `/srv/app/check.go:72`. Many stacks share a frame. */
export function placeOf(frame: Frame): string {
  let place = places.get(frame);
  if (place === undefined) {
    place = `${frame.file}:${frame.line}`;
    places.set(frame, place);
  }

  return place;
}
