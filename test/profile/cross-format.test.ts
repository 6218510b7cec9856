import {describe, expect, test} from 'vitest';
import {isElision} from '../../source/profile/frame.ts';
import type {Group, Snapshot} from '../../source/profile/model.ts';
import {decode, finalizerReleases, fixture, releases} from './fixtures.ts';

const formats = ['g0.pb.gz', 'g1.txt', 'g2.txt'] as const;

const totals: Readonly<Record<string, number>> = {
  'go1.15': 48,
  'go1.16': 48,
  'go1.17': 48,
  'go1.18': 50,
  'go1.19': 50,
  'go1.20': 50,
  'go1.21': 50,
  'go1.22': 50,
  'go1.23': 54,
  'go1.24': 54,
  'go1.25': 54,
  'go1.26': 54,
  'go1.27': 54,
  'go1.24-finalizer': 56,
  'go1.25-finalizer': 57,
  'go1.27-finalizer': 57,
};

async function allFormats(release: string): Promise<Snapshot[]> {
  return Promise.all(formats.map(async (format) => decode(fixture(`${release}/${format}`))));
}

/**
 * The program's main goroutine fetches the three profiles itself, from three different lines, and each shows it where
 * it fetches that one: its line differs because the program was somewhere else.
 */
function isFetching(group: Group): boolean {
  return group.identity.stack[0]?.function === 'net/http.(*persistConn).roundTrip';
}

/** One goroutine is 300 calls deep; each format cuts it elsewhere: 32 or 128 frames, and 50 + 50 or 100. */
function isDeep(group: Group): boolean {
  return group.identity.stack[0]?.function === 'main.recurse';
}

function entry(group: Group, stack: string): string {
  return `${group.count} × ${group.identity.family}: ${stack}`;
}

function stacksOf(snapshot: Snapshot): string[] {
  // Labels are not in every format's output, so groups that differ in nothing else are added up.
  const groups = new Map<string, Group>();
  for (const group of snapshot.groups.filter((one) => !isFetching(one) && !isDeep(one))) {
    const stack = group.identity.stack
      .map((frame) => `${frame.function} ${frame.file}:${frame.line}`)
      .join('\n');
    const key = `${group.identity.family} ${stack}`;
    groups.set(key, {...group, count: group.count + (groups.get(key)?.count ?? 0)});
  }

  return [...groups].map(([key, group]) => entry(group, key)).toSorted();
}

function placesOf(snapshot: Snapshot): string[] {
  const counts = new Map<string, number>();
  for (const {identity, count} of snapshot.groups.filter((group) => !isFetching(group))) {
    counts.set(identity.place, (counts.get(identity.place) ?? 0) + count);
  }

  return [...counts].map(([place, count]) => `${place} ${count}`).toSorted();
}

describe.each([...releases, ...finalizerReleases])('%s', (release) => {
  test('debug=0, debug=1 and debug=2 give the same families, visible frames and counts', async () => {
    const [binary, text, dump] = (await allFormats(release)).map((snapshot) => stacksOf(snapshot));

    expect(binary!.length).toBeGreaterThan(38);
    expect(text).toEqual(binary);
    expect(dump).toEqual(binary);
  });

  test('every place has the same key in all three formats, the deepest stack included', async () => {
    const [binary, text, dump] = (await allFormats(release)).map((snapshot) => placesOf(snapshot));

    expect(text).toEqual(binary);
    expect(dump).toEqual(binary);
  });

  test('the totals are those the process counted, and the two goroutines of the request are left out', async () => {
    for (const snapshot of await allFormats(release)) {
      expect(snapshot.total + snapshot.observer).toBe(totals[release]);
      expect(snapshot.observer).toBe(2);
      expect(snapshot).toMatchObject({complete: true, missing: 0});
      expect(snapshot.groups.reduce((sum, group) => sum + group.count, 0)).toBe(snapshot.total);
    }
  });

  test('exactly one goroutine of each format has more frames than the format keeps', async () => {
    for (const snapshot of await allFormats(release)) {
      expect(snapshot.groups.filter((group) => isDeep(group))).toHaveLength(1);
      expect(snapshot.groups.filter((group) => isFetching(group))).toHaveLength(1);
    }
  });

  test('nothing is in the family "other"', async () => {
    for (const snapshot of await allFormats(release)) {
      expect(snapshot.groups.filter((group) => group.identity.family === 'other')).toEqual([]);
    }
  });
});

test.each(releases.slice(5))('%s: debug=0 names the status as debug=2 does', async (release) => {
  const [binary, , dump] = await allFormats(release);
  const statuses = new Map(dump!.groups.map((group) => [group.identity.place, group.status]));

  for (const group of binary!.groups.filter((one) => !isFetching(one))) {
    expect([group.identity.key, group.status]).toEqual([
      group.identity.key,
      statuses.get(group.identity.place),
    ]);
  }
});

test('where the runtime left frames out of a stack, the stack says so', async () => {
  const {groups} = await decode(fixture('go1.27/g2.txt'));
  const deep = groups.find((group) => isDeep(group))!;

  expect(deep.identity.stack.filter((frame) => isElision(frame))).toEqual([
    {function: '...205 frames elided...', file: '', line: 0},
  ]);
});
