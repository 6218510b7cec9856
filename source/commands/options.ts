/** One option: what it takes, which commands have it, and a phrase for the help. */
export type Option = {
  readonly type: 'string' | 'boolean';
  readonly takes?: string;
  readonly short?: string;
  readonly isMultiple?: boolean;
  readonly commands: readonly CommandName[];
  readonly help: string;
};

export type CommandName = 'watch' | 'demo' | 'snapshot' | 'dump' | 'info';

const watching: readonly CommandName[] = ['watch', 'demo'];
const all: readonly CommandName[] = ['watch', 'demo', 'snapshot', 'dump', 'info'];

/** Every option, in the order of the help. The names that meow shows in camel case are derived from these. */
export const options: Readonly<Record<string, Option>> = {
  threshold: {
    type: 'string',
    takes: 'RULE',
    isMultiple: true,
    commands: watching,
    help: "alert and save the stacks when crossed: 5000, +50%, 'chan send>100', 'growth>100/min'; repeatable",
  },
  'dump-dir': {
    type: 'string',
    takes: 'DIR',
    commands: watching,
    help: 'where stacks are saved (default: XDG state folder)',
  },
  'keep-dumps': {
    type: 'string',
    takes: 'N',
    commands: watching,
    help: 'how many saved by alerts are kept (default 20)',
  },
  'dump-always': {
    type: 'boolean',
    commands: watching,
    help: 'on an alert save the full stacks even above 10,000 goroutines, which stops the process',
  },
  bell: {type: 'boolean', commands: watching, help: 'ring the bell on an alert (default on; --no-bell)'},
  interval: {
    type: 'string',
    takes: 'TIME',
    commands: watching,
    help: 'how often to ask, at the most (default 1s)',
  },
  for: {type: 'string', takes: 'TIME', commands: watching, help: 'stop after this long'},
  filter: {
    type: 'string',
    takes: 'TEXT',
    short: 'f',
    commands: watching,
    help: "start with this filter, such as 'state:select age>5m'",
  },
  sort: {
    type: 'string',
    takes: 'COLUMN',
    commands: watching,
    help: 'count, change, trend, oldest, reason, where or creator',
  },
  'group-by': {
    type: 'string',
    takes: 'KIND',
    commands: watching,
    help: 'stack, place, creator, package or label',
  },
  json: {type: 'boolean', commands: ['snapshot'], help: 'as JSON (gorowatch/snapshot@1)'},
  stacks: {type: 'boolean', commands: ['snapshot'], help: 'take the full stacks, and list every goroutine'},
  output: {
    type: 'string',
    takes: 'FILE',
    short: 'o',
    commands: ['dump'],
    help: 'save to this file; - is stdout',
  },
  yes: {
    type: 'boolean',
    short: 'y',
    commands: ['dump', 'snapshot'],
    help: 'do not ask above 10,000 goroutines',
  },
  color: {type: 'string', takes: 'WHEN', commands: all, help: 'auto, always, never, 16, 256 or truecolor'},
  background: {
    type: 'string',
    takes: 'KIND',
    commands: watching,
    help: 'dark or light (default: the terminal is asked)',
  },
  ascii: {type: 'boolean', commands: all, help: 'use ASCII only'},
  help: {type: 'boolean', short: 'h', commands: all, help: 'this text'},
  version: {type: 'boolean', short: 'V', commands: all, help: 'the version'},
};
