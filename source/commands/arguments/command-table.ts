// The commands there are, and where the code of each is.

import type {CommandName} from './options.ts';
import type {Arguments} from './read-arguments.ts';

/** One command: how it is called, what it does, and how to get the code that does it. */
export type Subcommand = {
  readonly name: CommandName;
  readonly usage: string;
  readonly does: string;
  readonly fewest: number;
  readonly most: number;
  /** Resolves to the exit status. */
  readonly run: (given: Arguments) => Promise<number>;
};

/** Every command. The code of one is loaded when it is called: the first line on the screen must not wait for all. */
export const commands: readonly Subcommand[] = [
  {
    name: 'watch',
    usage: 'gorowatch TARGET',
    does: 'look into a live process; a line per interval when stdout is not a terminal',
    fewest: 1,
    most: 1,
    run: async (given) => (await import('../watch.ts')).watch(given),
  },
  {
    name: 'demo',
    usage: 'gorowatch demo',
    does: 'try it on demo-go-app, or on a recording of it where there is no Go',
    fewest: 0,
    most: 0,
    run: async (given) => (await import('../demo.ts')).demo(given),
  },
  {
    name: 'snapshot',
    usage: 'gorowatch snapshot TARGET|FILE|-',
    does: 'one look, as a table or as JSON',
    fewest: 1,
    most: 1,
    run: async (given) => (await import('../snapshot.ts')).snapshot(given),
  },
  {
    name: 'dump',
    usage: 'gorowatch dump TARGET [-o FILE]',
    does: 'save the full stacks, print where',
    fewest: 1,
    most: 1,
    run: async (given) => (await import('../dump.ts')).dump(given),
  },
  {
    name: 'check',
    usage: 'gorowatch check TARGET|FILE…',
    does: 'name leaks, with evidence and fix; exit status 1 when there are any',
    fewest: 1,
    most: 1000,
    run: async (given) => (await import('../check/check.ts')).check(given),
  },
  {
    name: 'record',
    usage: 'gorowatch record TARGET [-o FILE]',
    does: 'write what is watched to a file, without a screen',
    fewest: 1,
    most: 1,
    run: async (given) => (await import('../record.ts')).record(given),
  },
  {
    name: 'replay',
    usage: 'gorowatch replay FILE…',
    does: 'the screen over a recording, or over saved dumps and profiles',
    fewest: 1,
    most: 1000,
    run: async (given) => (await import('../replay.ts')).replay(given),
  },
  {
    name: 'report',
    usage: 'gorowatch report TARGET|FILE… [-o FILE]',
    does: 'an incident report to show to others, as Markdown, HTML or JSON',
    fewest: 1,
    most: 1000,
    run: async (given) => (await import('../report.ts')).report(given),
  },
  {
    name: 'diff',
    usage: 'gorowatch diff A B',
    does: 'what differs between two moments: files, targets, FILE@TIME; exit status 1 when anything does',
    fewest: 2,
    most: 2,
    run: async (given) => (await import('../diff.ts')).diff(given),
  },
  {
    name: 'info',
    usage: 'gorowatch info',
    does: 'versions, where files go, what the terminal can do',
    fewest: 0,
    most: 0,
    run: async (given) => (await import('../info.ts')).info(given),
  },
];
