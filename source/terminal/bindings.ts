import type {Command, Scope} from '../view/commands.ts';

export type Binding = {
  readonly keys: readonly string[];
  readonly command: Command;
  readonly where: readonly Scope[];
  /** A phrase for the help screen and the README. */
  readonly help: string;
  /** One or two words for the footer; without it the footer leaves the key out. */
  readonly footer?: string;
  /** What the footer calls the key, where it stands for more than its own. */
  readonly footerKey?: string;
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
];
const views: readonly Scope[] = [...filtered, 'evidence'];
const lists: readonly Scope[] = [...views, 'help'];

/** The one table of keys: it drives the handler, the footer, the help and the README. First match wins. */
export const bindings: readonly Binding[] = [
  {keys: ['enter'], command: 'accept', where: ['filter'], help: 'keep the filter', footer: 'keep'},
  {keys: ['esc'], command: 'cancel', where: ['filter'], help: 'drop the filter', footer: 'drop'},
  {keys: ['backspace'], command: 'erase', where: ['filter'], help: 'erase one character'},
  {keys: ['ctrl-u'], command: 'eraseAll', where: ['filter'], help: 'erase the line'},
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
    where: ['evidence'],
    help: 'open the group: whole stack, members',
    footer: 'members',
  },
  {
    keys: ['esc'],
    command: 'back',
    where: ['detail', 'goroutine', 'leaks', 'evidence', 'goroutines', 'events'],
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
    footerKey: '< >',
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
    command: 'pause',
    where: views,
    help: 'pause the screen; collection goes on',
    footer: 'pause',
  },
  {
    keys: ['b'],
    command: 'baseline',
    where: views,
    help: 'mark a baseline: changes count from here',
    footer: 'mark',
  },
  {keys: ['d'], command: 'dump', where: views, help: 'save the full stacks to a file', footer: 'dump'},
  {
    keys: ['L'],
    command: 'prove',
    where: views,
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
  {keys: ['G', 'end'], command: 'last', where: lists, help: 'to the last'},
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
export function commandFor(key: string, scope: Scope): Command | undefined {
  return bindings.find(
    ({keys, where}) => keys.includes(key) && (where.includes(scope) || where.includes('everywhere')),
  )?.command;
}

/** Every binding that means something in a scope, in the order of the table. */
export function bindingsOf(scope: Scope): readonly Binding[] {
  return bindings.filter(({where}) => where.includes(scope) || where.includes('everywhere'));
}

const shown: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  pageup: 'PgUp',
  pagedown: 'PgDn',
};

/** A key as people write it. */
export function keyName(key: string, ascii: boolean): string {
  return ascii ? key : (shown[key] ?? key);
}
