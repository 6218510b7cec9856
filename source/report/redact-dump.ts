// Takes arguments, labels and foreign lines out of full stacks.

import {parseGoroutineHeader, type GoroutineHeader} from '../profile/goroutine-header.ts';

/** What was taken out of full stacks. */
type DumpRemoved = {arguments: number; labels: number; lines: number};

const opening = /^goroutine (\d+) (?:gp=.*)?\[/;
const place = /^(\t.*:\d+(?: \+0x[\da-f]+)?)(?: (?:fp|pc)=.*)?$/;
const creator = /^created by \S+(?: in goroutine \d+)?$/;
const call = /^([^\s:"']+)\((?:\.\.\.|[\da-fx{}?_, .]*)\)$/;
const standing =
  /^(?:\s*|\t?goroutine running on other thread; stack unavailable|\.\.\.(?:additional|\d+) frames elided\.\.\.|\[originating from goroutine \d+\]:)$/;
/** As the runtime writes them: `sync.RWMutex.RLock`, `chan send (nil chan)`, `GC worker (idle)`. */
const word = /^[a-z][a-z.() ]*$/i;

/**
 * Full stacks as text without arguments and labels. Whatever is no header, frame or creator may hold anything, and
 * goes; a function counts as one only above the place where it is, since words of a log may look like one.
 *
 * Example input:  `goroutine 7 [select] {tenant: acme}:\nmain.serve(0xc000102030, 0x5)\n\t/srv/main.go:20 +0x45`
 * Example output: `goroutine 7 [select]:\nmain.serve(...)\n\t/srv/main.go:20 +0x45`
 * Source: runtime/traceback.go goroutineheader, printArgs, printcreatedby, printAncestorTraceback (Go 1.15–1.27).
 */
export function redactDump(text: string, removed: DumpRemoved): string {
  const lines = text.split('\n');
  const kept: string[] = [];
  // Ahead of the first goroutine stands what the process wrote before it ended.
  let isInside = false;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const [, id] = opening.exec(line) ?? [];
    if (id !== undefined) {
      isInside = true;
      const header = parseGoroutineHeader(line);
      // One that goes on in the next line has labels that were not escaped.
      if (header === undefined || Object.keys(header.labels).length > 0) removed.labels++;
      kept.push(header === undefined ? `goroutine ${id} [unknown]:` : headerWithoutLabels(header));
      continue;
    }

    if (line === '' || (isInside && standing.test(line))) {
      isInside &&= line !== '';
      kept.push(line);
      continue;
    }

    const [, where] = place.exec(lines[at + 1] ?? '') ?? [];
    const [, callee] = call.exec(line) ?? [];
    if (isInside && where !== undefined && (callee !== undefined || creator.test(line))) {
      if (callee !== undefined && !line.endsWith('()')) removed.arguments++;
      kept.push(callee === undefined ? line : `${callee}(...)`, where);
      at++;
      continue;
    }

    removed.lines++;
  }

  return kept.join('\n');
}

/** Only what is known to tell nothing is written out: labels may stand inside the bracket, in any form. */
function headerWithoutLabels(header: GoroutineHeader): string {
  const {id, status, leaked, durable, waitMinutes, lockedToThread, bubble} = header;
  const facts = [
    `${word.test(status) ? status : 'unknown'}${leaked ? ' (leaked)' : ''}${durable ? ' (durable)' : ''}`,
    ...(waitMinutes > 0 ? [`${waitMinutes} minutes`] : []),
    ...(lockedToThread ? ['locked to thread'] : []),
    ...(bubble === undefined ? [] : [`synctest bubble ${bubble}`]),
  ];
  return `goroutine ${id} [${facts.join(', ')}]:`;
}
