import {staysWithGoroutines} from './connection-reach.ts';
import {operandBefore} from './expression.ts';
import {type GoFile, type GoFunction, ownTokens} from './go-functions.ts';

/** What a function does with network connections. */
export type ConnectionFacts = {
  /** The last call, up to the line, that opens one: as written, and its line. */
  readonly opens: {readonly text: string; readonly line: number} | undefined;
  /** What that has opened stays with the goroutines which the function starts. */
  readonly staysWithGoroutines: boolean;
  /** It limits how long its waits take, or has another goroutine that closes what it waits on. */
  readonly isLimited: boolean;
  /** The last call, up to the line, that makes a context which ends by itself, as written. */
  readonly bound: string | undefined;
  /** It takes over connections that others have opened. */
  readonly accepts: boolean;
  /** It copies from one to another itself, outside of the literals in it. */
  readonly copies: boolean;
};

/** By its name, as all of net, crypto/tls, net/smtp and most clients call it; a helper of the program's own too. */
const opening = /^(?:must)?dial/i;
/** Of package context: `WithTimeout`, `WithDeadlineCause`, … */
const bounding = /^With(?:Timeout|Deadline)(?:Cause)?$/;
const limiting = /^Set(?:Read|Write)?Deadline$/;
const accepting = /^(?:Accept|Hijack$|Upgrade$)/;
const copying = /^(?:Copy|CopyBuffer|CopyN)$/;
const closing = /^(?:Close|CloseRead|CloseWrite|Shutdown)$/;

/** Reads what the function of a line does with connections; names only, as types are not known. */
export function readConnections(file: GoFile, within: GoFunction, line: number): ConnectionFacts {
  const {tokens} = file;
  let opens: ConnectionFacts['opens'];
  let openedAt: number | undefined;
  let bound: string | undefined;
  let isLimited = hasClosingLiteral(file, within);
  let accepts = false;
  let copies = false;
  for (const at of ownTokens(file, within)) {
    if (tokens.text(at) !== '(') continue;
    const called = operandBefore(file, at);
    if (called === undefined) continue;
    const {name, text} = called;
    if (opening.test(name) && tokens.line(at) <= line) {
      opens = {text, line: tokens.line(at)};
      openedAt = at;
    }

    if (bounding.test(name) && tokens.line(at) <= line) bound = text;
    isLimited ||= limiting.test(name);
    accepts ||= accepting.test(name);
    copies ||= copying.test(name);
  }

  return {
    opens,
    staysWithGoroutines: openedAt !== undefined && staysWithGoroutines(file, within, openedAt),
    bound,
    isLimited,
    accepts,
    copies,
  };
}

/** `go func() { <-ctx.Done(); conn.Close() }()` and the like end the wait; a deferred literal does not. */
function hasClosingLiteral(file: GoFile, within: GoFunction): boolean {
  const {tokens, functions} = file;
  return functions.some((literal) => {
    if (literal.parent !== within || tokens.text(literal.start - 1) === 'defer') return false;
    for (const at of ownTokens(file, literal))
      if (tokens.text(at + 1) === '(' && closing.test(tokens.text(at))) return true;
    return false;
  });
}
