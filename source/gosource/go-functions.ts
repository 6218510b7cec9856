// Finds the functions of a Go file, and which stands in which.

import {isKeyword} from './go-scanner.ts';
import type {GoTokens} from './go-tokens.ts';

/** A function with a body: a declaration, a method, or a function literal inside another one. */
export type GoFunction = {
  /** '' for a literal. */
  readonly name: string;
  /** The receiver's type without `*` and type parameters, such as `Runner`; undefined for what is no method. */
  readonly receiver: string | undefined;
  /** In order; '' for one without a name. */
  readonly parameters: readonly string[];
  /** Token indices: the word `func`, the `{` and the `}` of the body. */
  readonly start: number;
  readonly open: number;
  readonly close: number;
  /** Counted from 1, both inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** The function that a literal stands in; undefined for declarations and for literals outside of functions. */
  readonly parent: GoFunction | undefined;
};

/** One scanned file. */
export type GoFile = {
  readonly path: string;
  readonly tokens: GoTokens;
  /** In the order of their beginnings. */
  readonly functions: readonly GoFunction[];
  /** By the index of the word `func`. */
  readonly functionAt: ReadonlyMap<number, GoFunction>;
};

/**
 * Finds the functions of a file and what stands in what, in one pass.
 *
 * Example input:  the tokens of `func (r *Runner) Run(c check) { go func() {}() }`
 * Example output: `Run` with receiver `Runner` and parameter `c`, then a literal whose parent is `Run`
 */
export function findFunctions(path: string, tokens: GoTokens): GoFile {
  const functions: GoFunction[] = [];
  const functionAt = new Map<number, GoFunction>();
  const around: GoFunction[] = [];
  let depth = 0;
  for (let at = 0; at < tokens.count; at++) {
    while (around.length > 0 && around.at(-1)!.close <= at) {
      around.pop();
    }

    const word = tokens.text(at);
    if (word === '{' || word === '(' || word === '[') {
      depth += tokens.pair(at) === -1 ? 0 : 1;
    } else if (word === '}' || word === ')' || word === ']') {
      depth -= tokens.pair(at) === -1 ? 0 : 1;
    } else if (word === 'func' && tokens.kind(at) === 'word' && at > (around.at(-1)?.open ?? -1)) {
      const found = readFunction(tokens, at, depth === 0 && startsStatement(tokens, at), around.at(-1));
      if (found !== undefined) {
        functions.push(found);
        functionAt.set(at, found);
        around.push(found);
      }
    }
  }

  return {path, tokens, functions, functionAt};
}

/** The token indices of a function's own body, without those of literals in it. */
export function* ownTokens(file: GoFile, of: GoFunction, from = of.open + 1): Generator<number> {
  for (let at = from; at < of.close; at++) {
    const literal = file.functionAt.get(at);
    if (literal === undefined) {
      yield at;
    } else {
      at = literal.close;
    }
  }
}

/** The innermost function around a token, or undefined outside of functions. */
export function functionAround(file: GoFile, index: number): GoFunction | undefined {
  return file.functions.findLast(({open, close}) => open < index && index < close);
}

/** The declaration that a function stands in; itself when it is one. */
export function outermost(of: GoFunction): GoFunction {
  let outer = of;
  while (outer.parent !== undefined) {
    outer = outer.parent;
  }

  return outer;
}

function startsStatement(tokens: GoTokens, at: number): boolean {
  return at === 0 || tokens.kind(at - 1) === 'end';
}

function readFunction(
  tokens: GoTokens,
  start: number,
  isDeclaration: boolean,
  parent: GoFunction | undefined,
): GoFunction | undefined {
  let at = start + 1;
  let name = '';
  let receiver: string | undefined;
  if (isDeclaration) {
    if (tokens.text(at) === '(' && tokens.pair(at) > at) {
      receiver = receiverType(tokens, at);
      at = tokens.pair(at) + 1;
    }

    name = tokens.text(at);
    at++;
    if (tokens.text(at) === '[' && tokens.pair(at) > at) {
      at = tokens.pair(at) + 1;
    }
  } else if (isElementType(tokens.text(start - 1))) {
    return undefined;
  }

  const closeParameters = tokens.text(at) === '(' ? tokens.pair(at) : -1;
  if (closeParameters < at) {
    return undefined;
  }

  const open = findBody(tokens, closeParameters + 1);
  if (open === undefined) {
    return undefined;
  }

  const pair = tokens.pair(open);
  const close = pair === -1 ? tokens.count : pair;
  return {
    name,
    receiver,
    parameters: readParameters(tokens, at, closeParameters),
    start,
    open,
    close,
    startLine: tokens.line(start),
    endLine: tokens.line(Math.min(close, tokens.count - 1)),
    parent: isDeclaration ? undefined : parent,
  };
}

/** In `[]func(){…}` and `[]func() func(){…}` the braces hold elements, not a body. */
function isElementType(before: string): boolean {
  return before === ']' || before === ')' || before === 'chan' || before === '*';
}

/** Walks over the result types to the `{` of the body; undefined when this is only a type. */
function findBody(tokens: GoTokens, from: number): number | undefined {
  for (let at = from; at < tokens.count; at++) {
    const word = tokens.text(at);
    if (word === '{') {
      return tokens.pair(at) === -1 || tokens.pair(at) > at ? at : undefined;
    }

    if (word === '(' || word === '[') {
      if (tokens.pair(at) < at) {
        return undefined;
      }

      at = tokens.pair(at);
    } else if (word === 'struct' || word === 'interface') {
      if (tokens.text(at + 1) !== '{' || tokens.pair(at + 1) < at) {
        return undefined;
      }

      at = tokens.pair(at + 1);
    } else if (!partOfType(tokens, at, word)) {
      return undefined;
    }
  }

  return undefined;
}

function partOfType(tokens: GoTokens, at: number, word: string): boolean {
  if (tokens.kind(at) === 'word') {
    return !isKeyword(word) || word === 'chan' || word === 'map' || word === 'func';
  }

  return word === '.' || word === '*' || word === '<-';
}

/** `(r *Runner[K, V])` → `Runner`: the last word before the type parameters. */
function receiverType(tokens: GoTokens, open: number): string | undefined {
  let last: string | undefined;
  for (let at = open + 1; at < tokens.pair(open); at++) {
    if (tokens.text(at) === '[') {
      break;
    }

    if (tokens.kind(at) === 'word') {
      last = tokens.text(at);
    }
  }

  return last;
}

function readParameters(tokens: GoTokens, open: number, close: number): string[] {
  return splitList(tokens, open, close).map(([from, to]) => {
    const first = tokens.text(from);
    const isName = tokens.kind(from) === 'word' && !isKeyword(first);
    return isName && (to - from < 2 || tokens.text(from + 1) !== '.') ? first : '';
  });
}

/** The parts between the commas of a bracketed list, as token index ranges [from, to). */
export function splitList(tokens: GoTokens, open: number, close: number): (readonly [number, number])[] {
  const parts: (readonly [number, number])[] = [];
  let from = open + 1;
  for (let at = from; at <= close; at++) {
    const word = tokens.text(at);
    if (at === close || word === ',') {
      if (at > from) {
        parts.push([from, at]);
      }

      from = at + 1;
    } else if (tokens.pair(at) > at) {
      at = tokens.pair(at);
    }
  }

  return parts;
}
