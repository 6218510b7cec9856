import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {fixtureGoroutines, fixtureServer} from '../helpers/fixture-server.ts';
import {gorowatch} from '../helpers/gorowatch.ts';
import {expectContract, readSnapshot} from '../helpers/snapshot-contract.ts';

const folder = path.join(import.meta.dirname, '..', 'fixtures', 'goroutine');
const everything = globSync(['*/g[012].*', '*/delta.pb.gz', 'special/*', 'header-variants.txt'], {
  cwd: folder,
});

describe('snapshot --json of a file is one object as the contract has it', () => {
  test('there are files', () => {
    expect(everything.length).toBeGreaterThan(60);
  });

  test.each(everything.toSorted())('%s', async (name) => {
    const file = path.join(folder, name);
    const ended = await gorowatch(['snapshot', file, '--json']);
    const isSeveral = name.startsWith('special/synctest-');
    const said = `gorowatch: ${path.basename(name)} holds 2 moments; the last one is shown.\n`;
    expect(ended).toMatchObject({status: 0, stderr: isSeveral ? said : ''});
    const snapshot = readSnapshot(ended.stdout);
    expectContract(snapshot);
    expect(snapshot.source).toBe('file');
    expect(snapshot.target.name).toBe(path.basename(name));
    expect(snapshot.cost.bytes).toBe(readFileSync(file).length);
    expect(snapshot).toMatchObject({complete: true, missing: 0});

    const text = readFileSync(file, 'latin1');
    // A dump begins with the goroutine that has written it.
    const last = isSeveral
      ? text.slice(text.lastIndexOf('\n\ngoroutine ', text.lastIndexOf(' [running]:')))
      : text;
    const unseen = goroutinesIn(name, last) - snapshot.total;
    // At most the request's own two goroutines are left out.
    expect(Number.isNaN(unseen) || (unseen >= 0 && unseen <= 2)).toBe(true);
  });
});

test('of several dumps in a log the last is shown, not all of them added up', async () => {
  const dump = readFileSync(path.join(folder, 'go1.26', 'g2.txt'));
  const ended = await gorowatch(['snapshot', '-', '--json'], {
    stdin: Buffer.concat([dump, Buffer.from('\n'), dump]),
  });
  expect(ended.stderr).toBe('gorowatch: stdin holds 2 moments; the last one is shown.\n');
  expect(readSnapshot(ended.stdout)).toMatchObject({
    total: fixtureGoroutines,
    cost: {bytes: 2 * dump.length + 1},
  });
});

describe('of one process in three formats', () => {
  const contents = ['g0.pb.gz', 'g1.txt', 'g2.txt'].map((name) => path.join(folder, 'go1.26', name));

  test('it says the same total and reasons', async () => {
    const [first, ...others] = await Promise.all(
      contents.map(async (file) => readSnapshot((await gorowatch(['snapshot', file, '--json'])).stdout)),
    );
    expect(first!.total).toBe(fixtureGoroutines);
    for (const other of others) {
      expect(other).toMatchObject({total: first!.total});
      const keys = new Set(first!.groups.map(({key}) => stackOf(key)));
      // The recorded process asked itself: its main function stood at another line each time.
      const different = other.groups.filter(
        ({key, stack}) => !keys.has(stackOf(key)) && stack.at(-1)?.function !== 'main.main',
      );
      expect(different.map((group) => group.function)).toEqual([]);
    }
  });

  test('on stdin, compressed or not, it says what it says of the file', async () => {
    for (const file of contents) {
      const bytes = readFileSync(file);
      const plain = file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
      const [ofFile, ofStdin, ofPlain] = await Promise.all([
        gorowatch(['snapshot', file, '--json']),
        gorowatch(['snapshot', '-', '--json'], {stdin: bytes}),
        gorowatch(['snapshot', '-', '--json'], {stdin: plain}),
      ]);
      const expected = readSnapshot(ofFile.stdout);
      expect(readSnapshot(ofStdin.stdout).groups).toEqual(expected.groups);
      expect(readSnapshot(ofPlain.stdout).groups).toEqual(expected.groups);
      expect(readSnapshot(ofStdin.stdout).target).toEqual({name: 'stdin', url: 'stdin'});
    }
  });
});

describe('of a target', () => {
  test('--json says where it looked, when, and what it cost', async () => {
    const server = await fixtureServer();
    const before = Date.now();
    const ended = await gorowatch(['snapshot', server.host, '--json']);
    expect(ended).toMatchObject({status: 0, stderr: ''});
    const snapshot = readSnapshot(ended.stdout);
    expectContract(snapshot);
    expect(snapshot).toMatchObject({
      source: 'debug=0',
      total: fixtureGoroutines,
      target: {name: server.host, url: `http://${server.host}/debug/pprof/`},
    });
    expect(Date.parse(snapshot.takenAt)).toBeGreaterThanOrEqual(before);
    expect(snapshot.cost.bytes).toBe(readFileSync(path.join(folder, 'go1.26', 'g0.pb.gz')).length);
    expect(snapshot.cost.requestMs).toBeGreaterThan(0);
    expect(server.requests.some((request) => request.includes('debug=2'))).toBe(false);
    expect(snapshot.groups.every(({goroutines}) => goroutines === undefined)).toBe(true);
  });

  test('--stacks lists every goroutine by its id', async () => {
    const {host} = await fixtureServer();
    const {stdout} = await gorowatch(['snapshot', host, '--json', '--stacks']);
    const snapshot = readSnapshot(stdout);
    expectContract(snapshot);
    expect(snapshot.source).toBe('debug=2');
    const ids = snapshot.groups.flatMap(({goroutines = []}) => goroutines.map(({id}) => id));
    expect(new Set(ids).size).toBe(snapshot.total);
    for (const {count, goroutines} of snapshot.groups) expect(goroutines).toHaveLength(count);
    expect(
      snapshot.groups.some(({creators}) => creators.some((creator) => creator.function === 'main.spawn')),
    ).toBe(true);
  });

  test('two looks at the same are the same, but for time and cost', async () => {
    const {host} = await fixtureServer();
    const looks = await Promise.all(
      [1, 2].map(async () => {
        const {
          takenAt: _t,
          cost: _c,
          ...rest
        } = readSnapshot((await gorowatch(['snapshot', host, '--json'])).stdout);
        return rest;
      }),
    );
    expect(looks[0]).toEqual(looks[1]);
  });
});

describe('as a table', () => {
  test('it shows the total, the reasons and one line for each group, without colours', async () => {
    const {host} = await fixtureServer();
    const [table, json] = await Promise.all([
      gorowatch(['snapshot', host]),
      gorowatch(['snapshot', host, '--json']),
    ]);
    expect(table).toMatchObject({status: 0, stderr: ''});
    const snapshot = readSnapshot(json.stdout);
    const lines = table.stdout.trimEnd().split('\n');
    expect(lines[0]).toContain(`${fixtureGoroutines} goroutines`);
    for (const [reason, count] of Object.entries(snapshot.reasons)) {
      expect(lines[1]).toContain(`${reason} ${count}`);
    }

    expect(lines.findIndex((line) => /COUNT +REASON/.test(line))).toBe(
      lines.length - 1 - snapshot.groups.length,
    );
    expect(table.stdout).not.toContain('\u001B');
    for (const line of lines) expect(Array.from(line).length).toBeLessThanOrEqual(160);
  });

  test('--color always paints it all the same', async () => {
    const {host} = await fixtureServer();
    const {stdout} = await gorowatch(['snapshot', host, '--color', 'always']);
    expect(stdout).toContain('\u001B[');
  });
});

/** Goroutines in a text, counted with nothing but a pattern; NaN for a compressed profile. */
function goroutinesIn(name: string, text: string): number {
  if (name.endsWith('.gz')) return Number.NaN;
  const [, total] = /^goroutine profile: total (\d+)/.exec(text) ?? [];
  return total === undefined ? (text.match(/^goroutine \d+/gm)?.length ?? 0) : Number(total);
}

/** The part of a key that comes from reason and stack: up to Go 1.26 the full stacks have no labels. */
function stackOf(key: string): string {
  return key.split('.', 1)[0]!;
}
