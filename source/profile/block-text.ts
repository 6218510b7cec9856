// Reads one goroutine's block of a debug=2 dump as text: its frames and its creator.

import {elidedFrames, maxLine, normaliseFunction} from './frame.ts';

/** A frame before it is interned. */
type FrameText = {readonly function: string; readonly file: string; readonly line: number};

/** The lines below a goroutine's header. */
type BlockText = {
  /** Innermost first, the runtime's own included. */
  readonly frames: readonly FrameText[];
  readonly creator: FrameText | undefined;
  /** The runtime had no stack to print: the goroutine ran on another thread while the process crashed. */
  readonly unavailable: boolean;
  /** The last function had no file below it: the text was cut there. */
  readonly cut: boolean;
  /** Lines that are none of a goroutine's, such as a log's in between. */
  readonly skipped: number;
};

// `\t/srv/app/main.go:30 +0x45 fp=… sp=… pc=…`; the file may hold spaces and colons.
const location =
  /^\t(.*):(\d+)(?: \+0x[0-9a-f]+)?(?: fp=0x[0-9a-f]+ sp=0x[0-9a-f]+)?(?: pc=0x[0-9a-f]+)?\s*$/;
const foreignLocation = /^\t(?:.* )?pc=0x[0-9a-f]+\s*$/;
// `main.(*T).work(0x1, …)`, `main.f(...)` or `created by main.run in goroutine 1`: no other log writes like that.
const isCall = /^(?:created by \S|[^\s:"']+\((?:\.\.\.|[\da-fx{}?_, .]*)\)$)/;
const elision = /^\.\.\.(?:additional|\d+) frames elided\.\.\.$/;

/**
 * Reads the lines below one goroutine header of a debug=2 dump.
 *
 * Example input:  `main.worker(0xc000010200)` `\t/srv/app/main.go:30 +0x45` `created by main.run in goroutine 1` …
 * Example output: `{frames: [{function: 'main.worker', file: '/srv/app/main.go', line: 30}], creator: {…}, …}`
 * Source: runtime/traceback.go traceback2, printcreatedby1, printAncestorTraceback, cgo frames (Go 1.15–1.27).
 */
export function parseBlock(lines: readonly string[]): BlockText {
  const frames: FrameText[] = [];
  let creator: FrameText | undefined;
  let unavailable = false;
  let cut = false;
  let skipped = 0;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const next = lines[at + 1];
    const isCreator = line.startsWith('created by ');
    if (line.startsWith('[originating from goroutine ')) {
      break;
    }

    if (elision.test(line)) {
      frames.push({function: line.startsWith('...a') ? elidedFrames : line, file: '', line: 0});
      continue;
    }

    if (line.startsWith('non-Go function at pc=')) {
      frames.push({function: 'non-Go function', file: '', line: 0});
      continue;
    }

    if (line.startsWith('\t')) {
      unavailable ||= line.includes('stack unavailable');
      skipped += line.includes('stack unavailable') ? 0 : 1;
      continue;
    }

    let place = next === undefined ? undefined : parseLocation(next);
    if (place === undefined && isCall.test(line) && !isCall.test(next ?? '')) {
      // A line of another log between the two lines of a frame.
      place = parseLocation(lines[at + 2] ?? '');
      at += place === undefined ? 0 : 1;
      skipped += place === undefined ? 0 : 1;
    }

    if (place === undefined) {
      cut = next === undefined && (isCreator || /^[^\s:]+\(/.test(line));
      skipped += cut ? 0 : 1;
      continue;
    }

    at++;
    const name = isCreator ? line.slice('created by '.length).replace(/ in goroutine \d+$/, '') : line;
    const frame = {function: normaliseFunction(isCreator ? name : withoutArguments(name)), ...place};
    if (isCreator) {
      creator ??= frame;
    } else if (creator === undefined) {
      frames.push(frame);
    }
  }

  return {frames, creator, unavailable, cut, skipped};
}

/**
 * Reads the second line of a frame; undefined when it is something else.
 *
 * Example input:  `\t/srv/my app/main.go:30 +0x45`
 * Example output: `{file: '/srv/my app/main.go', line: 30}`
 */
function parseLocation(text: string): {file: string; line: number} | undefined {
  const match = location.exec(text);
  if (match !== null) {
    return {file: match[1]!, line: Math.min(Number(match[2]), maxLine)};
  }

  return foreignLocation.test(text) ? {file: '', line: 0} : undefined;
}

/** `main.(*T).work(0x1, {0x2, …})` without what stands in the last parenthesis; a C function has none. */
function withoutArguments(text: string): string {
  const open = text.endsWith(')') ? text.lastIndexOf('(') : -1;
  return open > 0 ? text.slice(0, open) : text;
}
