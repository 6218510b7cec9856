// What a command makes of what the user has chosen.

import type {Command} from './commands.ts';
import type {InspectorState, ViewName} from './inspector-state.ts';
import type {Keys} from '../lists/listed.ts';
import {firstRow, move, settleCursor, type ListCursor} from '../lists/list-cursor.ts';
import {curveAfter} from '../charts/memory-chart.ts';
import {isMemberKey} from '../lists/members.ts';
import {firstMember, opened} from './opening.ts';
import {neighbour} from '../lists/order.ts';
import {nextField, typedInDraft} from './report-draft.ts';
import {groupings} from '../lists/rows.ts';
import {scopeOf} from '../lists/scope.ts';
import {atKey, type Lists} from '../lists/screen-lists.ts';

const steps: Partial<Record<Command, (height: number) => number>> = {
  up: () => -1,
  down: () => 1,
  first: () => -Infinity,
  last: () => Infinity,
  pageUp: (height) => -height,
  pageDown: (height) => height,
  halfUp: (height) => -Math.ceil(height / 2),
  halfDown: (height) => Math.ceil(height / 2),
};

/** What a command makes of the state; commands that reach beyond the screen leave it as it is. */
export function reduce(state: InspectorState, command: Command, lists: Lists): InspectorState {
  const step = steps[command];
  if (step !== undefined) return moved(state, step(lists.height), lists);
  switch (command) {
    case 'open':
      return opened(state, lists);
    case 'back':
      return backOneStep(state, lists);
    case 'switchFocus':
      return switchedFocus(state, lists);
    case 'viewGroups':
      return viewing(state, 'groups', lists);
    case 'viewLeaks':
      return viewingLeaks(state, lists);
    case 'viewGoroutines':
      return viewing(state, 'goroutines', lists);
    case 'viewEvents':
      return viewing(state, 'events', lists);
    case 'filter':
      return {...state, typed: state.filterText};
    case 'jump':
      return {...state, typedTime: ''};
    case 'viewDiff':
      return viewing(state, 'diff', lists);
    case 'accept':
      return {...state, typed: undefined, filterText: state.typed ?? state.filterText};
    case 'cancel':
      if (state.draft !== undefined) return {...state, draft: undefined};
      return state.typedTime === undefined
        ? {...state, typed: undefined, filterText: ''}
        : {...state, typedTime: undefined};
    case 'erase':
      return withTyped(state, (typed) => Array.from(typed).slice(0, -1).join(''));
    case 'eraseAll':
      return withTyped(state, () => '');
    case 'nextMatch':
      return toMatch(state, lists, 1);
    case 'previousMatch':
      return toMatch(state, lists, -1);
    case 'sortLeft':
      return {...state, order: {...state.order, column: neighbour(state.order.column, -1)}};
    case 'sortRight':
      return {...state, order: {...state.order, column: neighbour(state.order.column, 1)}};
    case 'reverse':
      return {...state, order: {...state.order, reversed: !state.order.reversed}};
    case 'grouping': {
      const next = groupings[(groupings.indexOf(state.grouping) + 1) % groupings.length] ?? 'stack';
      return {...state, grouping: next, list: firstRow, detail: undefined};
    }

    case 'pause':
      return {
        ...state,
        held:
          state.held === undefined ? {atMs: lists.nowMs, why: 'paused', sinceMs: lists.clockMs} : undefined,
      };
    case 'curve':
      return {...state, curve: curveAfter(state.curve)};
    case 'showAll':
      return {...state, showAll: !state.showAll};
    case 'help':
      return {...state, help: 0};
    default:
      return state;
  }
}

/** A character typed into whatever takes text. */
export function typedCharacter(state: InspectorState, character: string): InspectorState {
  const next = withTyped(state, (typed) => typed + character);
  return next.typedTime === undefined && next.draft === undefined ? {...next, list: firstRow} : next;
}

function withTyped(state: InspectorState, change: (typed: string) => string): InspectorState {
  if (state.draft !== undefined) return {...state, draft: typedInDraft(state.draft, change)};
  return state.typedTime === undefined
    ? {...state, typed: change(state.typed ?? '')}
    : {...state, typedTime: change(state.typedTime)};
}

function moved(state: InspectorState, by: number, lists: Lists): InspectorState {
  const scroll = (top: number) => Math.max(0, Math.min(lists.textLines - lists.height, top + by));
  const moving = (cursor: ListCursor, keys: Keys) => move(cursor, keys, lists.height, by);
  switch (scopeOf(state)) {
    case 'help':
      return {...state, help: scroll(state.help ?? 0)};
    case 'reportQuestion':
      return state.draft === undefined
        ? state
        : {...state, draft: {...state.draft, top: scroll(state.draft.top)}};
    case 'evidence':
      return {...state, evidenceTop: scroll(state.evidenceTop)};
    case 'leaks':
      return {...state, leaks: moving(state.leaks, lists.leaks)};
    case 'goroutine':
      return {...state, textTop: scroll(state.textTop)};
    case 'detail':
      return {...state, members: moving(state.members, lists.detail)};
    case 'goroutines':
      return {...state, goroutines: moving(state.goroutines, lists.goroutines)};
    case 'events':
      return {...state, events: moving(state.events, lists.events)};
    case 'diff':
      return {...state, diff: moving(state.diff, lists.diff)};
    case 'reasons':
      return {...state, reasons: moving(state.reasons, lists.families)};
    default:
      return {...state, list: moving(state.list, lists.rows)};
  }
}

/** Innermost first: popup, goroutine, group, evidence, filter, reason, focus, view, moment. */
function backOneStep(state: InspectorState, lists: Lists): InspectorState {
  if (state.help !== undefined) return {...state, help: undefined};
  if (state.question !== undefined) return {...state, question: undefined};
  if (state.draft !== undefined) return {...state, draft: undefined};
  if (state.goroutine !== undefined) return {...state, goroutine: undefined};
  if (state.detail !== undefined) return {...state, detail: undefined};
  if (state.verdict !== undefined) return {...state, verdict: undefined};
  if (state.filterText !== '') return {...state, filterText: ''};
  if (state.family !== undefined) return {...state, family: undefined};
  if (state.focus === 'reasons') return {...state, focus: 'list'};
  if (state.view === 'groups' && state.held?.why === 'rewound') return {...state, held: undefined};
  return {...viewing(state, 'groups', lists), leakSeenMs: lists.announcedMs ?? state.leakSeenMs};
}

function switchedFocus(state: InspectorState, lists: Lists): InspectorState {
  if (state.draft !== undefined) return {...state, draft: nextField(state.draft)};
  if (scopeOf(state) === 'detail') {
    const {key} = settleCursor(state.members, lists.detail, lists.height);
    const target = key !== undefined && isMemberKey(key) ? lists.detail.at(0) : firstMember(lists.detail);
    return target === undefined
      ? state
      : {...state, members: atKey(state.members, target, lists.detail, lists.height)};
  }

  return {...state, focus: state.focus === 'list' ? 'reasons' : 'list'};
}

function viewing(state: InspectorState, view: ViewName, {announcedMs}: Lists): InspectorState {
  const isSeen = view === 'leaks' || state.view === 'leaks';
  const leakSeenMs = (isSeen ? announcedMs : undefined) ?? state.leakSeenMs;
  return {
    ...state,
    view,
    leakSeenMs,
    focus: 'list',
    detail: undefined,
    goroutine: undefined,
    verdict: undefined,
  };
}

/** From an opened group to the evidence of its verdict, else to the list of them. */
function viewingLeaks(state: InspectorState, lists: Lists): InspectorState {
  const next = viewing(state, 'leaks', lists);
  if (state.detail === undefined || lists.verdict === undefined) return next;
  const {key} = lists.verdict;
  return {...next, leaks: atKey(state.leaks, key, lists.leaks, lists.height), verdict: key, evidenceTop: 0};
}

/** To the next place that matches the filter, beginning again after the last. */
function toMatch(state: InspectorState, lists: Lists, step: 1 | -1): InspectorState {
  const isText = scopeOf(state) === 'goroutine';
  const from = isText ? state.textTop : settleCursor(state.members, lists.detail, lists.height).index;
  const next =
    step === 1
      ? (lists.matches.find((position) => position > from) ?? lists.matches[0])
      : (lists.matches.findLast((position) => position < from) ?? lists.matches.at(-1));
  if (next === undefined) return state;
  if (isText) return {...state, textTop: next};
  const key = lists.detail.at(next);
  return key === undefined
    ? state
    : {...state, members: atKey(state.members, key, lists.detail, lists.height)};
}
