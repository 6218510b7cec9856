// Finds the function of a Go file that a frame is in.

import {normaliseFunction} from '../profile/frame.ts';
import {type GoFile, type GoFunction, outermost} from './go-functions.ts';

/** What the name of a frame's function says about where it is written. */
type WrittenAs = {
  /** The declared function; undefined for a literal outside of functions (`glob..func1`). */
  readonly name: string | undefined;
  /** The type in `(*T).m`; undefined when the name has none, or none that is certain. */
  readonly receiver: string | undefined;
  readonly isLiteral: boolean;
};

/** Real names stay below 1 KiB even with generics; a hostile one may be of any length. */
const maxNameCharacters = 2048;

const closureElement = /^(?:func\d+|\d+)$/;
const wrapperElement = /^(?:gowrap|deferwrap)\d+$/;

/**
 * Reads which declaration a frame's function stands in.
 *
 * A literal that was inlined carries the names of all functions around it; the last is the one that it is written in.
 *
 * Example input:  `shop/queue.(*Pool[...]).run.func1.2`
 * Example output: `{name: 'run', receiver: 'Pool', isLiteral: true}`
 * Source: cmd/compile/internal/ir/func.go closureName (Go 1.15–1.27); `glob..func1` up to 1.20, `init.func1` after.
 */
export function readFunctionName(frameFunction: string): WrittenAs | undefined {
  if (frameFunction.length > maxNameCharacters) {
    return undefined;
  }

  const plain = normaliseFunction(frameFunction)
    .replaceAll('[...]', '')
    .replaceAll(/-range\d+|-fm$/g, '')
    .replace(/·dwrap·\d+$/, '');
  const endOfPath = plain.search(/[({]/);
  const slash = plain.lastIndexOf('/', endOfPath === -1 ? plain.length : endOfPath);
  const dot = plain.indexOf('.', slash + 1);
  const elements = dot === -1 ? [] : (plain.slice(dot + 1).match(/\([^()]*\)|[^.()]+/g) ?? []);
  let isLiteral = false;
  let last = elements.length - 1;
  for (; last > 0; last--) {
    const element = elements[last]!;
    const isNumberOfInit = last === 1 && elements[0] === 'init' && /^\d+$/.test(element);
    if (closureElement.test(element) && !isNumberOfInit) {
      isLiteral = true;
    } else if (!wrapperElement.test(element) && !isNumberOfInit) {
      break;
    }
  }

  const name = elements[last];
  if (name === undefined || name.startsWith('(')) {
    return undefined;
  }

  const isGlobal = name === 'glob' || (name === 'init' && isLiteral && elements.length === 2);
  const receiver = /^\(\*(.+)\)$/.exec(elements[last - 1] ?? '')?.[1];
  return {name: isGlobal ? undefined : name, receiver, isLiteral};
}

/**
 * The function of a file that a frame is in, by the frame's name and line; undefined when that line belongs to
 * another one, as in a file that was changed after the build.
 */
export function findFrameFunction(file: GoFile, frameFunction: string, line: number): GoFunction | undefined {
  const written = readFunctionName(frameFunction);
  const found = written === undefined ? undefined : findWritten(file, written, line);
  if (found !== undefined) {
    return found;
  }

  const name = linkedName(file.tokens.source, frameFunction);
  return name === undefined
    ? undefined
    : findWritten(file, {name, receiver: undefined, isLiteral: false}, line);
}

function findWritten(file: GoFile, written: WrittenAs, line: number): GoFunction | undefined {
  return file.functions.findLast((candidate) => {
    const isLiteral = candidate.name === '';
    const holdsLine = candidate.startLine <= line && line <= candidate.endLine;
    if (!holdsLine || isLiteral !== written.isLiteral) {
      return false;
    }

    const outer = outermost(candidate);
    const declared = outer.name === '' ? undefined : outer.name;
    const isSameReceiver = written.receiver === undefined || written.receiver === outer.receiver;
    return declared === written.name && isSameReceiver && (isLiteral || !isInLiteral(file, candidate, line));
  });
}

/** What a function of the runtime is called in its file, where the linker gives it another name (`time.Sleep`). */
function linkedName(source: string, frameFunction: string): string | undefined {
  if (frameFunction.length > maxNameCharacters) {
    return undefined;
  }

  const at = source.indexOf(` ${frameFunction}\n`);
  const line =
    at === -1 ? '' : source.slice(Math.max(source.lastIndexOf('\n', at) + 1, at - maxNameCharacters), at);
  return /^\/\/go:linkname (\w+)$/.exec(line)?.[1];
}

/** Whether all of a line lies in a literal of the function, so that the function itself cannot be at it. */
function isInLiteral(file: GoFile, outer: GoFunction, line: number): boolean {
  return file.functions.some(
    (inner) =>
      inner.start > outer.open && inner.close < outer.close && inner.startLine < line && line < inner.endLine,
  );
}
