// Reads argument words out of the text of a goroutine.

/** A pointer or number among the arguments of a function; undefined where the runtime is not sure of it (`?`). */
type Word = number | undefined;

/** A frame by its function, and the words that it was called with. */
export type FrameWords = {readonly function: string; readonly words: readonly Word[]};

/**
 * The argument words of the frames of one goroutine, innermost first.
 *
 * Example input:  `goroutine 7 [sleep]:\ntime.Sleep(0x34630b8a000)\n\t/usr/local/go/src/runtime/time.go:363 +0x165\n`
 * Example output: `[{function: 'time.Sleep', words: [3600000000000]}]`
 * Source: runtime/traceback.go printArgs: nested values in braces, `...` for inlined calls and what is left out,
 * `?` after a word that may be stale.
 */
export function frameWords(text: string): readonly FrameWords[] {
  const frames: {function: string; words: Word[]}[] = [];
  for (const line of text.split('\n')) {
    const frame = /^([^\s].*)\(([^()]*)\)$/.exec(line);
    if (frame === null) continue;
    const [, name = '', inside = ''] = frame;
    frames.push({function: name, words: isGeneric(name) ? [] : argumentWords(inside)});
  }

  return frames;
}

/**
 * `main.(*store[...]).Get`: what the runtime prints for such a frame may be the dictionary of its type arguments, which
 * all callers share, in the place of the receiver. Seen with Go 1.26.
 */
function isGeneric(name: string): boolean {
  return name.includes('[...]');
}

/**
 * The words between the parentheses of a frame.
 *
 * Example input:  `0xc000012340, {0x10, ...}`
 * Example output: `[0xc000012340, 0x10, undefined]`
 */
export function argumentWords(inside: string): Word[] {
  return inside === '' ? [] : inside.split(',').map((word) => wordOf(word));
}

function wordOf(text: string): Word {
  const hex = /^[\s{]*(0x[0-9a-f]+)[\s}]*$/.exec(text)?.[1];
  return hex === undefined ? undefined : Number(hex);
}
