// Reads what was typed, and refuses what no command or option is.

import meow from 'meow';
import packageJson from '../../../package.json' with {type: 'json'};
import {suggest} from '../../text/suggest.ts';
import {commands, type Subcommand} from './command-table.ts';
import {options, type CommandName, type Option} from './options.ts';
import {UsageError} from './usage-error.ts';

/** What was typed, checked against the tables of commands and options. */
export type Arguments = {
  readonly command: CommandName;
  /** What follows the command: targets and files. */
  readonly operands: readonly string[];
  readonly text: (option: string) => string | undefined;
  readonly texts: (option: string) => readonly string[];
  /** Undefined when the option was not given. */
  readonly flag: (option: string) => boolean | undefined;
};

/**
 * Reads the command line. The first word may name a command; without one, it is the target to watch.
 *
 * @throws {UsageError} for unknown commands and options, and for too few or too many operands.
 */
export function readArguments(typed: readonly string[]): Arguments {
  const argv = normalised(typed);
  const {flags, input} = meow({
    importMeta: import.meta,
    // Given explicitly: a bundle has no package.json beside it.
    pkg: {name: packageJson.name, version: packageJson.version},
    argv: [...argv],
    autoHelp: false,
    autoVersion: false,
    inferType: false,
    flags: Object.fromEntries(
      Object.entries(options).map(([name, {type, short}]) => [
        camelCase(name),
        // meow throws at an option that comes twice; here it gets a sentence.
        {type, isMultiple: type === 'string', ...(short === undefined ? {} : {shortFlag: short})},
      ]),
    ),
  });
  const values: Readonly<Record<string, unknown>> = flags;
  const words = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : undefined);
  const [first, ...rest] = input.map(String);
  const isAsked = values['help'] === true || values['version'] === true;
  // Before anything about operands: a mistyped option may have taken one of them.
  checkNames(values);
  const command = commandOf(first, rest, isAsked);
  checkOptions(values, words, command);
  const operands = command.name === 'watch' ? [first, ...rest].filter((word) => word !== undefined) : rest;
  if (!isAsked) checkOperands(command, operands);
  const texts = (option: string): readonly string[] => {
    const value = values[camelCase(option)];
    return Array.isArray(value) ? value.map(String) : [];
  };
  return {
    command: command.name,
    operands,
    text: (option) => texts(option)[0],
    texts,
    flag: (option) =>
      words.some((word) => isAbout(word, option)) ? values[camelCase(option)] === true : undefined,
  };
}

/** `help` means `--help`, and the `-` of `-o -` is a value: on its own, meow would take it for an operand. */
function normalised(typed: readonly string[]): readonly string[] {
  const words = typed[0] === 'help' ? ['--help', ...typed.slice(1)] : typed;
  const joined: string[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    if (word === '-' && takesValue(last)) joined[joined.length - 1] = `--${longName(last ?? '')}=-`;
    else joined.push(word);
  }

  return joined;
}

/** Whether a word is an option that has a value. */
function takesValue(word: string | undefined): boolean {
  return Object.entries(options).some(
    ([name, {type, short}]) =>
      type === 'string' && (word === `--${name}` || (short !== undefined && word === `-${short}`)),
  );
}

function longName(word: string): string {
  const name = word.replace(/^--?/, '');
  return Object.entries(options).find(([, {short}]) => short === name)?.[0] ?? name;
}

function commandOf(first: string | undefined, rest: readonly string[], isAsked: boolean): Subcommand {
  const found = commands.find(({name}) => name === first && name !== 'watch');
  if (found !== undefined) return found;
  const [watch] = commands;
  if (watch === undefined) throw new Error('the table of commands is empty');
  if (first === undefined && !isAsked) {
    throw new UsageError(
      'There is no target to watch.',
      'Name one, such as gorowatch localhost:6060, or try gorowatch demo.',
    );
  }

  // A single word without anything of an address in it is more likely a mistyped command than a host.
  const names = commands.map(({name}) => name).filter((name) => name !== 'watch');
  const meant = first === undefined ? undefined : suggest(first, names);
  if (
    first !== undefined &&
    meant !== undefined &&
    meant !== first &&
    /^[a-z]+$/.test(first) &&
    first !== 'localhost'
  ) {
    throw new UsageError(`There is no command ${first}.`, `Did you mean gorowatch ${meant}?`);
  }

  if (rest.length > 0) {
    throw new UsageError(
      `gorowatch ${first ?? ''} takes no further words, but got ${rest.join(' ')}.`,
      `The commands are ${names.join(', ')}; see gorowatch --help.`,
    );
  }

  return watch;
}

function checkNames(values: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(options);
  for (const key of Object.keys(values)) {
    if (names.some((option) => camelCase(option) === key)) continue;
    const typed = key.length === 1 ? key : kebabCase(key);
    const meant = suggest(typed, names);
    const advice = meant === undefined ? 'See gorowatch --help.' : `Did you mean --${meant}?`;
    throw new UsageError(`There is no option ${typed.length === 1 ? '-' : '--'}${typed}.`, advice);
  }
}

function checkOptions(
  values: Readonly<Record<string, unknown>>,
  words: readonly string[],
  command: Subcommand,
): void {
  for (const [name, option] of Object.entries(options)) {
    const about = words.filter((word) => isAbout(word, name));
    if (about.length === 0) continue;
    if (option.type === 'string') checkTexts(name, option, values[camelCase(name)], about);
    else if (about.some((word) => word.startsWith('--') && word.includes('='))) {
      throw new UsageError(`--${name} takes no value.`, `Write --${name}, or --no-${name}.`);
    }

    if (!option.commands.includes(command.name)) {
      throw new UsageError(`${command.usage.split(' ').slice(0, 2).join(' ')} has no option --${name}.`);
    }
  }
}

function checkTexts(name: string, option: Option, value: unknown, about: readonly string[]): void {
  if (about.includes(`--no-${name}`)) {
    throw new UsageError(`There is no option --no-${name}.`, `Leave --${name} out instead.`);
  }

  // meow leaves an empty value out.
  const isEmpty = Array.isArray(value) && (value.length === 0 || value.includes(''));
  if (isEmpty || about.includes(`--${name}=`)) {
    throw new UsageError(`--${name} needs a value.`, `Write --${name} ${option.takes ?? 'VALUE'}.`);
  }

  if (Array.isArray(value) && value.length > 1 && option.isMultiple !== true) {
    throw new UsageError(`--${name} can be given only once.`);
  }
}

function checkOperands(command: Subcommand, operands: readonly string[]): void {
  if (operands.length < command.fewest) {
    const one = command.usage.includes('TARGET') ? 'a target' : 'a file';
    const needed = command.fewest === 1 ? one : 'two moments to compare';
    throw new UsageError(`gorowatch ${command.name} needs ${needed}.`, `Write ${command.usage}.`);
  }

  if (operands.length > command.most) {
    throw new UsageError(
      `gorowatch ${command.name} got ${operands.length} operands.`,
      `Write ${command.usage}.`,
    );
  }
}

/** Whether a word of the command line is this option: `--for`, `--for=10s`, `--no-bell`, `-o`, `-oFILE`. */
function isAbout(word: string, name: string): boolean {
  const short = options[name]?.short;
  const long = word.split('=', 1)[0];
  return (
    long === `--${name}` ||
    long === `--no-${name}` ||
    (short !== undefined && /^-[a-zA-Z]/.test(word) && word[1] === short)
  );
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

function kebabCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
