// Finds where a channel is made: through names, arguments, fields and results of one package.

import {assignedTo} from './assignment.ts';
import {type ChannelMake, readMake} from './channel-uses.ts';
import {type Expression, operandFrom} from './expression.ts';
import {functionAround, type GoFile, type GoFunction, ownTokens, splitList} from './go-functions.ts';
import type {GoPackage} from './go-package.ts';
import {fieldAt} from './struct-fields.ts';
import {maxCallSites, maxHops, maxPlaces} from './limits.ts';

/** Where a channel is made, as far as names tell. */
export type ChannelOrigin = {
  /**
   * How it was found, best first: in the same function or one around it; as the argument of the `go` statement or of
   * calls in the package; in a field or package variable of this name; by a function of the package that returns it;
   * under the same name somewhere in the package, which may be another channel.
   */
  readonly how: 'same-function' | 'argument' | 'field-or-variable' | 'result' | 'same-name' | 'unknown';
  readonly makes: readonly ChannelMake[];
  /** `differs`: some of the places make it with room, others without. */
  readonly buffering: 'unbuffered' | 'buffered' | 'differs' | 'unknown';
  /** All identifiers that it goes by on the way, its own first. */
  readonly names: readonly string[];
};

/** A place in a package from where a name is looked up. */
export type Scope = {readonly file: GoFile; readonly within: GoFunction; readonly package: GoPackage};

/** The call that started the goroutine: its scope, and the index of the word `go`. */
export type GoStatement = {readonly scope: Scope; readonly at: number};

type Found = Pick<ChannelOrigin, 'how' | 'makes'>;

/** Looks for the `make` behind a channel's expression. `started` makes parameters certain. */
export function findOrigin(
  channel: Expression,
  scope: Scope,
  started: GoStatement | undefined,
): ChannelOrigin {
  const names = new Set<string>();
  const found = resolve(channel, scope, started, names, 0) ?? sameName(scope, names);
  const makes = found.makes.slice(0, maxPlaces);
  const buffered = found.makes.filter(({size}) => size !== undefined).length;
  const buffering =
    makes.length === 0
      ? 'unknown'
      : buffered === 0
        ? 'unbuffered'
        : buffered === found.makes.length
          ? 'buffered'
          : 'differs';
  return {how: found.how, makes, buffering, names: [...names]};
}

function resolve(
  channel: Expression,
  scope: Scope,
  started: GoStatement | undefined,
  names: Set<string>,
  hops: number,
): Found | undefined {
  const direct = readMake(scope.file, channel.from, scope.within);
  if (direct !== undefined) {
    return {how: 'argument', makes: [direct]};
  }

  if (channel.name === '' || hops > maxHops) {
    return undefined;
  }

  if (channel.isCall) {
    return fromResult(scope, channel.name);
  }

  names.add(channel.name);
  return channel.of === undefined
    ? fromName(channel, scope, started, names, hops)
    : (fieldOrVariable(scope, channel.name) ?? undefined);
}

function fromName(
  {name, from}: Expression,
  scope: Scope,
  started: GoStatement | undefined,
  names: Set<string>,
  hops: number,
): Found | undefined {
  const uses = scope.package.files.find(({file}) => file === scope.file)?.uses;
  for (let around: GoFunction | undefined = scope.within; around !== undefined; around = around.parent) {
    const makes = uses?.makes.filter(
      (made) => made.within === around && made.name === name && made.to === 'variable',
    );
    if (makes !== undefined && makes.length > 0) {
      return {how: 'same-function', makes};
    }

    const place = around.parameters.indexOf(name);
    if (place !== -1) {
      return fromArgument(around, place, scope, started, names, hops);
    }
  }

  const alias = assignedTo(scope.file, scope.within, name, from);
  return alias === undefined ? fieldOrVariable(scope, name) : resolve(alias, scope, started, names, hops + 1);
}

/** Follows a parameter to what is given for it. */
function fromArgument(
  callee: GoFunction,
  place: number,
  scope: Scope,
  started: GoStatement | undefined,
  names: Set<string>,
  hops: number,
): Found | undefined {
  const sites =
    callee.name === ''
      ? [{scope: {...scope, within: callee.parent ?? callee}, open: callee.close + 1}]
      : (startedCall(callee, started) ?? callsOf(callee, scope.package));
  const makes: ChannelMake[] = [];
  for (const site of sites) {
    const argument = argumentAt(site.scope.file, site.open, place);
    const isItself = argument?.name === callee.parameters[place] && site.scope.within === callee;
    const found =
      argument === undefined || isItself
        ? undefined
        : resolve(argument, site.scope, undefined, names, hops + 1);
    for (const made of found?.makes ?? []) makes.push(made);
  }

  return makes.length === 0 ? undefined : {how: 'argument', makes: [...new Set(makes)]};
}

type CallSite = {readonly scope: Scope; readonly open: number};

/** The call in `go f(x)`, when it calls this function. */
function startedCall(callee: GoFunction, started: GoStatement | undefined): readonly CallSite[] | undefined {
  const called = started === undefined ? undefined : operandFrom(started.scope.file, started.at + 1);
  if (started === undefined || called === undefined || !called.isCall || called.name !== callee.name) {
    return undefined;
  }

  const open = started.scope.file.tokens.pair(called.to - 1);
  return [{scope: started.scope, open}];
}

/** Calls of a function by its name, in all files of the package. */
export function callsOf(callee: GoFunction, inPackage: GoPackage): readonly CallSite[] {
  const sites: CallSite[] = [];
  for (const {file} of inPackage.files) {
    const {tokens} = file;
    for (let at = 0; at < tokens.count && sites.length < maxCallSites; at++) {
      const isCall =
        tokens.text(at) === callee.name && tokens.text(at + 1) === '(' && tokens.text(at - 1) !== 'func';
      const isMethod = tokens.text(at - 1) === '.';
      const within =
        isCall && isMethod === (callee.receiver !== undefined) ? functionAround(file, at) : undefined;
      if (within !== undefined) {
        sites.push({scope: {file, within, package: inPackage}, open: at + 1});
      }
    }
  }

  return sites;
}

/** The expression given as the argument at a place of a call whose `(` is at `open`. */
export function argumentAt(file: GoFile, open: number, place: number): Expression | undefined {
  const close = file.tokens.text(open) === '(' ? file.tokens.pair(open) : -1;
  const part = close === -1 ? undefined : splitList(file.tokens, open, close)[place];
  return part === undefined ? undefined : operandFrom(file, part[0]);
}

function fieldOrVariable({package: {files}}: Scope, name: string): Found | undefined {
  const makes = files.flatMap(({uses}) =>
    uses.makes.filter(
      (made) =>
        (made.name === name && (made.to === 'field' || made.within === undefined)) ||
        (made.literal !== undefined && fieldOf(made.literal, files) === name),
    ),
  );
  return makes.length === 0 ? undefined : {how: 'field-or-variable', makes};
}

function fieldOf(
  {type, position}: NonNullable<ChannelMake['literal']>,
  files: GoPackage['files'],
): string | undefined {
  for (const {file} of files) {
    const field = fieldAt(file, type, position);
    if (field !== undefined) return field;
  }

  return undefined;
}

/** `return make(…)`, and `return answer` where the function makes `answer`. */
function fromResult({package: {files}}: Scope, name: string): Found | undefined {
  const makes = files.flatMap(({file, uses}) =>
    uses.makes.filter(
      (made) =>
        (made.to === 'result' && made.name === name) ||
        (made.to === 'variable' &&
          made.within?.name === name &&
          returnsVariable(file, made.within, made.name)),
    ),
  );
  return makes.length === 0 ? undefined : {how: 'result', makes};
}

/** Whether a function returns a variable of this name. */
export function returnsVariable(file: GoFile, within: GoFunction, name: string | undefined): boolean {
  for (const at of ownTokens(file, within)) {
    if (file.tokens.text(at) === 'return' && file.tokens.text(at + 1) === name) {
      return true;
    }
  }

  return false;
}

function sameName({package: {files}}: Scope, names: ReadonlySet<string>): Found {
  const makes = files.flatMap(({uses}) =>
    uses.makes.filter(({name}) => name !== undefined && names.has(name)),
  );
  return {how: makes.length === 0 ? 'unknown' : 'same-name', makes};
}
