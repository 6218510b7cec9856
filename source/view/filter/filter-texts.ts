// What a filter looks at in a stack, made once for each group.

import type {Frame, GroupIdentity} from '../../profile/model.ts';

/** What a filter looks at in a stack. */
type FilterTexts = {readonly functions: readonly string[]; readonly files: readonly string[]};

const known = new WeakMap<GroupIdentity, FilterTexts>();

/** Functions, and files with their lines, of a group's stack: made once, as an identity never changes. */
export function filterTexts(identity: GroupIdentity): FilterTexts {
  let texts = known.get(identity);
  if (texts === undefined) {
    texts = {functions: identity.stack.map((frame) => frame.function), files: identity.stack.map(placeOf)};
    known.set(identity, texts);
  }

  return texts;
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
