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
    case 'closed':
      return finding.line === undefined
        ? `${finding.channel} is closed somewhere in its package`
        : `${finding.channel} is closed in line ${finding.line}, on the ways that lead there`;
    case 'no-exit-case':
      return `no case of the select ends it (${finding.cases.join('; ')})`;
    case 'exit-case':
      return `the select has a way out (${finding.text}) that was not taken`;
    case 'endless-loop':
      return `nothing leaves the loop in line ${finding.line}`;
    case 'loop-exit':
      return finding.exit === undefined
        ? `the loop in line ${finding.line} ends when its condition no longer holds`
        : `the loop in line ${finding.line} can be left in line ${finding.exit}`;
    case 'ends-by-itself':
      return `a timer ends this wait (${finding.text})`;
    case 'stopped-clock':
      return `line ${finding.line} stops the clock of ${finding.text}, which then stays silent`;
    case 'creator-may-leave':
      return `whoever started it can leave in line ${finding.exit} without the receive in line ${finding.receive}`;
    case 'receives-once':
      return `whoever started it receives once, in line ${finding.line}`;
    case 'lock-kept':
      return `${finding.function} ${keptText(finding)}`;
    case 'unlock-deferred':
      return `${finding.lock} is unlocked by the defer in line ${finding.line}`;
    case 'slots':
      return slotsText(finding);
    case 'done-missed':
      return `${finding.function} can leave in line ${finding.exit} without ${finding.group}.Done`;
    case 'own-connection':
      return `${shortFunction(finding.function)} opens the connection itself (${finding.text}, line ${finding.line}) and sets no deadline`;
    case 'never-waits':
      return `the loop in line ${finding.line} goes round without waiting`;
  }
}

function slotsText({
  channel,
  release,
  line,
  function: name,
  exit,
}: Extract<SourceFinding, {kind: 'slots'}>): string {
  const what = `sending on ${channel} takes a slot, and ${release} gives it back in line ${line}`;
  return exit === undefined || name === undefined
    ? what
    : `${what}; ${name} can leave in line ${exit} without that`;
}

function keptText({lock, exit, wait, operation}: Extract<SourceFinding, {kind: 'lock-kept'}>): string {
  return exit === undefined
    ? `waits while it has ${lock}, for a ${operation ?? 'call'} in line ${wait ?? '?'}`
    : `can leave in line ${exit} without unlocking ${lock}`;
}

/** `select` or `range` as a noun: what the line is. */
function withArticle(operation: string): string {
  return `${/^[aeiou]/i.test(operation) ? 'an' : 'a'} ${operation}`;
}
