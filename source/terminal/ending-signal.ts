import {constants} from 'node:os';

/** The signals that end the program and that it can react to; KILL and a crash of Node itself cannot be caught. */
export const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

export type EndingSignal = (typeof endingSignals)[number];

/** The status that a shell sees of a program that a signal has ended. */
export function statusOf(signal: EndingSignal | 'SIGPIPE'): number {
  return 128 + constants.signals[signal];
}
