// The options there are, and which commands take each.

/** One option: what it takes, which commands have it, and a phrase for the help. */
export type Option = {
  readonly type: 'string' | 'boolean';
  readonly takes?: string;
  readonly short?: string;
  readonly isMultiple?: boolean;
  readonly commands: readonly CommandName[];
  readonly help: string;
};

export type CommandName =
  'watch' | 'demo' | 'snapshot' | 'dump' | 'check' | 'record' | 'replay' | 'report' | 'diff' | 'info';

const watching: readonly CommandName[] = ['watch', 'demo'];
const unattended: readonly CommandName[] = [...watching, 'record'];
/** Those with the screen. */
const screens: readonly CommandName[] = [...watching, 'replay'];
const all: readonly CommandName[] = [
  'watch',
  'demo',
  'snapshot',
  'dump',
  'check',
  'record',
  'replay',
  'report',
  'diff',
  'info',
];

/** Every option, in the order of the help. The names that meow shows in camel case are derived from these. */
export const options: Readonly<Record<string, Option>> = {
  threshold: {
    type: 'string',
    takes: 'RULE',
    isMultiple: true,
    commands: unattended,
    help: "alert and save the stacks when crossed: 5000, +50%, 'chan send>100', 'growth>100/min'; repeatable",
  },
  'dump-dir': {
    type: 'string',
    takes: 'DIR',
    commands: unattended,
    help: 'where stacks are saved (default: XDG state folder)',
  },
  'keep-dumps': {
    type: 'string',
    takes: 'N',
    commands: unattended,
    help: 'how many saved by alerts are kept (default 20)',
  },
  'dump-always': {
    type: 'boolean',
    commands: unattended,
    help: 'on an alert save the full stacks even above 10,000 goroutines, which stops the process',
  },
  bell: {type: 'boolean', commands: watching, help: 'ring the bell on an alert (default on; --no-bell)'},
  interval: {
    type: 'string',
    takes: 'TIME',
    commands: [...unattended, 'check', 'report'],
    help: 'how often to ask, at the most (default 1s)',
  },
  history: {
    type: 'string',
    takes: 'TIME',
    commands: watching,
    help: 'how far one can go back, 1m to 24h (default 30m); less when very much changes',
  },
  for: {
    type: 'string',
    takes: 'TIME',
    commands: [...unattended, 'check', 'report'],
    help: 'stop after this long (check and report: default 20s)',
  },
  filter: {
    type: 'string',
    takes: 'TEXT',
    short: 'f',
    commands: screens,
    help: "start with this filter, such as 'state:select age>5m'",
  },
  sort: {
    type: 'string',
    takes: 'COLUMN',
    commands: screens,
    help: 'count, change, trend, oldest, verdict, reason, where or creator',
  },
  'group-by': {
    type: 'string',
    takes: 'KIND',
    commands: screens,
    help: 'stack, place, creator, package or label',
  },
  json: {
    type: 'boolean',
    commands: ['snapshot', 'check', 'diff', 'replay'],
    help: 'as JSON (gorowatch/snapshot@1, gorowatch/diagnosis@1, gorowatch/diff@1)',
  },
  'fail-on': {
    type: 'string',
    takes: 'LEVEL',
    commands: ['check'],
    help: 'from which level on the exit status is 1: proven, likely or watch (default likely)',
  },
  'max-goroutines': {
    type: 'string',
    takes: 'N',
    commands: ['check'],
    help: 'exit status 1 also when there are more goroutines than this',
  },
  'memory-limit': {
    type: 'string',
    takes: 'SIZE',
    commands: [...watching, 'check'],
    help: 'how much memory the process may have, such as 8GiB: says when the stacks of a leak reach it',
  },
  proof: {
    type: 'boolean',
    commands: ['check', 'report'],
    help: 'also ask the garbage collector, where the process offers it: one collection in the process',
  },
  all: {
    type: 'boolean',
    commands: ['check'],
    help: 'also what follows load, and what is known to be harmless',
  },
  allow: {
    type: 'string',
    takes: 'FILE',
    isMultiple: true,
    commands: ['check', 'report'],
    help: 'known cases to leave out, one a line: a function, or a pattern and a function; repeatable',
  },
  ignore: {
    type: 'string',
    takes: 'CASE',
    isMultiple: true,
    commands: ['check', 'report'],
    help: "a known case to leave out, such as 'main.poll' or 'send-blocked main.*'; repeatable",
  },
  source: {
    type: 'string',
    takes: 'DIR',
    isMultiple: true,
    commands: [...unattended, 'check', 'report', 'replay'],
    help: "where the program's source is, when it is not at the paths in its stacks; repeatable",
  },
  at: {
    type: 'string',
    takes: 'TIME',
    commands: ['replay'],
    help: 'begin at this moment, such as 14:05 or 3m ago, counted from the end; without a terminal: print it',
  },
  stacks: {
    type: 'boolean',
    commands: ['snapshot', 'diff'],
    help: 'take the full stacks: snapshot lists every goroutine, diff follows them by id; both show whole stacks',
  },
  output: {
    type: 'string',
    takes: 'FILE',
    short: 'o',
    commands: ['dump', 'record', 'report'],
    help: 'save to this file; - is stdout (not for record); a report ends in .md, .html, .json, .pb.gz, .folded or .svg',
  },
  keep: {
    type: 'string',
    takes: 'TIME',
    commands: ['record'],
    help: 'what is older goes from the recording, such as 24h (default: all is kept)',
  },
  'max-size': {
    type: 'string',
    takes: 'SIZE',
    commands: ['record'],
    help: 'the oldest goes when the recording is larger than this (default 512MiB)',
  },
  salvage: {
    type: 'boolean',
    commands: ['snapshot', 'check', 'replay', 'report', 'diff'],
    help: 'read what can be read of a recording that is damaged',
  },
  from: {
    type: 'string',
    takes: 'TIME',
    commands: ['report'],
    help: 'report from this time on: 14:05, 14:05:07, 3m ago',
  },
  to: {type: 'string', takes: 'TIME', commands: ['report'], help: 'report up to this time'},
  redact: {
    type: 'boolean',
    commands: ['report'],
    help: 'leave labels, arguments, host names and the command line out, after showing what goes',
  },
  yes: {
    type: 'boolean',
    short: 'y',
    commands: ['dump', 'snapshot', 'report', 'diff'],
    help: 'do not ask, neither above 10,000 goroutines nor what to leave out of a report',
  },
  color: {type: 'string', takes: 'WHEN', commands: all, help: 'auto, always, never, 16, 256 or truecolor'},
  background: {
    type: 'string',
    takes: 'KIND',
    commands: screens,
    help: 'dark or light (default: the terminal is asked)',
  },
  ascii: {type: 'boolean', commands: all, help: 'use ASCII only'},
  help: {type: 'boolean', short: 'h', commands: all, help: 'this text'},
  version: {type: 'boolean', short: 'V', commands: all, help: 'the version'},
};
