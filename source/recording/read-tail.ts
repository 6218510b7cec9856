import type {DatabaseSync} from 'node:sqlite';
import {maxLogBytes, maxNamesBytes, maxPointsBytes} from './limits.ts';
import type {Piece} from './log-writer.ts';
import {readRows} from './rows.ts';
import {tailTable} from './tables.ts';

/** More commits than a segment takes, some times over. */
const maxPieces = 5_000;

/** The pieces of segments that were not finished, in order; a damaged one ends its segment. */
export function readTail(database: DatabaseSync): Piece[] {
  const pieces: Piece[] = [];
  const broken = new Set<number>();
  let bytes = 0;
  for (const row of readRows(database, tailTable, `ORDER BY id LIMIT ${maxPieces}`, [])) {
    const segment = row.number('segment');
    if (!row.isSound) broken.add(segment);
    if (broken.has(segment)) continue;
    const piece = {
      segment,
      chapter: row.number('chapter'),
      lookIn: row.number('look_in'),
      baselineIn: row.number('baseline_in'),
      from: {atMs: row.number('from_ms'), wallMs: row.number('from_wall_ms')},
      to: {atMs: row.number('to_ms'), wallMs: row.number('to_wall_ms')},
      samples: row.number('samples'),
      points: row.bytes('points', maxPointsBytes),
      names: row.bytes('names', maxNamesBytes),
      log: row.bytes('log', maxLogBytes),
    };
    bytes += piece.names.length + piece.log.length + piece.points.length;
    if (bytes > maxLogBytes + maxNamesBytes) break;
    pieces.push(piece);
  }

  return pieces;
}
