import {execFileSync} from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {Readable} from 'node:stream';
import {gunzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {nodeFileSystem, type FileSystem} from '../../source/saving/file-system.ts';
import {dumpFileName} from '../../source/saving/dump-name.ts';
import {saveDump} from '../../source/saving/dump-store.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {alertDump, bytes, everythingIn, modeOf, subject, text, withUmask, writer} from './dumps.ts';
import {systemFailure} from './faulty-files.ts';

describe('a saved dump', () => {
  test('is in a file of its own that only the owner can read, whatever the umask', async () => {
    withUmask(0);
    const directory = path.join(temporaryFolder(), 'state', 'gorowatch', 'dumps');
    const saved = await saveDump(alertDump(directory));
    expect(saved).toEqual({
      path: path.join(directory, `gorowatch-alert-00001-${subject}.txt`),
      bytes: text.length,
    });
    expect(readFileSync(saved.path, 'utf8')).toBe(text);
    expect(modeOf(saved.path)).toBe('600');
    expect(modeOf(directory)).toBe('700');
    expect(modeOf(path.dirname(directory))).toBe('700');
    expect(statSync(saved.path).nlink).toBe(1);
  });

  test('is compressed on the way, chunk by chunk', async () => {
    const chunks = Readable.from(Array.from({length: 1000}, () => bytes(text)));
    const saved = await saveDump({...alertDump(temporaryFolder()), form: 'txt.gz', chunks});
    const file = readFileSync(saved.path);
    expect(gunzipSync(file).toString()).toBe(text.repeat(1000));
    expect(saved.bytes).toBe(1000 * text.length);
    expect(saved.path).toMatch(/\.txt\.gz$/);
  });

  test('may be empty', async () => {
    const saved = await saveDump({...alertDump(temporaryFolder()), chunks: []});
    expect(statSync(saved.path).size).toBe(0);
  });

  test('is written whole where the system writes only part at a time', async () => {
    const files: FileSystem = {
      ...nodeFileSystem,
      async create(name) {
        const file = await nodeFileSystem.create(name);
        return {...file, write: (chunk) => file.write(chunk.subarray(0, 7))};
      },
    };
    const saved = await saveDump(alertDump(temporaryFolder()), {files, writer});
    expect(readFileSync(saved.path, 'utf8')).toBe(text);
  });

  test('gets the next number, also when the clock stands still or goes back', async () => {
    const directory = temporaryFolder();
    const subjects = ['x-20261121T140612Z', 'x-20261121T140612Z', 'x-19700101T000000Z'];
    const names: string[] = [];
    for (const named of subjects) {
      names.push(path.basename((await saveDump({...alertDump(directory), subject: named})).path));
    }
    expect(names).toEqual(subjects.map((named, index) => dumpFileName('alert', index + 1, named, 'txt')));
    expect(everythingIn(directory)).toEqual(names);
  });

  test('of two at the same time both are kept', async () => {
    const directory = temporaryFolder();
    const saved = await Promise.all([1, 2, 3, 4].map((n) => saveDump(alertDump(directory, `dump ${n}`))));
    expect(new Set(saved.map((dump) => dump.path)).size).toBe(4);
    expect(saved.map((dump) => readFileSync(dump.path, 'utf8'))).toEqual([
      'dump 1',
      'dump 2',
      'dump 3',
      'dump 4',
    ]);
  });

  test.each([
    ['a symbolic link to a file', (at: string, elsewhere: string) => symlinkSync(elsewhere, at)],
    ['a dangling symbolic link', (at: string) => symlinkSync('/nonexistent/gorowatch', at)],
    ['a hard link', (at: string, elsewhere: string) => linkSync(elsewhere, at)],
    ['a pipe', (at: string) => execFileSync('mkfifo', [at])],
    ['a folder', (at: string) => mkdirSync(at)],
  ])('does not touch %s that waits under its name', async (_, plant) => {
    const directory = temporaryFolder();
    const elsewhere = path.join(temporaryFolder(), 'precious');
    writeFileSync(elsewhere, 'precious');
    const planted = path.join(directory, dumpFileName('alert', 1, subject, 'txt'));
    plant(planted, elsewhere);
    const before = lstatSync(planted).ino;
    // The listing is old, so that the name looks free until the very last call.
    const files: FileSystem = {...nodeFileSystem, list: () => Promise.resolve([])};
    const saved = await saveDump(alertDump(directory), {files, writer});
    expect(path.basename(saved.path)).toBe(dumpFileName('alert', 2, subject, 'txt'));
    expect(readFileSync(saved.path, 'utf8')).toBe(text);
    expect(lstatSync(planted).ino).toBe(before);
    expect(readFileSync(elsewhere, 'utf8')).toBe('precious');
  });

  test('a link or pipe in the temporary place is refused and left as it is', async () => {
    const folder = temporaryFolder();
    const elsewhere = path.join(folder, 'precious');
    writeFileSync(elsewhere, 'precious');
    for (const [name, plant] of [
      ['link', (at: string) => symlinkSync(elsewhere, at)],
      ['dangling', (at: string) => symlinkSync(path.join(folder, 'made'), at)],
      ['pipe', (at: string) => execFileSync('mkfifo', [at])],
    ] as const) {
      const planted = path.join(folder, name);
      plant(planted);
      await expect(nodeFileSystem.create(planted)).rejects.toMatchObject({code: 'EEXIST'});
    }
    expect(readFileSync(elsewhere, 'utf8')).toBe('precious');
    expect(existsSync(path.join(folder, 'made'))).toBe(false);
  });

  test.runIf(process.platform === 'linux')(
    'stays in its folder when another is moved to its place',
    async () => {
      const parent = temporaryFolder();
      const directory = path.join(parent, 'dumps');
      const trap = path.join(parent, 'trap');
      mkdirSync(trap);
      async function* chunks(): AsyncGenerator<Uint8Array> {
        yield bytes('first ');
        renameSync(directory, path.join(parent, 'moved'));
        symlinkSync(trap, directory);
        yield bytes('second');
      }
      await saveDump({...alertDump(directory), chunks: chunks()});
      expect(everythingIn(trap)).toEqual([]);
      const [name = ''] = everythingIn(path.join(parent, 'moved'));
      expect(readFileSync(path.join(parent, 'moved', name), 'utf8')).toBe('first second');
    },
  );

  test('is saved where the file system knows no hard links, and replaces nothing there either', async () => {
    const directory = temporaryFolder();
    writeFileSync(path.join(directory, dumpFileName('alert', 1, subject, 'txt')), 'earlier');
    const files: FileSystem = {
      ...nodeFileSystem,
      link: () => Promise.reject(systemFailure('EPERM')),
      list: () => Promise.resolve([]),
    };
    await saveDump(alertDump(directory), {files, writer});
    expect(everythingIn(directory).map((name) => readFileSync(path.join(directory, name), 'utf8'))).toEqual([
      'earlier',
      text,
    ]);
  });
});

function alertName(number: number): string {
  return dumpFileName('alert', number, subject, 'txt');
}

describe('retention', () => {
  test('keeps the newest alert dumps and whatever is not one', async () => {
    const directory = temporaryFolder();
    writeFileSync(path.join(directory, 'notes.txt'), 'mine');
    await saveDump({...alertDump(directory), occasion: 'dump'});
    const retention = {keepDumps: 2, maxBytes: 1_000_000};
    for (let n = 0; n < 5; n++) await saveDump({...alertDump(directory), retention});
    expect(everythingIn(directory)).toEqual([
      alertName(5),
      alertName(6),
      dumpFileName('dump', 1, subject, 'txt'),
      'notes.txt',
    ]);
  });

  test('a dump that a person asked for removes nothing', async () => {
    const directory = temporaryFolder();
    for (let n = 0; n < 3; n++) await saveDump(alertDump(directory));
    await saveDump({...alertDump(directory), occasion: 'dump', retention: {keepDumps: 1, maxBytes: 0}});
    expect(everythingIn(directory)).toHaveLength(4);
  });

  test('never removes a link, pipe or folder that has the name of a dump', async () => {
    const directory = temporaryFolder();
    const named = (number: number) => path.join(directory, alertName(number));
    symlinkSync('/etc/passwd', named(1));
    execFileSync('mkfifo', [named(2)]);
    mkdirSync(named(3));
    await saveDump({...alertDump(directory), retention: {keepDumps: 1, maxBytes: 0}});
    expect(everythingIn(directory)).toHaveLength(4);
    expect(readlinkSync(named(1))).toBe('/etc/passwd');
  });

  test('a surplus dump that cannot be removed stays, and the new one is saved', async () => {
    const directory = temporaryFolder();
    await saveDump(alertDump(directory));
    const files: FileSystem = {
      ...nodeFileSystem,
      remove: (name) =>
        name.endsWith('.partial') ? nodeFileSystem.remove(name) : Promise.reject(systemFailure('EPERM')),
    };
    const retention = {keepDumps: 1, maxBytes: 1000};
    const saved = await saveDump({...alertDump(directory), retention}, {files, writer});
    expect(path.dirname(saved.path)).toBe(directory);
    expect(everythingIn(directory)).toEqual([alertName(1), alertName(2)]);
  });
});
