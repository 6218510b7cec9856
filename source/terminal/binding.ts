// What a binding of a key says, and the views in which keys mean the same.

import type {Command, CommandScope} from '../view/inspector/commands.ts';

/** A process that is watched, or a recording that is replayed. */
export type Mode = 'live' | 'replay';

export type Binding = {
  readonly keys: readonly string[];
  readonly command: Command;
  readonly where: readonly CommandScope[];
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

/** Where keys of several views mean the same. */
export const groupLists: readonly CommandScope[] = ['groups', 'reasons'];
export const filtered: readonly CommandScope[] = [
  'groups',
  'reasons',
  'detail',
  'goroutine',
  'leaks',
  'goroutines',
  'events',
  'diff',
];
export const views: readonly CommandScope[] = [...filtered, 'evidence'];
/** What can be moved over, or scrolled. */
export const lists: readonly CommandScope[] = [...views, 'help', 'reportQuestion'];
