import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {decodeHere} from '../../source/profile/decode-here.ts';
import type {Snapshot} from '../../source/profile/model.ts';
import {pprofOf} from '../../source/report/pprof-out.ts';
import {buildDemoGoApp, findGo, isMissing, startDemoGoApp} from '../helpers/go-process.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {decode, fixture} from '../profile/fixtures.ts';

const go = findGo();

/** What `go tool pprof -raw` makes of a profile: one line for each sample, with its count, labels and frames. */
function rawSamples(profile: Uint8Array): string[] {
  const file = path.join(temporaryFolder(), 'goroutines.pb.gz');
  writeFileSync(file, profile);
  const {status, stdout, stderr} = spawnSync('go', ['tool', 'pprof', '-raw', file], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect({status, stderr}).toEqual({status: 0, stderr: ''});
  const [head = '', places = ''] = stdout.split(/^Locations$/m);
  const frames = new Map(
    Array.from(places.matchAll(/^ +(\d+): 0x0 M=1 (.*) s=\d+$/gm), ([, id = '', frame = '']) => [id, frame]),
  );
  const samples: {count: string; labels: string; ids: string}[] = [];
  for (const line of (head.split('goroutine/count\n')[1] ?? '').split('\n').filter((one) => one !== '')) {
    const [, count, ids = ''] = /^ *(-?\d+): ([\d ]*)$/.exec(line) ?? [];
    if (count === undefined) samples.at(-1)!.labels = line.trim();
    else samples.push({count, labels: '', ids: ids.trim()});
  }

  return samples.map(({count, labels, ids}) =>
    [
      count,
      labels,
      ...(ids === '' ? [] : ids.split(' ')).map((id) => frames.get(id) ?? `location ${id}`),
    ].join('\n'),
  );
}

/** The same lines made of a snapshot; the runtime's frames, which it does not have, are left out of both. */
function samplesOf({groups}: Snapshot): string[] {
  return groups.map(({count, identity: {labels, stack}}) =>
    [
      count,
      // Of a label with an empty value pprof keeps nothing, whoever wrote it.
      Object.entries(labels)
        .filter(([, value]) => value !== '')
        .map(([key, value]) => `${key}:[${value}]`)
        .toSorted()
        .join(' '),
      ...stack.map((frame) => `${frame.function} ${frame.file}:${frame.line}:0`),
    ].join('\n'),
  );
}

const isHidden = (line: string) => /^(?:runtime|internal\/runtime\/\w+)\.\S+ :\d+:0$/.test(line);
const withoutRuntime = (samples: readonly string[]) =>
  samples
    .map((sample) =>
      sample
        .split('\n')
        .filter((line) => !isHidden(line))
        .join('\n'),
    )
    .toSorted();

describe.skipIf(isMissing(go))(
  'go tool pprof -raw agrees with gorowatch on counts, labels and stacks',
  () => {
    test.each([
      'go1.15/g0.pb.gz',
      'go1.22/g2.txt',
      'go1.26/g1.txt',
      'go1.27/g2.txt',
      'special/labels-go1.27.txt',
    ])('of %s', async (name) => {
      const before = await decode(fixture(name));
      const raw = rawSamples(pprofOf(before));
      expect(raw.length).toBeGreaterThan(3);
      expect(withoutRuntime(raw)).toEqual(samplesOf(before).toSorted());
    });

    test('of a running process, its counts and its full stacks', {timeout: 300_000}, async () => {
      const target = await startDemoGoApp(buildDemoGoApp(go), {
        args: [
          '-scenario',
          'unbuffered-send=7',
          '-scenario',
          'nil-channel=3',
          '-scenario',
          'mutex-not-released=2',
        ],
      });
      for (const debug of [0, 2] as const) {
        const answer = await fetch(`http://${target.host}/debug/pprof/goroutine?debug=${debug}`);
        const before = await decodeHere([new Uint8Array(await answer.arrayBuffer())], {
          source: `debug=${debug}`,
          takenAt: Date.now(),
        });
        expect(before.total).toBeGreaterThan(12);
        const raw = rawSamples(pprofOf(before));
        expect(withoutRuntime(raw)).toEqual(samplesOf(before).toSorted());
        expect(raw.filter((sample) => sample.includes('runtime.chansend1')).length).toBeGreaterThan(0);
      }
    });
  },
);
