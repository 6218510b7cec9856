// The commands there are.

import type {CommandName} from './options.ts';

/** One command: how it is called, and what it does. */
export type Subcommand = {
  readonly name: CommandName;
  readonly usage: string;
  readonly does: string;
  /** How many targets and files it takes. */
  readonly fewest: number;
  readonly most: number;
};

/** Every command, in the order in which they are told. */
export const commands: readonly Subcommand[] = [
  {
    name: 'watch',
    usage: 'gorowatch TARGET',
    does: 'look into a live process; a line per interval when stdout is not a terminal',
    fewest: 1,
    most: 1,
  },
  {
    name: 'demo',
    usage: 'gorowatch demo',
    does: 'try it on demo-go-app, or on a recording of it where there is no Go',
    fewest: 0,
    most: 0,
  },
  {
    name: 'snapshot',
    usage: 'gorowatch snapshot TARGET|FILE|-',
    does: 'one look, as a table or as JSON',
    fewest: 1,
    most: 1,
  },
  {
    name: 'dump',
    usage: 'gorowatch dump TARGET [-o FILE]',
    does: 'save the full stacks, print where',
    fewest: 1,
    most: 1,
  },
  {
    name: 'check',
    usage: 'gorowatch check TARGET|FILE…',
    does: 'name leaks, with evidence and fix; exit status 1 when there are any',
    fewest: 1,
    most: 1000,
  },
  {
    name: 'record',
    usage: 'gorowatch record TARGET [-o FILE]',
    does: 'write what is watched to a file, without a screen',
    fewest: 1,
    most: 1,
  },
  {
    name: 'replay',
    usage: 'gorowatch replay FILE…',
    does: 'the screen over a recording, or over saved dumps and profiles',
    fewest: 1,
    most: 1000,
  },
  {
    name: 'report',
    usage: 'gorowatch report TARGET|FILE… [-o FILE]',
    does: 'an incident report to show to others, as Markdown, HTML or JSON',
    fewest: 1,
    most: 1000,
  },
  {
    name: 'diff',
    usage: 'gorowatch diff A B',
    does: 'what differs between two moments: files, targets, FILE@TIME; exit status 1 when anything does',
    fewest: 2,
    most: 2,
  },
  {
    name: 'info',
    usage: 'gorowatch info',
    does: 'versions, where files go, what the terminal can do',
    fewest: 0,
    most: 0,
  },
];
