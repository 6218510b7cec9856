// Finds what ends a wait, or the loop around it, at a time that was set beforehand.

import {assignedTo} from './assignment.ts';
import {argumentAt, callsOf, type GoStatement, type Scope} from './channel-origin.ts';
import {channelAtStart} from './creator-facts.ts';
import {type Expression, operandFrom} from './expression.ts';
import {type GoFile, type GoFunction, ownTokens} from './go-functions.ts';
import {maxHops} from './limits.ts';
import type {Loop} from './loops.ts';
import type {SelectCase, SelectCaseKind} from './select-cases.ts';

type Wait = {
  readonly subject: Expression | undefined;
  readonly waitsFor: SelectCaseKind | undefined;
  readonly cases: readonly SelectCase[] | undefined;
  /** The loop around it that has no way out, else the innermost one. */
  readonly loop: Loop | undefined;
};

/** Of package context: `WithTimeout`, `WithDeadlineCause`, … */
const limiting = /(?:^|\.)With(?:Timeout|Deadline)(?:Cause)?\(/;

/**
 * What ends the wait, or the loop around it, however long that takes: a timer that was set before the loop and whose
 * case leaves it, or a context with a time limit. As written; undefined where nothing is seen to.
 *
 * Example input:  `end := time.After(d)`, and in the loop after it `case <-end: return`
 * Example output: `time.After(d)`
 */
export function timeLimitOf(scope: Scope, wait: Wait, started: GoStatement | undefined): string | undefined {
  const {file, within} = scope;
  const timer =
    wait.loop === undefined ? undefined : timerSetBefore(file, within, wait.loop, wait.cases ?? []);
  if (timer !== undefined) return timer;
  for (const name of contextsOf(file, wait)) {
    const limit = limitOfContext(name, scope, started, 0);
    if (limit !== undefined) return limit;
  }

  return undefined;
}

/** A timer that each turn sets anew may never fire. */
function timerSetBefore(
  file: GoFile,
  within: GoFunction,
  loop: Loop,
  cases: readonly SelectCase[],
): string | undefined {
  for (const {kind, channel, leaves, from} of cases) {
    if ((kind !== 'time.After' && kind !== 'timer') || !leaves || channel === undefined || channel.isCall)
      continue;
    const variable = channel.of ?? channel.text;
    const set = assignedTo(file, within, variable, loop.at);
    // What is only assigned may be so under a condition.
    const isDeclared = set !== undefined && file.tokens.text(set.from - 1) === ':=';
    const isSame = isDeclared && assignedTo(file, within, variable, from)?.from === set.from;
    if (isSame && !isResetIn(file, loop, variable)) return set.text;
  }

  return undefined;
}

function isResetIn({tokens}: GoFile, {open, close}: Loop, variable: string): boolean {
  const name = variable.split('.').at(-1);
  for (let at = open; at < close; at++)
    if (tokens.text(at) === name && tokens.text(at + 1) === '.' && tokens.text(at + 2) === 'Reset')
      return true;
  return false;
}

/** The variables of contexts whose end is the end of the wait. */
function contextsOf({tokens}: GoFile, {subject, waitsFor, cases = [], loop}: Wait): readonly string[] {
  const names: (string | undefined)[] = [];
  if (waitsFor === 'ctx.Done' && loop === undefined) names.push(subject?.of);
  for (const {kind, channel, leaves} of cases)
    if (kind === 'ctx.Done' && (leaves || loop === undefined)) names.push(channel?.of);
  if (loop?.header === 'condition')
    for (let at = loop.at; at < loop.open; at++)
      if (tokens.text(at + 1) === '.' && tokens.text(at + 2) === 'Err' && tokens.text(at + 3) === '(')
        names.push(tokens.text(at));
  return names.filter((name) => name !== undefined).filter((name) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name));
}

/**
 * How the context of a variable was given its limit: in the function, around it, where the goroutine was started, or by
 * all who call the function.
 */
function limitOfContext(
  name: string,
  {file, within, package: inPackage}: Scope,
  started: GoStatement | undefined,
  hops: number,
): string | undefined {
  for (let around: GoFunction | undefined = within; around !== undefined; around = around.parent) {
    const made = madeIn(name, file, around);
    if (made.length > 0) return made.every(({text}) => limiting.test(text)) ? made[0]?.text : undefined;
    const place = around.parameters.indexOf(name);
    if (place === -1) continue;
    const isStarted = started !== undefined && around === within;
    const variable = {name, text: name, of: undefined, isCall: false, from: 0, to: 0};
    const given = isStarted
      ? [{scope: started.scope, argument: channelAtStart(variable, around, started)}]
      : mayBeCalledElsewhere(around, file)
        ? []
        : callsOf(around, inPackage).map(({scope, open}) => ({
            scope,
            argument: argumentAt(scope.file, open, place),
          }));
    const limits = given.map(({scope, argument}) =>
      argument === undefined || argument.isCall || argument.of !== undefined || hops === maxHops
        ? undefined
        : limitOfContext(argument.name, scope, undefined, hops + 1),
    );
    return limits.includes(undefined) ? undefined : limits[0];
  }

  return undefined;
}

/** By another package, of which nothing was read. */
function mayBeCalledElsewhere({name}: GoFunction, {tokens}: GoFile): boolean {
  const isMain = tokens.text(0) === 'package' && tokens.text(1) === 'main';
  return !isMain && /^\p{Lu}/u.test(name);
}

/** Every `name, cancel := …` of a function, and of those without `:=` too, which may depend on a condition. */
function madeIn(name: string, file: GoFile, within: GoFunction): readonly Expression[] {
  const {tokens} = file;
  const made: Expression[] = [];
  let isDeclared = false;
  for (const at of ownTokens(file, within)) {
    const assign = tokens.text(at + 3);
    if (tokens.text(at) !== name || tokens.text(at + 1) !== ',' || (assign !== ':=' && assign !== '='))
      continue;
    const operand = operandFrom(file, at + 4);
    if (operand !== undefined) made.push(operand);
    isDeclared ||= assign === ':=';
  }

  return isDeclared ? made : [];
}
