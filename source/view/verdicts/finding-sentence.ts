import type {SourceFinding} from '../../diagnosis/source-finding.ts';
import {shortFunction} from '../../profile/frame.ts';
import {plural} from '../text/format.ts';

/** What the source says, marked as that; begins with a small letter, ends without a full stop. */
export function findingSentence(finding: SourceFinding): string {
  return `source: ${whatItSays(finding)}`;
}

function whatItSays(finding: SourceFinding): string {
  switch (finding.kind) {
    case 'operation':
      return `the line is ${withArticle(finding.operation)}${finding.channel === undefined ? '' : ` on ${finding.channel}`}`;
    case 'unbuffered':
      return `${finding.channel} is made without a buffer`;
    case 'buffered':
      return `${finding.channel} has room for ${finding.size}`;
    case 'never-closed':
      return `nothing closes ${finding.channel} in the ${plural(finding.files, 'file')} of its package`;
    case 'channel-left':
      return `${finding.channel} is made in ${shortFunction(finding.function)}, which has returned and gave it to nobody else`;
    case 'counted-start':
      return `${shortFunction(finding.function)} starts them in a loop that ends after so many turns, and is still in it, in line ${finding.line}`;
    case 'closed':
      return finding.line === undefined
        ? `${finding.channel} is closed somewhere in its package`
        : `${finding.channel} is closed in ${lineOf(finding.line, finding.file)}, on the ways that lead there`;
    case 'no-exit-case':
      return `no case of the select ends it (${finding.cases.join('; ')})`;
    case 'exit-case':
      return `the select has a way out (${finding.text}) that was not taken`;
    case 'endless-loop':
      return `nothing leaves the loop in line ${finding.line}`;
    case 'loop-exit':
      return finding.exit === undefined
        ? `the loop in line ${finding.line} ends by itself, when its condition no longer holds`
        : `the loop in line ${finding.line} can be left in line ${finding.exit}`;
    case 'ends-by-itself':
      return `a timer ends this wait (${finding.text})`;
    case 'stopped-clock':
      return `line ${finding.line} stops the clock of ${finding.text}, which then stays silent`;
    case 'creator-may-leave':
      return `whoever started it can leave in ${lineOf(finding.exit, finding.file)} without the receive in line ${finding.receive}`;
    case 'receives-once':
      return `whoever started it receives once, in ${lineOf(finding.line, finding.file)}`;
    case 'lock-kept':
      return `${finding.function} ${keptText(finding)}`;
    case 'lock-handed-over':
      return `${finding.function} returns in ${lineOf(finding.exit, finding.exitFile)} with ${finding.lock}, which ${finding.release} gives back in ${lineOf(finding.line, finding.file)}`;
    case 'unlock-deferred':
      return `${finding.lock} is unlocked by the defer in line ${finding.line}`;
    case 'slots':
      return slotsText(finding);
    case 'done-missed':
      return `${finding.function} can leave in ${lineOf(finding.exit, finding.file)} without ${finding.group}.Done`;
    case 'own-connection':
      return `${shortFunction(finding.function)} opens the connection itself (${finding.text}, line ${finding.line}) and sets no deadline`;
    case 'never-waits':
      return `the loop in line ${finding.line} goes round without waiting`;
  }
}

/** `line 7`, `line 7 of limit.go` where it is not in the file that is shown. */
function lineOf(line: number, file: string | undefined): string {
  return file === undefined ? `line ${line}` : `line ${line} of ${file}`;
}

function slotsText({
  channel,
  release,
  line,
  file,
  function: name,
  exit,
  exitFile,
}: Extract<SourceFinding, {kind: 'slots'}>): string {
  const what = `sending on ${channel} takes a slot, and ${release} gives it back in ${lineOf(line, file)}`;
  return exit === undefined || name === undefined
    ? what
    : `${what}; ${name} can leave in ${lineOf(exit, exitFile)} without that`;
}

function keptText({lock, exit, wait, operation, file}: Extract<SourceFinding, {kind: 'lock-kept'}>): string {
  return exit === undefined
    ? `waits while it has ${lock}, for a ${operation ?? 'call'} in ${lineOf(wait ?? 0, file)}`
    : `can leave in ${lineOf(exit, file)} without unlocking ${lock}`;
}

/** `select` or `range` as a noun: what the line is. */
function withArticle(operation: string): string {
  return `${/^[aeiou]/i.test(operation) ? 'an' : 'a'} ${operation}`;
}
