import type {LineFacts} from '../../gosource/line-facts.ts';
import {isAccumulating, isTelling} from '../signs/signs.ts';
import type {Suspect} from '../suspect.ts';

/**
 * Handlers of requests that came one after another, of which none was seen to end: while their clients wait, they may be
 * there for as long as these like.
 */
export function mayBeDeaf({level, pattern, signs}: Suspect): boolean {
  const {followed, place, connection} = signs;
  if (level !== 'load' || pattern !== 'handler-stuck' || place.family !== 'chan receive') return false;
  if (followed === undefined || connection !== undefined) return false;
  const {startLeft, startBrief, settledLeft} = followed;
  return startLeft + startBrief + settledLeft === 0 && isAccumulating(signs) && isTelling(signs);
}

/** They wait for one channel and nothing else, so that they do not hear of it when their client goes. */
export function isDeaf(suspect: Suspect, {operation, waitsFor}: LineFacts): boolean {
  return mayBeDeaf(suspect) && operation === 'receive' && waitsFor === 'receive';
}
