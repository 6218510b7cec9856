import type {Command, Scope} from '../view/commands.ts';

/** A process that is watched, or a recording that is replayed. */
export type Mode = 'live' | 'replay';

export type Binding = {
  readonly keys: readonly string[];
  readonly command: Command;
  readonly where: readonly Scope[];
  /** A phrase for the help screen and the README. */
  readonly help: string;
  /** One or two words for the footer; without it the footer leaves the key out. */
  readonly footer?: string;
  /** Means something only there: a recording has no process behind it, and time does not stand still in one. */
  readonly only?: Mode;
  /** The same while the screen is held at a moment: such keys then come first. */
  readonly heldFooter?: string;
  /** What the footer names, where it stands for more than its own first key. */
  readonly footerKeys?: readonly string[];
};

const groupLists: readonly Scope[] = ['groups', 'reasons'];
const filtered: readonly Scope[] = [
  'groups',
  'reasons',
  'detail',
  'goroutine',
  'leaks',
  'goroutines',
  'events',
  'diff',
];
const views: readonly Scope[] = [...filtered, 'evidence'];
const lists: readonly Scope[] = [...views, 'help'];

/** The one table of keys: it drives the handler, the footer, the help and the README. First match wins. */
export const bindings: readonly Binding[] = [
  {keys: ['enter'], command: 'accept', where: ['filter'], help: 'keep the filter', footer: 'keep'},
  {keys: ['esc'], command: 'cancel', where: ['filter'], help: 'drop the filter', footer: 'drop'},
  {keys: ['enter'], command: 'accept', where: ['time'], help: 'go to that time', footer: 'go there'},
  {keys: ['esc'], command: 'cancel', where: ['time'], help: 'stay where it is', footer: 'leave it'},
  {keys: ['backspace'], command: 'erase', where: ['filter', 'time'], help: 'erase one character'},
  {keys: ['ctrl-u'], command: 'eraseAll', where: ['filter', 'time'], help: 'erase the line'},
  {keys: ['d'], command: 'dump', where: ['question'], help: 'yes, take the full stacks', footer: 'do it'},
  {
    keys: ['s'],
    command: 'countsOnly',
    where: ['question'],
    help: 'save counts instead, without stopping the process',
    footer: 'counts only',
  },
  {
    keys: ['L'],
    command: 'prove',
    where: ['proofQuestion'],
    help: 'yes, ask the garbage collector',
    footer: 'do it',
  },
  {
    keys: ['esc', 'n'],
    command: 'back',
    where: ['question', 'proofQuestion'],
    help: 'leave it',
    footer: 'leave it',
  },

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
  {
    keys: ['space'],
    command: 'play',
    where: views,
    only: 'replay',
    help: 'play, or stop',
    heldFooter: 'play',
  },
  {
    keys: ['left'],
    command: 'earlier',
    where: views,
    help: 'rewind: the sample before',
    footer: 'time',
    heldFooter: 'sample',
    footerKeys: ['left', 'right'],
  },
  {keys: ['right'], command: 'later', where: views, help: 'the sample after'},
  {
    keys: ['end'],
    command: 'live',
    where: views,
    only: 'live',
    help: 'back to live',
    heldFooter: 'live',
  },
  {
    keys: ['end'],
    command: 'live',
    where: views,
    only: 'replay',
    help: 'to the end of the recording',
    heldFooter: 'last',
  },
  {
    keys: ['['],
    command: 'eventBefore',
    where: views,
    help: 'the event before: alert, verdict, dump, restart, mark',
    heldFooter: 'event',
    footerKeys: ['[', ']'],
  },
  {keys: [']'], command: 'eventAfter', where: views, help: 'the event after'},
  {
    keys: ['t'],
    command: 'jump',
    where: views,
    help: 'jump to a time: 3m ago, 14:05',
    heldFooter: 'time',
  },
  {
    keys: ['+', '='],
    command: 'faster',
    where: views,
    only: 'replay',
    help: 'play faster',
    heldFooter: 'speed',
    footerKeys: ['+', '-'],
  },
  {keys: ['-'], command: 'slower', where: views, only: 'replay', help: 'play slower'},
  {
    keys: ['space'],
    command: 'pause',
    where: views,
    only: 'live',
    help: 'pause the screen, or go on; collection goes on',
    footer: 'pause',
    heldFooter: 'go on',
  },
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
    help: 'write a report of the moment on the screen, and what led to it',
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

  {keys: ['up', 'k'], command: 'up', where: lists, help: 'up'},
  {keys: ['down', 'j'], command: 'down', where: lists, help: 'down'},
  {keys: ['g', 'home'], command: 'first', where: lists, help: 'to the first'},
  {keys: ['G'], command: 'last', where: lists, help: 'to the last'},
  {keys: ['pageup', 'ctrl-b'], command: 'pageUp', where: lists, help: 'a page up'},
  {keys: ['pagedown', 'ctrl-f'], command: 'pageDown', where: lists, help: 'a page down'},
  {keys: ['ctrl-u'], command: 'halfUp', where: lists, help: 'half a page up'},
  {keys: ['ctrl-d'], command: 'halfDown', where: lists, help: 'half a page down'},

  {keys: ['?'], command: 'help', where: views, help: 'every key of this view', footer: 'help'},
  {keys: ['?', 'q'], command: 'back', where: ['help'], help: 'close the help', footer: 'close'},
  {keys: ['q'], command: 'quit', where: views, help: 'quit', footer: 'quit'},
  {keys: ['ctrl-z'], command: 'suspend', where: ['everywhere'], help: 'stop until the shell continues it'},
  {keys: ['ctrl-c'], command: 'interrupt', where: ['everywhere'], help: 'end at once, from anywhere'},
];

/** What a key means in a scope; undefined when nothing. */
export function commandFor(key: string, scope: Scope, mode: Mode = 'live'): Command | undefined {
  return bindingsOf(scope, mode).find(({keys}) => keys.includes(key))?.command;
}

/** Every binding that means something in a scope, in the order of the table. */
export function bindingsOf(scope: Scope, mode: Mode = 'live'): readonly Binding[] {
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
