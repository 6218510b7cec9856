import type {Command, CommandScope} from '../view/inspector/commands.ts';
import {askedBindings} from './asked-bindings.ts';
import {filtered, groupLists, views, type Binding, type Mode} from './binding.ts';
import {moveBindings} from './move-bindings.ts';
import {timeBindings} from './time-bindings.ts';

/** The one table of keys: it drives the handler, the footer, the help and the README. First match wins. */
export const bindings: readonly Binding[] = [
  ...askedBindings,
  {
    keys: ['enter'],
    command: 'open',
    where: ['groups'],
    help: 'open the group: whole stack, members',
    footer: 'open',
  },
  {keys: ['enter'], command: 'open', where: ['reasons'], help: 'show only this reason', footer: 'only this'},
  {
    keys: ['enter'],
    command: 'open',
    where: ['detail', 'goroutines'],
    help: 'open one goroutine: its own text',
    footer: 'its text',
  },
  {
    keys: ['enter'],
    command: 'open',
    where: ['leaks'],
    help: 'open the evidence: what was seen, the fix, the source',
    footer: 'evidence',
  },
  {
    keys: ['enter'],
    command: 'open',
    where: ['diff'],
    help: 'open the group: whole stack, members',
    footer: 'open',
  },
  {
    keys: ['enter'],
    command: 'open',
    where: ['evidence'],
    help: 'open the group: whole stack, members',
    footer: 'members',
  },
  {
    keys: ['esc'],
    command: 'back',
    where: ['detail', 'goroutine', 'leaks', 'evidence', 'goroutines', 'events', 'diff'],
    help: 'back one step',
    footer: 'back',
  },
  {keys: ['esc'], command: 'back', where: ['groups', 'reasons', 'help'], help: 'back one step'},
  {keys: ['2'], command: 'viewLeaks', where: views, help: 'view: leaks, and why', footer: 'leaks'},
  {keys: ['/'], command: 'filter', where: filtered, help: 'filter, see below', footer: 'filter'},
  {
    keys: ['n'],
    command: 'nextMatch',
    where: ['detail', 'goroutine'],
    help: 'next match of the filter in the stack',
  },
  {keys: ['N'], command: 'previousMatch', where: ['detail', 'goroutine'], help: 'previous match'},
  {
    keys: ['tab'],
    command: 'switchFocus',
    where: ['groups'],
    help: 'go to the blocking reasons',
    footer: 'reasons',
  },
  {keys: ['tab'], command: 'switchFocus', where: ['reasons'], help: 'go to the list', footer: 'list'},
  {
    keys: ['tab'],
    command: 'switchFocus',
    where: ['detail'],
    help: 'go to the members, or to the stack',
    footer: 'members',
  },
  {keys: ['<'], command: 'sortLeft', where: groupLists, help: 'sort by the column to the left'},
  {
    keys: ['>'],
    command: 'sortRight',
    where: groupLists,
    help: 'sort by the column to the right',
    footer: 'sort',
    footerKeys: ['<', '>'],
  },
  {keys: ['r'], command: 'reverse', where: groupLists, help: 'reverse the order'},
  {
    keys: ['v'],
    command: 'grouping',
    where: groupLists,
    help: 'group by stack, blocking place, creator, package, label',
    footer: 'group by',
  },
  ...timeBindings,
  {
    keys: ['d'],
    command: 'dump',
    where: views,
    only: 'live',
    help: 'save the full stacks to a file',
    footer: 'dump',
  },
  {
    keys: ['R'],
    command: 'record',
    where: views,
    only: 'live',
    help: 'record to a file, with all that is remembered; again: stop',
    footer: 'record',
  },
  {
    keys: ['b'],
    command: 'baseline',
    where: views,
    help: 'mark a baseline: changes count from here',
    footer: 'mark',
  },
  {
    keys: ['D'],
    command: 'viewDiff',
    where: views,
    help: 'view: what differs from the mark, or from the start',
  },
  {
    keys: ['e'],
    command: 'report',
    where: views,
    help: 'write a report of the moment on the screen and what led to it, after asking where to',
    footer: 'report',
  },
  {
    keys: ['L'],
    command: 'prove',
    where: views,
    only: 'live',
    help: 'ask the garbage collector for proof, after saying what it costs',
    footer: 'proof',
  },
  {keys: ['y'], command: 'copy', where: views, help: 'copy what the cursor is on', footer: 'copy'},
  {
    keys: ['m'],
    command: 'curve',
    where: groupLists,
    help: 'the curve: goroutines, heap in use, stacks in use',
  },
  {
    keys: ['a'],
    command: 'showAll',
    where: [...groupLists, 'goroutines'],
    help: "show the runtime's own goroutines too, or hide them",
  },
  {
    keys: ['a'],
    command: 'showAll',
    where: ['leaks'],
    help: 'show what follows load and what is harmless too, or hide it',
    footer: 'all',
  },
  {keys: ['1'], command: 'viewGroups', where: views, help: 'view: groups'},
  {keys: ['3'], command: 'viewGoroutines', where: views, help: 'view: goroutines', footer: 'goroutines'},
  {keys: ['4'], command: 'viewEvents', where: views, help: 'view: events', footer: 'events'},
  ...moveBindings,
  {keys: ['?'], command: 'help', where: views, help: 'every key of this view', footer: 'help'},
  {keys: ['?', 'q'], command: 'back', where: ['help'], help: 'close the help', footer: 'close'},
  {keys: ['q'], command: 'quit', where: views, help: 'quit', footer: 'quit'},
  {keys: ['ctrl-l'], command: 'repaint', where: ['everywhere'], help: 'paint the screen anew'},
  {keys: ['ctrl-z'], command: 'suspend', where: ['everywhere'], help: 'stop until the shell continues it'},
  {keys: ['ctrl-c'], command: 'interrupt', where: ['everywhere'], help: 'end at once, from anywhere'},
];

/** What a key means in a scope; undefined when nothing. */
export function commandFor(key: string, scope: CommandScope, mode: Mode = 'live'): Command | undefined {
  return bindingsOf(scope, mode).find(({keys}) => keys.includes(key))?.command;
}

/** Every binding that means something in a scope, in the order of the table. */
export function bindingsOf(scope: CommandScope, mode: Mode = 'live'): readonly Binding[] {
  return bindings.filter(
    ({where, only = mode}) => only === mode && (where.includes(scope) || where.includes('everywhere')),
  );
}

const shown: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
};

/** A key as people write it. */
export function keyName(key: string, ascii: boolean): string {
  return ascii ? key : (shown[key] ?? key);
}
