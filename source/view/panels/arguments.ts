/**
 * The argument words of one function in a goroutine's own text; empty when the function is not in it.
 *
 * Example input:  `…\nmain.worker(0xc000010200, 0x5)\n\t/srv/app/main.go:20 +0x45\n…`, `main.worker`
 * Example output: `0xc000010200, 0x5`
 * Source: runtime/traceback.go printArgs; `...` stands for an inlined call, whose arguments nobody knows; `?` after a word that may be stale.
 */
export function argumentsOf(text: string, functionName: string): string {
  for (const frame of text.split('\n')) {
    if (!frame.startsWith(functionName) || !frame.endsWith(')')) continue;
    const open = functionName.length;
    if (frame[open] !== '(') continue;
    const words = frame.slice(open + 1, -1);
    return words === '...' ? '(inlined)' : words;
  }

  return '';
}
