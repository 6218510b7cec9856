import path from 'node:path';
import {expect, test} from 'vitest';
import {createDatabase} from '../../source/recording/open-database.ts';
import {createRecordingFile} from '../../source/recording/recording-file.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

const dump = {atMs: 1, wallMs: 2, name: 'stacks.txt', cause: 'asked', bytes: 3};

test('a dump is there with all of its chunks, or nothing of it is', () => {
  const database = createDatabase(path.join(temporaryFolder(), 'shop.gorowatch'));
  const file = createRecordingFile(database);
  const chunksIn = () => database.prepare('SELECT count(*) AS count FROM dump_chunk').get()?.['count'];
  // The second cannot be written.
  const bodies = [new Uint8Array(1), Symbol('none') as unknown as Uint8Array];
  expect(() => file.addDump(dump, bodies)).toThrow('must be of type string');
  expect(chunksIn()).toBe(0);
  file.addDump(dump, [new Uint8Array(1), new Uint8Array(2)]);
  expect(chunksIn()).toBe(2);
  file.close();
});
