// Names groups and places by hashes that are the same in all formats, samples and runs.

import {hash} from 'node:crypto';
import type {Frame} from './model.ts';
import type {Family} from './wait-reason.ts';

/**
 * How many frames tell one place from another. debug=0 and debug=1 keep only the innermost 32 frames up to Go 1.22,
 * the runtime's own included, so a longer identity would differ between formats.
 */
export const identityFrames = 24;

/**
 * Names a blocking place: 16 hex digits over the family and the innermost visible frames, labels left out.
 *
 * Flags such as leaked, durable or "nil chan" never change it: not every format shows them.
 */
export function placeKey(family: Family, stack: readonly Frame[]): string {
  let text: string = family;
  const depth = Math.min(stack.length, identityFrames);
  for (let at = 0; at < depth; at++) {
    const frame = stack[at]!;
    text += `\n${frame.function}:${frame.line}`;
  }

  return hexStart(text, 8);
}

/** Names a group: its place, then the labels when there are any; the order of the labels does not matter. */
export function groupKey(place: string, labels: Readonly<Record<string, string>>): string {
  const text = labelText(labels);
  return text === '' ? place : `${place}.${hexStart(text, 4)}`;
}

/** The place that a group's key names. */
export function placeOfKey(key: string): string {
  const end = key.indexOf('.');
  return end === -1 ? key : key.slice(0, end);
}

/** Labels as one string that is equal for equal labels; empty without labels. */
export function labelText(labels: Readonly<Record<string, string>>): string {
  const entries = Object.entries(labels);
  return entries.length === 0
    ? ''
    : JSON.stringify(entries.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** The first bytes of a SHA-1 as hex digits. A slice of all of its digits would keep them, for each of 10,000 groups. */
function hexStart(text: string, bytes: number): string {
  return hash('sha1', text, 'buffer').toString('hex', 0, bytes);
}
