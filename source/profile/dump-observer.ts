import type {ParsedDump} from './dump-parser.ts';
import {readerStarter} from './observer.ts';

/**
 * Finds the goroutines that exist only because someone asks for profiles: each handler, and the one that reads ahead
 * on its connection.
 *
 * In a live dump every handler counts, also those of others who are watching: without watchers there would be none.
 * A dump in a file may come from inside the process; then its first goroutine is no handler, and nothing is left out.
 *
 * From Go 1.21 the reader names its handler. Before, any reader may belong to any handler: the youngest are taken.
 *
 * @returns 1 for each row to leave out.
 */
export function findObservers(dump: ParsedDump, live: boolean): Uint8Array {
  const {goroutines, stacks, creators} = dump;
  const observers = new Uint8Array(goroutines.length);
  const role = (row: number) => stacks[goroutines.stacks[row]!]!.stack.role;
  const isHandler = (row: number) => role(row) === 'handler' || role(row) === 'handler-with-reader';
  if (goroutines.length === 0 || (!live && !isHandler(0))) {
    return observers;
  }

  const handlers = new Set<number>();
  for (let row = 0; row < goroutines.length; row++) {
    if (isHandler(row)) {
      observers[row] = 1;
      if (role(row) === 'handler-with-reader') {
        handlers.add(goroutines.ids[row]!);
      }
    }
  }

  const unnamed: number[] = [];
  for (let row = 0; row < goroutines.length && handlers.size > 0; row++) {
    const createdBy = goroutines.createdBy[row]!;
    const isReader =
      role(row) === 'reader' || creators[goroutines.creators[row]!]?.function === readerStarter;
    if (isReader && observers[row] === 0) {
      if (createdBy === 0) {
        unnamed.push(row);
      } else if (handlers.delete(createdBy)) {
        observers[row] = 1;
      }
    }
  }

  unnamed.sort((a, b) => goroutines.ids[b]! - goroutines.ids[a]!);
  for (const row of unnamed.slice(0, handlers.size)) {
    observers[row] = 1;
  }

  return observers;
}
