/** What was taken out of full stacks. */
export type DumpRemoved = {arguments: number; labels: number; lines: number};

const header = /^(goroutine \d+)[^[]*(\[[^\]]*\])(.*):$/;
const place = /^(\t.*:\d+(?: \+0x[\da-f]+)?)/;
const creator = /^(created by .+?)(?: in goroutine \d+)?$/;
const standing =
  /^(?:\s*|\t?goroutine running on other thread; stack unavailable|\.\.\..*frames elided\.\.\.)$/;

/**
 * Full stacks as text without arguments and labels. Lines that are none of a stack may hold anything, and go.
 *
 * Example input:  `goroutine 7 [select]{tenant: acme}:\nmain.serve(0xc000102030, 0x5)\n\t/srv/main.go:20 +0x45`
 * Example output: `goroutine 7 [select]:\nmain.serve(...)\n\t/srv/main.go:20 +0x45`
 * Source: runtime/traceback.go goroutineheader, printArgs, printcreatedby (Go 1.15–1.27).
 */
export function redactDump(text: string, removed: DumpRemoved): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const [, goroutine, status, rest = ''] = header.exec(line) ?? [];
      if (goroutine !== undefined) {
        if (rest.includes('{')) removed.labels++;
        return `${goroutine} ${status}:`;
      }

      const [, at] = place.exec(line) ?? [];
      if (at !== undefined) return at;
      if (creator.test(line) || standing.test(line)) return line;
      const open = line.lastIndexOf('(');
      if (!line.startsWith('\t') && line.endsWith(')') && open > 0 && !line.slice(0, open).includes(' ')) {
        removed.arguments++;
        return `${line.slice(0, open)}(...)`;
      }

      removed.lines++;
      return [];
    })
    .join('\n');
}
