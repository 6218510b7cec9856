// Reads the line above a goroutine's stack: its id, what it waits for, its labels.

import {type Labels, parseLabels, parseUnescapedLabels} from './labels.ts';
import {parseStatus} from './wait-reason.ts';

export type GoroutineHeader = {
  readonly id: number;
  /** Verbatim, without the suffixes; an unknown one is kept. */
  readonly status: string;
  readonly leaked: boolean;
  readonly durable: boolean;
  /** 0: none printed. */
  readonly waitMinutes: number;
  readonly lockedToThread: boolean;
  /** Only in a crash: it was on this thread, whose own stacks are printed once more with GOTRACEBACK=crash. */
  readonly onThread: boolean;
  /** The synctest bubble it runs in. */
  readonly bubble: number | undefined;
  readonly labels: Labels;
};

const noLabels: Labels = Object.freeze({});

const longestHeaderCharacters = 65_536;
const start = /^goroutine (\d{1,20})(?: gp=\w+ m=(?:nil|(\d+)(?: mp=\w+)?))? \[/;

/**
 * Reads one goroutine header of a debug=2 dump or of a crash; undefined when the line is something else.
 *
 * Example input:  `goroutine 20 [select, 12 minutes] {tenant: acme}:`
 * Example output: `{id: 20, status: 'select', waitMinutes: 12, labels: {tenant: 'acme'}, …}`
 * Source: runtime/traceback.go goroutineheader (Go 1.15–1.27); labels inside the bracket: 1.26 with
 * GODEBUG=tracebacklabels=1, and CockroachDB's Go.
 */
export function parseGoroutineHeader(line: string): GoroutineHeader | undefined {
  const opening = line.length > longestHeaderCharacters ? null : start.exec(line);
  if (opening === null || !line.endsWith(':')) {
    return undefined;
  }

  const rest = line.slice(opening[0].length, -1);
  const split = splitBracket(rest);
  if (split === undefined) {
    return undefined;
  }

  const [word, ...qualifiers] = split.bracket.split(', ');
  const {status, leaked, durable} = parseStatus(word!);
  let waitMinutes = 0;
  let lockedToThread = false;
  let bubble: number | undefined;
  for (const qualifier of qualifiers) {
    const minutes = /^(\d+) minutes?$/.exec(qualifier);
    const group = /^synctest (?:group|bubble) (\d+)$/.exec(qualifier);
    if (minutes !== null) {
      waitMinutes = Math.min(Number(minutes[1]), 0xff_ff_ff_ff);
    } else if (qualifier === 'locked to thread') {
      lockedToThread = true;
    } else if (group !== null) {
      bubble = Number(group[1]);
    }
  }

  const id = Number(opening[1]);
  const onThread = opening[2] !== undefined;
  return {id, status, leaked, durable, waitMinutes, lockedToThread, onThread, bubble, labels: split.labels};
}

/** Separates what stands in the bracket from the labels, which may themselves hold brackets. */
function splitBracket(rest: string): {bracket: string; labels: Labels} | undefined {
  const close = rest.indexOf(']');
  const inside = rest.indexOf(' labels:{');
  const unescaped = rest.indexOf(', "');
  if (close === -1) {
    return undefined;
  }

  if (inside !== -1 && inside < close) {
    return rest.endsWith('}]')
      ? {bracket: rest.slice(0, inside), labels: parseLabels(rest.slice(inside + 9, -2)) ?? noLabels}
      : undefined;
  }

  if (unescaped !== -1 && unescaped < close && rest.endsWith(']')) {
    const labels = parseUnescapedLabels(rest.slice(unescaped + 2, -1));
    return {bracket: rest.slice(0, unescaped), labels: labels ?? noLabels};
  }

  const after = rest.slice(close + 1);
  if (after === '') {
    return {bracket: rest.slice(0, close), labels: noLabels};
  }

  return after.startsWith(' {') && after.endsWith('}')
    ? {bracket: rest.slice(0, close), labels: parseLabels(after.slice(2, -1)) ?? noLabels}
    : undefined;
}
