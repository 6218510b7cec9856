import {describe, expect, test} from 'vitest';
import {createDumpParser} from '../../source/profile/dump-parser.ts';
import {maxStacksBytes} from '../../source/target/cost.ts';
import {dumpSnapshot} from '../../source/profile/dump-snapshot.ts';
import {createInterner} from '../../source/profile/interner.ts';
import type {Snapshot} from '../../source/profile/model.ts';
import {bytesOf, decode, fixture, groupOfId, releases} from './fixtures.ts';

const block = (id: number, name = 'main.work') =>
  `goroutine ${id} [chan receive]:\n${name}(0xc00001${id})\n\t/app/main.go:20 +0x${id}5\ncreated by main.run in goroutine 1\n\t/app/main.go:15 +0x58\n`;

const byText = (one: object, other: object) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);

/** Gives the parser the bytes in pieces of one size. */
function inPieces(bytes: Uint8Array, size: number): Snapshot {
  const interner = createInterner();
  const parser = createDumpParser(interner);
  for (let at = 0; at < bytes.length; at += size) {
    parser.push(bytes.subarray(at, at + size));
  }

  return dumpSnapshot(parser.finish(), interner, {source: 'file', takenAt: 0});
}

async function firstAlive(text: string): Promise<number | undefined> {
  const {groups} = await decode(text);
  return groups[0]!.creators[0]!.alive;
}

describe('header-variants.txt', () => {
  test.each([
    [1, 'running', 'running', {}, 0, undefined],
    [18, 'chan receive', 'chan receive', {}, 5, 'main.run'],
    [19, 'chan receive', 'chan receive', {}, 0, 'main.run'],
    [20, 'select', 'select', {route: 'GET /items[id]', tenant: 'acme'}, 12, 'main.run'],
    [21, 'IO wait', 'IO wait', {request: '42'}, 0, 'main.run'],
    [22, 'chan receive', 'chan receive', {}, 0, 'main.run'],
    [23, 'select (no cases)', 'select', {}, 3, 'main.run'],
    [24, 'sync.Mutex.Lock', 'mutex', {}, 9, 'main.(*T[...]).Start.func1'],
    [25, 'running', 'running', {}, 0, 'main.run'],
    [26, 'GC worker (idle)', 'GC', {}, 0, 'runtime.gcBgMarkStartWorkers'],
  ])('goroutine %i is [%s]', async (id, status, family, labels, minutes, creator) => {
    const snapshot = await decode(fixture('header-variants.txt'));
    const group = groupOfId(snapshot, id);

    expect(snapshot).toMatchObject({total: 10, complete: true, missing: 0, observer: 0, skippedLines: 0});
    expect(group).toMatchObject({status, count: 1, leaked: id === 19 ? 1 : 0, identity: {family, labels}});
    expect([...group.members!.waitMinutes]).toEqual([minutes]);
    expect([...group.members!.createdBy]).toEqual([id === 1 ? 0 : 1]);
    expect([...group.members!.lockedToThread]).toEqual([id === 23 ? 1 : 0]);
    expect(group.creators.map((one) => [one.frame.function, one.count, one.alive])).toEqual(
      creator === undefined ? [] : [[creator, 1, 1]],
    );
  });

  test('a stack that is unavailable is empty', async () => {
    expect(groupOfId(await decode(fixture('header-variants.txt')), 25).identity.stack).toEqual([]);
  });
});

describe('special dumps', () => {
  test('labels are the same in the form of 1.26 and in that of 1.27', async () => {
    const expected = [
      {},
      {a: 'b'},
      {'k ey': String.raw`v]al: {x}, "q"\x0a2`},
      {path: '/api/v1.2_x'},
      {dash: 'a-b'},
      {uni: 'é'},
      {b: '2', z: '1'},
      {empty: ''},
    ];

    for (const file of ['labels-go1.26-tracebacklabels1.txt', 'labels-go1.27.txt']) {
      const {groups} = await decode(fixture(`special/${file}`));
      expect(groups.map((group) => group.identity.labels).toSorted(byText)).toEqual(
        expected.toSorted(byText),
      );
    }
  });

  test('where creators came from is no part of a stack', async () => {
    const snapshot = await decode(fixture('special/ancestors-go1.27.txt'));

    expect(snapshot).toMatchObject({total: 8, complete: true, skippedLines: 0});
    expect(
      new Set(
        snapshot.groups.slice(1).map((group) => group.identity.stack.map((one) => one.function).join(' ')),
      ),
    ).toEqual(new Set(['main.main.func1 runtime/pprof.Do']));
    expect(snapshot.groups[1]!.creators[0]!.frame).toEqual({
      function: 'main.main',
      file: '/srv/app/main.go',
      line: 5,
    });
  });

  test.each([
    ['special/synctest-go1.25.txt', 20],
    ['special/synctest-go1.27.txt', 21],
    ['special/cgo-go1.19.txt', 4],
    ['special/cgo-go1.27.txt', 4],
  ])('%s holds %i goroutines, and nothing in it is unreadable', async (file, total) => {
    expect(await decode(fixture(file))).toMatchObject({
      total,
      complete: true,
      missing: 0,
      observer: 0,
      skippedLines: 0,
    });
  });

  test('durable waits are grouped with the others', async () => {
    const {groups} = await decode(fixture('special/synctest-go1.27.txt'));

    expect(groups.map((group) => group.status).filter((status) => status.includes('durable'))).toEqual([]);
    expect(groups.some((group) => group.status === 'synctest.Run' && group.identity.family === 'other')).toBe(
      true,
    );
  });

  test('a goroutine in C is in a system call, and may be locked to its thread', async () => {
    const snapshot = await decode(fixture('special/cgo-go1.27.txt'));

    expect(groupOfId(snapshot, 22)).toMatchObject({status: 'syscall', identity: {family: 'syscall'}});
    expect([...groupOfId(snapshot, 22).members!.lockedToThread]).toEqual([1]);
    expect(groupOfId(snapshot, 22).identity.stack[0]).toEqual({
      function: 'main._Cfunc_mysleep',
      file: '_cgo_gotypes.go',
      line: 58,
    });
  });

  test('what the garbage collector has proven leaked is counted, and splits no group', async () => {
    for (const file of ['go1.27/gl2.txt', 'go1.27/g2-after-leak.txt']) {
      const snapshot = await decode(fixture(file));
      expect(snapshot.total + snapshot.observer).toBe(54);
      expect(snapshot.groups.reduce((sum, group) => sum + group.leaked, 0)).toBe(16);
    }

    const before = await decode(fixture('go1.27/g2.txt'));
    const after = await decode(fixture('go1.27/g2-after-leak.txt'));
    expect(groupOfId(after, 20).identity.key).toBe(groupOfId(before, 20).identity.key);
  });
});

describe('in pieces', () => {
  test.each([1, 2, 3, 7, 64, 1000, 65_536])('pieces of %i bytes give what one piece gives', async (size) => {
    for (const file of ['go1.27/g2.txt', 'special/synctest-go1.25.txt', 'header-variants.txt']) {
      const bytes = fixture(file);
      expect(inPieces(bytes, size)).toEqual(inPieces(bytes, bytes.length));
    }
  });
});

describe('creators', () => {
  test('a creator is alive when its goroutine is in the dump', async () => {
    const text = block(1) + '\n' + block(2) + '\n' + block(3).replace('goroutine 1\n', 'goroutine 99\n');
    const {groups} = await decode(text);

    expect(groups).toHaveLength(1);
    expect(groups[0]!.creators).toEqual([
      {frame: {function: 'main.run', file: '/app/main.go', line: 15}, count: 3, alive: 2},
    ]);
  });

  test('in a dump that was cut, a creator that is not in it may be in what is missing', async () => {
    const isThere = block(1) + '\n' + block(2);
    const orphan = block(3).replace('goroutine 1\n', 'goroutine 99\n');

    expect(await firstAlive(`${isThere}\n${orphan}\n${block(4).slice(0, 60)}`)).toBeUndefined();
    expect(await firstAlive(`${isThere}\n${block(4).slice(0, 60)}`)).toBe(2);
  });

  test('before Go 1.21 a creator has no id, and is called neither alive nor gone', async () => {
    for (const release of releases) {
      const {groups} = await decode(fixture(`${release}/g2.txt`));
      const creators = groups.flatMap((group) => group.creators);
      expect(creators.reduce((sum, one) => sum + one.count, 0)).toBeGreaterThan(40);
      const isTold = Number(release.slice(4)) >= 21;
      expect(creators.every(({alive}) => alive === undefined)).toBe(!isTold);
      expect(creators.some(({alive = 0}) => alive > 0)).toBe(isTold);
    }
  });
});

describe('odd input', () => {
  test('a dump without blank lines between goroutines, or with CRLF, is the same dump', async () => {
    const expected = await decode(fixture('go1.27/g2.txt'));
    const text = Buffer.from(fixture('go1.27/g2.txt')).toString();

    expect(await decode(text.replaceAll('\n\n', '\n'))).toEqual(expected);
    expect(await decode(text.replaceAll('\n', '\r\n'))).toEqual(expected);
    expect(await decode(text.trimEnd())).toEqual(expected);
  });

  test('lines of another log in between are skipped and counted', async () => {
    const text =
      block(1).replace('created by', '2026/11/21 05:00:00 listening on :80\ncreated by') + '\n' + block(2);
    const snapshot = await decode(text);

    expect(snapshot).toMatchObject({total: 2, complete: true, skippedLines: 1});
    expect(snapshot.groups).toHaveLength(1);
  });

  test('a line of another log between a function and its file belongs to neither', async () => {
    const noise = '2026/11/21 05:00:00 GET /x (200)\n';
    const text = block(1).replaceAll(/^(?=\t)/gm, noise) + '\n' + block(2);
    const snapshot = await decode(text);

    expect(snapshot).toMatchObject({total: 2, complete: true, skippedLines: 2});
    expect(snapshot.groups).toHaveLength(1);
    expect(snapshot.groups[0]!.creators).toHaveLength(1);
  });

  test('a line that only begins like a goroutine loses nothing', async () => {
    expect(await decode(`${block(1)}goroutine 7 exited\n${block(2)}`)).toMatchObject({
      total: 2,
      complete: true,
      missing: 0,
    });
  });

  test('a header that cannot be read is a goroutine that is missing', async () => {
    expect(
      await decode(`${block(1)}\ngoroutine 7 [broken\nmain.f()\n\t/a.go:1\n\n${block(2)}`),
    ).toMatchObject({
      total: 2,
      complete: false,
      missing: 1,
    });
  });

  test("a crash has no goroutine 0, and those on a thread are once more among that thread's stacks", async () => {
    const header = 'goroutine 2 gp=0xc000002380 m=4 mp=0xc000100008 [chan receive]:';
    const running = block(2).replace(/^.*$/m, header);
    const idle = block(9)
      .replace(/^.*$/m, 'goroutine 0 gp=0x93b2e0 m=0 mp=0x93c0c0 [idle]:')
      .replace(/^created[^]*/m, '');
    const text = `SIGQUIT: quit\n\n${idle}\n${block(1)}\n${running}\n-----\n\nSIGQUIT: quit\n\n${idle}\n${running}\n`;

    expect(await decode(text)).toMatchObject({total: 2, complete: true, missing: 0});
  });

  test('a crash log with registers and an exit status is read', async () => {
    const text = `panic: boom [recovered]\n\tpanic: boom\n\n${block(1)}\n${block(2)}exit status 2\n\nrax    0x0\nrbx    0x1\n`;

    expect(await decode(text)).toMatchObject({total: 2, complete: true});
  });

  test('unknown words are kept as they are', async () => {
    const {groups} = await decode(block(1).replace('chan receive', 'brand new wait (idle)'));

    expect(groups[0]).toMatchObject({status: 'brand new wait (idle)', identity: {family: 'other'}});
  });

  test('no control, bidi or zero-width character of the target gets through', async () => {
    const text = `goroutine 1 [sel\u001bect] {a: "\u202e\\x1b]52;c;eA==\\x07"}:\nmain.f\u200b\u009b31m(0x1)\n\t/app/\u2066evil\u0007.go:1 +0x1\n`;
    const raw = Buffer.concat([
      bytesOf(text),
      Buffer.from([0x6d, 0x9b, 0x28, 0x29, 0x0a, 0x09, 0xff, 0x3a, 0x31, 0x0a]),
    ]);
    const snapshot = await decode(new Uint8Array(raw));
    const everything = JSON.stringify(snapshot.groups.map(({identity, status}) => [identity, status]));

    expect(snapshot.total).toBe(1);
    expect(everything).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(everything).toContain(String.raw`m\\x9b`);
  });
});

describe('bodies that end early', () => {
  test('a block cut at any byte is never shown as a whole one', async () => {
    const first = `${block(1)}\n`;
    const second = block(2, 'main.other');
    // From where the second header can be told, to before its last offset, which need not be complete.
    const ends = Array.from(
      {length: second.lastIndexOf('+0x') + 3 - 'goroutine 2 ['.length},
      (_, index) => index + 'goroutine 2 ['.length,
      // Cut right after a frame, a block looks as if it had been started by the runtime.
    ).filter((end) => !second.slice(0, end).endsWith('+0x25\n'));
    const outcomes = await Promise.all(
      ends.map(async (end) => {
        const {total, complete, missing} = await decode(first + second.slice(0, end));
        return {end, total, complete, missing};
      }),
    );

    expect(outcomes).toEqual(ends.map((end) => ({end, total: 1, complete: false, missing: 1})));
  });

  test('the difference to the expected total is what is missing', async () => {
    const text = Buffer.from(fixture('go1.27/g2.txt')).toString().slice(0, 20_000);
    const seen = text.match(/^goroutine /gm)!.length - 1;

    const cut = await decode(text, {expectedTotal: 52});
    expect(cut).toMatchObject({complete: false, missing: 52 - (seen - cut.observer)});
    expect(await decode(fixture('go1.27/g2.txt'), {expectedTotal: 60})).toMatchObject({
      complete: true,
      missing: 0,
    });
  });

  test('exactly 64 MiB is where the runtime stopped, whatever the last line looks like', () => {
    const unit = bytesOf(`${block(7)}\n`);
    const interner = createInterner();
    const parser = createDumpParser(interner);
    const count = Math.floor(maxStacksBytes / unit.length);
    for (let index = 0; index < count; index++) {
      parser.push(unit);
    }

    parser.push(unit.subarray(0, maxStacksBytes - count * unit.length));
    const snapshot = dumpSnapshot(parser.finish(), interner, {
      source: 'debug=2',
      takenAt: 0,
      expectedTotal: 1_000_000,
    });

    expect(snapshot).toMatchObject({total: count, complete: false, missing: 1_000_000 - count});
  });

  test('a goroutine of more than a megabyte of text is dropped, and the next one is read', () => {
    const endless = `goroutine 5 [select]:\n${'main.f()\n\t/a.go:1\n'.repeat(100_000)}`;
    const snapshot = inPieces(bytesOf(`${endless}\n${block(2)}`), 65_536);

    expect(snapshot).toMatchObject({total: 1, complete: false, missing: 1});
  });
});

describe('the log of a process that the runtime ended', () => {
  const words = 'fatal error: all goroutines are asleep - deadlock!';

  test.each([1, 7, 4096])('says that all were asleep, read in pieces of %i bytes', (size) => {
    const text = `starting\n${words}\n\n${block(1)}\n${block(7)}exit status 2\n`;
    expect(inPieces(bytesOf(text), size)).toMatchObject({isDeadlock: true, total: 2});
  });

  test('may have something before each line', () => {
    expect(inPieces(bytesOf(`bank-1  | ${words}\n\n${block(1)}`), 4096).isDeadlock).toBe(true);
  });

  test.each([
    ['nothing of the kind', `${block(1)}\n${block(7)}`],
    ['another end', `fatal error: concurrent map writes\n\n${block(1)}`],
    ['what a goroutine wrote later', `${block(1)}\n${words}\n`],
    ['the name of a function', block(1, 'main.deadlock')],
  ])('says nothing of it: %s', (_, text) => {
    expect(inPieces(bytesOf(text), 4096).isDeadlock).toBeUndefined();
  });
});
