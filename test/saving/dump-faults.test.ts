import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {SavingError} from '../../source/saving/saving-error.ts';
import {nodeFileSystem, type FileSystem} from '../../source/saving/file-system.ts';
import {saveDump, tryDumpFolder} from '../../source/saving/dump-store.ts';
import {saveToFile} from '../../source/saving/save-to-file.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {alertDump, bytes, everythingIn, writer} from './dumps.ts';
import {faultyFiles, filesUntilKilled, systemFailure} from './faulty-files.ts';

const chunks = [bytes('new '), bytes('dump')];

type Trial = {
  /** The call that failed. */
  readonly call: string;
  readonly saved: boolean;
  /** What each file in the folder holds, by name, before and after. */
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
};

function contentsOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    everythingIn(folder).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
  );
}

/** Saves again and again in one folder, the n-th call of the n-th time failing, until no call is left to fail. */
async function failEveryCall(
  folder: string,
  save: (files: FileSystem, time: number) => Promise<unknown>,
  base = nodeFileSystem,
): Promise<Trial[]> {
  const trials: Trial[] = [];
  for (let failing = 1; ; failing++) {
    const before = contentsOf(folder);
    const {files, calls, openHandles} = faultyFiles(failing, 'ENOSPC', base);
    let saved = true;
    try {
      await save(files, failing);
    } catch (error) {
      if (!(error instanceof SavingError)) throw error;
      saved = false;
    }
    const call = calls[failing - 1];
    expect({call, openHandles: openHandles()}).toEqual({call, openHandles: 0});
    if (call === undefined) return trials;
    trials.push({call, saved, before, after: contentsOf(folder)});
  }
}

test.each([
  ['with hard links', nodeFileSystem, ['link', 'remove']],
  ['without hard links', {...nodeFileSystem, link: () => Promise.reject(systemFailure('EPERM'))}, ['rename']],
])('whichever call fails, a new dump is whole or not there, %s', async (_, base, also) => {
  const folder = temporaryFolder();
  const trials = await failEveryCall(
    folder,
    (files) => saveDump({...alertDump(folder), occasion: 'dump', chunks}, {files, writer}),
    base,
  );
  expect(trials.map(({call}) => call)).toEqual(
    expect.arrayContaining(['makeFolder', 'openFolder', 'list', 'create', 'write', 'sync', 'close', ...also]),
  );
  for (const {call, saved, before, after} of trials) {
    expect({call, after: Object.values(after)}).toEqual({
      call,
      after: [...Object.values(before), ...(saved ? ['new dump'] : [])],
    });
  }
});

test('whichever call fails, a file that is replaced is the old one or the new one, and alone', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'a.txt');
  const trials = await failEveryCall(folder, (files) => {
    writeFileSync(file, 'old dump');
    return saveToFile(file, {chunks, gzip: false}, {files, writer});
  });
  expect(trials.map(({call}) => call)).toEqual(
    expect.arrayContaining(['openFolder', 'inspect', 'create', 'write', 'sync', 'close', 'rename']),
  );
  for (const {call, saved, after} of trials) {
    expect({call, after}).toEqual({call, after: {'a.txt': saved ? 'new dump' : 'old dump'}});
  }
});

test('whichever call fails, retention never takes the newest whole dump', async () => {
  const folder = temporaryFolder();
  const retention = {keepDumps: 1, maxBytes: 1_000_000};
  let newest = '';
  const trials = await failEveryCall(folder, (files, time) =>
    saveDump({...alertDump(folder, `dump ${time}`), retention}, {files, writer}),
  );
  for (const [index, {call, saved, after}] of trials.entries()) {
    if (saved) newest = `dump ${index + 1}`;
    expect({call, newest: Object.values(after).at(-1) ?? ''}).toEqual({call, newest});
  }
  expect(everythingIn(folder)).toHaveLength(1);
});

test('wherever a run is killed, its dump is whole or not there, and the next run leaves no litter', async () => {
  const litter = new Set<string>();
  for (let killedBefore = 1; ; killedBefore++) {
    const folder = temporaryFolder();
    await saveDump(alertDump(folder, 'earlier'));
    const {files, calls} = filesUntilKilled(killedBefore);
    await saveDump({...alertDump(folder), chunks}, {files, writer}).catch(() => undefined);
    const afterDeath = everythingIn(folder);
    for (const name of afterDeath.filter((left) => left.endsWith('.partial'))) litter.add(name);
    await saveDump(alertDump(folder, 'later'), {files: nodeFileSystem, writer: {...writer, pid: 5}});

    const contents = Object.values(contentsOf(folder));
    const whole = afterDeath.some((name) => name.includes('alert-00002'));
    expect({killedBefore, contents}).toEqual({
      killedBefore,
      contents: whole ? ['earlier', 'new dump', 'later'] : ['earlier', 'later'],
    });
    if (calls.length < killedBefore) break;
  }
  expect(litter.size).toBeGreaterThan(0);
});

test('trying a folder leaves nothing in it, and says what saving a dump would say', async () => {
  const folder = temporaryFolder();
  const trials = await failEveryCall(folder, (files) => tryDumpFolder(folder, {files, writer}));
  expect(trials.length).toBeGreaterThan(2);
  expect(trials.filter(({saved}) => !saved).map(({call}) => call)).toContain('create');
  expect(everythingIn(folder)).toEqual([]);
});
