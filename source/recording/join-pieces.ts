import {joinBytes} from './join-bytes.ts';
import type {Piece} from './log-writer.ts';

/** The segment that pieces are, in the order in which they were written; its names and log are not compressed yet. */
export function joinPieces(pieces: readonly Piece[]): Piece {
  return {
    ...pieces[0]!,
    to: pieces.at(-1)!.to,
    samples: pieces.reduce((sum, {samples}) => sum + samples, 0),
    points: joinBytes(pieces.map(({points}) => points)),
    names: joinBytes(pieces.map(({names}) => names)),
    log: joinBytes(pieces.map(({log}) => log)),
  };
}
