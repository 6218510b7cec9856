// Finds who receives from a channel, also where the function that made it returns it.

import {
  callsOf,
  type ChannelOrigin,
  type GoStatement,
  returnsVariable,
  type Scope,
} from './channel-origin.ts';
import {type Receiver, receiverFrom, receiversOf} from './channel-receivers.ts';
import {operandBefore} from './expression.ts';
import {functionAround, type GoFile, type GoFunction} from './go-functions.ts';
import {maxHops, maxPlaces} from './limits.ts';
import {operationAt} from './operation.ts';

/** A variable that holds the channel, where it can be seen. */
type Held = {readonly file: GoFile; readonly within: GoFunction; readonly name: string};

/**
 * The functions of the package that receive from a channel: by its names, and where its maker returns it, by what becomes
 * of that.
 */
export function receiversFor(
  {package: inPackage}: Scope,
  {names, makes}: ChannelOrigin,
  started: GoStatement | undefined,
): readonly Receiver[] {
  const found = new Set(receiversOf(names, inPackage));
  for (const {name, within} of makes) {
    if (started === undefined || within !== started.scope.within || name === undefined) continue;
    if (returnsVariable(started.scope.file, within, name))
      for (const one of receiversOfResult(within, inPackage)) found.add(one);
  }

  return [...found].slice(0, maxPlaces).map(receiverFrom);
}

/**
 * The functions of the package that receive from what a function returns: they range over the call, over a variable that
 * it is assigned to, or over the parameter that it is given for. Stages of a pipeline are put together so.
 *
 * Example input:  `rows` of `for r := range decode(rows()) {`, with `func decode(in <-chan row) … { go func() { for x := range in {`
 * Example output: the literal in `decode`
 */
function receiversOfResult(maker: GoFunction, inPackage: Scope['package']): readonly GoFunction[] {
  const receivers = new Set<GoFunction>();
  if (maker.name === '') return [];
  for (const {scope, open} of callsOf(maker, inPackage)) {
    const {file, within} = scope;
    const from = operandBefore(file, open)?.from;
    if (from === undefined) continue;
    const before = file.tokens.text(from - 1);
    if (before === 'range' || before === '<-') receivers.add(within);
    else if (before === ':=' || before === '=')
      addReceivers({file, within, name: file.tokens.text(from - 2)}, inPackage, receivers, 0);
    else for (const held of parametersFor(file, from, inPackage)) addReceivers(held, inPackage, receivers, 0);
  }

  return [...receivers];
}

/** Those that receive from a variable, and from the parameters that it is given for. */
function addReceivers(
  {file, within, name}: Held,
  inPackage: Scope['package'],
  receivers: Set<GoFunction>,
  hops: number,
): void {
  const {tokens} = file;
  for (let at = within.open + 1; at < within.close; at++) {
    if (tokens.text(at) !== name || tokens.kind(at) !== 'word' || tokens.text(at - 1) === '.') continue;
    const before = tokens.text(at - 1);
    const isReceived = before === '<-' && operationAt(file, at - 1)?.kind !== 'send';
    if (before === 'range' || isReceived) receivers.add(functionAround(file, at) ?? within);
    else if (hops < maxHops)
      for (const held of parametersFor(file, at, inPackage))
        addReceivers(held, inPackage, receivers, hops + 1);
  }
}

/** The parameters of functions of the package that an argument which begins at a token is given for. */
function* parametersFor(file: GoFile, from: number, {files}: Scope['package']): Generator<Held> {
  const {tokens} = file;
  let place = 0;
  let open = from - 1;
  for (; open > 0 && tokens.text(open) !== '('; open--) {
    if (tokens.text(open) === ',') place++;
    else if (tokens.pair(open) !== -1 && tokens.pair(open) < open) open = tokens.pair(open);
    else if (tokens.kind(open) === 'end' || tokens.text(open) === '{') return;
  }

  const called = operandBefore(file, open)?.name;
  if (called === undefined || called === '') return;
  for (const {file: other} of files)
    for (const callee of other.functions) {
      const name = callee.name === called ? callee.parameters[place] : undefined;
      if (name !== undefined && name !== '') yield {file: other, within: callee, name};
    }
}
