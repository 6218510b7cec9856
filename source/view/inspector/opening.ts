import type {InspectorState} from './inspector-state.ts';
import type {Keys} from '../lists/listed.ts';
import {firstRow, settleCursor} from '../lists/list-cursor.ts';
import {idText, isMemberKey} from '../lists/members.ts';
import {scopeOf} from '../lists/scope.ts';
import type {Lists} from '../lists/screen-lists.ts';

/** What the key that opens makes of the state: the item under the cursor is in front. */
export function opened(state: InspectorState, lists: Lists): InspectorState {
  switch (scopeOf(state)) {
    case 'groups': {
      const {key} = settleCursor(state.list, lists.rows, lists.height);
      return key === undefined ? state : {...state, detail: key, members: firstRow};
    }

    case 'reasons': {
      const {index} = settleCursor(state.reasons, lists.families, lists.height);
      const family = lists.families[index];
      return {...state, family: state.family === family ? undefined : family, focus: 'list', list: firstRow};
    }

    case 'detail': {
      const {key} = settleCursor(state.members, lists.detail, lists.height);
      // On a frame or a creator: any of the goroutines shows it, so the first does.
      return openGoroutine(state, key !== undefined && isMemberKey(key) ? key : firstMember(lists.detail));
    }

    case 'leaks': {
      const {key} = settleCursor(state.leaks, lists.leaks, lists.height);
      return key === undefined ? state : {...state, verdict: key, evidenceTop: 0};
    }

    case 'evidence': {
      const {verdict} = lists;
      // Every place is a row of its own only when goroutines are grouped by their stack.
      return verdict === undefined
        ? state
        : {...state, grouping: 'stack', detail: verdict.place, members: firstRow};
    }

    case 'diff': {
      const place = lists.diffPlaces[settleCursor(state.diff, lists.diff, lists.height).index];
      return place === undefined ? state : {...state, grouping: 'stack', detail: place, members: firstRow};
    }

    case 'goroutines': {
      const {key} = settleCursor(state.goroutines, lists.goroutines, lists.height);
      return openGoroutine(state, key);
    }

    default:
      return state;
  }
}

/** The first goroutine below the frames and creators of an opened group. */
export function firstMember(keys: Keys): string | undefined {
  for (let index = 0; index < keys.length; index++) {
    const key = keys.at(index);
    if (key !== undefined && isMemberKey(key)) return key;
  }

  return undefined;
}

function openGoroutine(state: InspectorState, key: string | undefined): InspectorState {
  const id = key !== undefined && isMemberKey(key) ? Number(idText(key)) : undefined;
  return id === undefined ? state : {...state, goroutine: id, textTop: 0};
}
