// What a frame's function and file tell: package, short name, whose code it is.

import type {Frame} from './model.ts';
import {isStandardLibraryElement} from './standard-library.ts';

// The outermost frames of every stack: how the runtime starts a goroutine, a coroutine and the program.
const entryFrames = new Set(['runtime.goexit', 'runtime.corostart', 'runtime.main']);

/** The largest line that is one: the compiler keeps them as int32. */
export const maxLine = 0x7f_ff_ff_ff;

/** The function of the placeholder frame where the target's runtime left frames out. */
export const elidedFrames = '...frames elided...';

/**
 * Gives a function the same name in every profile format.
 *
 * Type arguments become `[...]`, as debug=1 and debug=2 print them; debug=0 has them in full from Go 1.21.
 *
 * Example input:  `main.(*S[go.shape.struct { a [4]int }]).Wait`
 * Example output: `main.(*S[...]).Wait`
 * Source: runtime/traceback.go funcNameForPrint and printFuncName (Go 1.15–1.27).
 */
export function normaliseFunction(name: string): string {
  if (name === 'runtime.gopanic') {
    return 'panic';
  }

  const open = name.indexOf('[');
  if (open === -1) {
    return name;
  }

  let result = name.slice(0, open);
  let depth = 0;
  let start = open;
  for (let at = open; at < name.length; at++) {
    const character = name[at];
    if (character === '[') {
      if (depth === 0) {
        result += name.slice(start, at);
      }

      depth++;
    } else if (character === ']' && depth > 0) {
      depth--;
      if (depth === 0) {
        result += '[...]';
        start = at + 1;
      }
    }
  }

  // A bracket inside a struct tag: the runtime, too, only looks at the first and the last one.
  if (depth > 0) {
    const close = name.lastIndexOf(']');
    return close > open ? `${name.slice(0, open)}[...]${name.slice(close + 1)}` : name;
  }

  return result + name.slice(start);
}

/** Whether a function belongs to the scheduler, channels, and so on, which no user looks for in a stack. */
export function isRuntimeFrame(functionName: string): boolean {
  // Spelt out: this runs for every frame of every sample.
  return (
    functionName.startsWith('runtime.') ||
    functionName.startsWith('internal/runtime/') ||
    functionName.startsWith('runtime/internal/') ||
    // How C calls Go: in debug=0 and debug=1 only, with a hash that differs from build to build.
    functionName.startsWith('_cgoexp_')
  );
}

/** Whether the frame only says that the target's runtime left frames out here. */
export function isElision(frame: Frame): boolean {
  return frame.file === '' && frame.function.endsWith('frames elided...');
}

/**
 * The frames worth showing, innermost first: without the runtime's own, which each format shows to a different extent.
 *
 * A stack of runtime frames only keeps them, except for how it was started.
 */
export function visibleFrames(frames: readonly Frame[]): readonly Frame[] {
  const visible = frames.filter((frame) => !isRuntimeFrame(frame.function));
  return visible.some((frame) => !isElision(frame))
    ? visible
    : frames.filter((frame) => !entryFrames.has(frame.function));
}

/** Where the type arguments, the receiver or the end of the name begin: no `/` after it is part of the package path. */
function endOfPath(functionName: string): number {
  const end = functionName.search(/[([{]/);
  return end === -1 ? functionName.length : end;
}

/**
 * The import path of a function's package.
 *
 * Example input:  `gopkg.in/yaml%2ev3.(*Decoder).Decode`
 * Example output: `gopkg.in/yaml.v3`
 */
export function packageOf(functionName: string): string {
  const {dot} = lastElement(functionName);
  return dot === -1 ? '' : unescaped(functionName.slice(0, dot));
}

/** Where the last element of the package's path begins, and the dot after it, -1 without one. */
function lastElement(functionName: string): {readonly start: number; readonly dot: number} {
  const start = functionName.lastIndexOf('/', endOfPath(functionName) - 1) + 1;
  return {start, dot: functionName.indexOf('.', start)};
}

/** The linker writes a dot in the last element as %2e, and other unusual characters likewise. */
function unescaped(path: string): string {
  if (!path.includes('%')) return path;
  return path.replaceAll(/%([0-9a-f]{2})/g, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
}

/**
 * A function with the whole path of its package, as it is written in an import.
 *
 * Example input:  `gopkg.in/yaml%2ev3.(*Decoder).Decode`
 * Example output: `gopkg.in/yaml.v3.(*Decoder).Decode`
 */
export function readableFunction(functionName: string): string {
  const {dot} = lastElement(functionName);
  return dot === -1 || !functionName.includes('%')
    ? functionName
    : packageOf(functionName) + functionName.slice(dot);
}

/**
 * A function with only the name of its package, as the program that calls it writes it.
 *
 * Example input:  `github.com/acme/shop/v2/check.(*Runner).report`, `github.com/redis/go-redis/v9.(*Client).Get`
 * Example output: `check.(*Runner).report`, `redis.(*Client).Get`
 */
export function shortFunction(functionName: string): string {
  const {start, dot} = lastElement(functionName);
  if (dot === -1 || (start === 0 && !functionName.includes('%'))) return functionName.slice(start);
  return packageName(packageOf(functionName)) + functionName.slice(dot);
}

/**
 * What a package is likely to be called: no name has a dot or a hyphen, and a major version (from v2 on) is none.
 *
 * Examples: `gopkg.in/yaml.v3` is `yaml`, `github.com/nats-io/nats.go` is `nats`, `k8s.io/api/core/v1` is `v1`.
 * Source: golang.org/ref/mod#major-version-suffixes; golang.org/x/tools ImportPathToAssumedName, which cuts more.
 */
function packageName(path: string): string {
  const [last = '', before, host] = path.split('/').toReversed();
  const isVersion = host !== undefined && /^v(?:[2-9]|[1-9]\d+)$/.test(last);
  const element = isVersion ? before! : last;
  return /^(?:go-)?(.+?)(?:\.v\d+|[.-]go)?$/.exec(element)?.[1] ?? element;
}

// Places where a Go distribution is installed. `/go/src/` alone is not one: it is GOPATH in the official image.
const goRoot =
  /(?:^|[/\\])(?:usr[/\\]local[/\\]go|toolchain@v0\.0\.1-go[^/\\]+|sdk[/\\]go\d[^/\\]*|go-?\d[^/\\]*|libexec|Program Files[/\\]Go)[/\\]src[/\\]/;

/**
 * Whether a frame is Go's own code: dimmed on the screen, and never the place where a user looks for the cause.
 *
 * A module may be named without a dot, as the standard library is (`shop/check`), so the file decides with the name:
 * below `src/` of a Go installation, or, in a build with -trimpath, the path of a standard package.
 */
export function isStandardLibrary(frame: Frame): boolean {
  const first = packageOf(frame.function).split('/', 1)[0]!;
  if (first === '' || first === 'main' || first.includes('.')) {
    return frame.function === 'panic';
  }

  if (goRoot.test(frame.file)) {
    return true;
  }

  if (!isStandardLibraryElement(first)) {
    return false;
  }

  const absolute = /^(?:[/\\]|[A-Za-z]:)/.test(frame.file);
  if (!absolute) {
    // `<autogenerated>` and files of other languages say nothing.
    return !frame.file.includes('/') || isStandardLibraryElement(frame.file.split('/', 1)[0]!);
  }

  const source = /[/\\]src[/\\](?!.*[/\\]src[/\\])([^/\\]+)/.exec(frame.file);
  return source !== null && isStandardLibraryElement(source[1]!);
}

// Where modules are kept that a program depends on; with -trimpath their version is all that tells them.
const ofDependency = /(?:^|[/\\])(?:pkg[/\\]mod|vendor)[/\\]|@v\d/;

/** Whether a frame is code of a module that the program depends on, as far as its file tells. */
export function isDependency({file}: Frame): boolean {
  return ofDependency.test(file);
}

/**
 * The frame that tells a person where this is: the innermost one of the user's own code or of a dependency. In a
 * stack of the standard library alone it is the outermost, which names the job (`net/http.(*conn).serve`), where the
 * innermost would be the same poll for every connection. Undefined without frames.
 */
export function innermostUserFrame(stack: readonly Frame[]): Frame | undefined {
  return (
    stack.find(
      (frame) => !isElision(frame) && !isRuntimeFrame(frame.function) && !isStandardLibrary(frame),
    ) ?? stack.findLast((frame) => !isElision(frame))
  );
}
