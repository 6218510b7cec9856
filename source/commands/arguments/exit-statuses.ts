import {internalErrorExitCode} from '../../terminal/ending.ts';

/** What the program ends with, and what it means, in the order of the help. */
export const exitStatuses: readonly (readonly [status: string, means: string])[] = [
  ['0', 'fine'],
  ['1', 'something was found (check), or differs (diff)'],
  ['2', 'wrong usage, a file that cannot be written, or a diff that was declined at its question'],
  ['3', 'the target cannot be reached, or refuses'],
  [
    '4',
    'what it answered, or the file, is not a goroutine profile or a recording; or the file does not exist',
  ],
  [String(internalErrorExitCode), 'a mistake of gorowatch itself'],
  ['128+n', 'ended by signal n'],
];
