import {gunzipSync, gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {createRandom} from '../../bench/dump.ts';
import {DecodeError} from '../../source/profile/decode-error.ts';
import {createDumpParser} from '../../source/profile/dump-parser.ts';
import {createInterner} from '../../source/profile/interner.ts';
import type {Snapshot} from '../../source/profile/model.ts';
import {decode, fixture} from './fixtures.ts';

const textIterations = 1500;
const binaryIterations = 1500;

/** Changes, removes, repeats and inserts bytes, at up to eight places. */
function mutate(bytes: Uint8Array, random: () => number): Uint8Array {
  let mutated = Uint8Array.from(bytes);
  const below = (limit: number) => Math.floor(random() * limit);
  for (let changes = 1 + below(8); changes > 0 && mutated.length > 0; changes--) {
    const at = below(mutated.length);
    const length = 1 + below(200);
    const kind = below(5);
    if (kind === 0) {
      mutated[at] = below(256);
    } else if (kind === 1) {
      mutated = Uint8Array.from([...mutated.subarray(0, at), ...mutated.subarray(at + length)]);
    } else if (kind === 2) {
      mutated = Uint8Array.from([...mutated.subarray(0, at + length), ...mutated.subarray(at)]);
    } else if (kind === 3) {
      mutated = mutated.slice(0, at);
    } else {
      const inserted = Array.from({length: below(20)}, () =>
        '\n\t [](){}:",0x\u001b\\'.codePointAt(below(18))!,
      );
      mutated = Uint8Array.from([...mutated.subarray(0, at), ...inserted, ...mutated.subarray(at)]);
    }
  }

  return mutated;
}

function expectSound(snapshot: Snapshot): void {
  expect(snapshot.groups.reduce((sum, group) => sum + group.count, 0)).toBe(snapshot.total);
  expect(snapshot.missing).toBeGreaterThanOrEqual(0);
  expect(new Set(snapshot.groups.map((group) => group.identity.key)).size).toBe(snapshot.groups.length);
  const strings = JSON.stringify(
    snapshot.groups.map(({identity, status, creators}) => [identity, status, creators]),
  );
  expect(strings).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
}

async function survives(bytes: Uint8Array): Promise<void> {
  try {
    expectSound(await decode(bytes));
  } catch (error) {
    if (!(error instanceof DecodeError)) {
      throw error;
    }
  }
}

describe('damaged input never does more than lose what was damaged', () => {
  test.each([
    'go1.15/g2.txt',
    'go1.27/gl2.txt',
    'special/labels-go1.27.txt',
    'special/labels-go1.26-tracebacklabels1.txt',
    'special/ancestors-go1.27.txt',
    'header-variants.txt',
  ])('%s as a dump', (file) => {
    const random = createRandom(file.length);
    const bytes = fixture(file).subarray(0, 4000);
    for (let iteration = 0; iteration < textIterations; iteration++) {
      const parser = createDumpParser(createInterner());
      const mutated = mutate(bytes, random);
      const split = Math.floor(random() * mutated.length);
      parser.push(mutated.subarray(0, split));
      parser.push(mutated.subarray(split));
      const dump = parser.finish();
      expect(dump.lost).toBeLessThan(200);
    }
  });

  test.each([
    'go1.15/g2.txt',
    'go1.27/g2.txt',
    'go1.19/g1.txt',
    'go1.27/g1.txt',
    'special/synctest-go1.25.txt',
    'header-variants.txt',
  ])('%s as a file', async (file) => {
    const random = createRandom(7 * file.length);
    const bytes = fixture(file).subarray(0, 6000);
    for (let iteration = 0; iteration < textIterations / 5; iteration++) {
      await survives(mutate(bytes, random));
    }
  });

  test.each(['go1.15/g0.pb.gz', 'go1.27/g0.pb.gz', 'go1.27/delta.pb.gz', 'special/cgo-go1.27.pb.gz'])(
    '%s unpacked',
    async (file) => {
      const random = createRandom(3 * file.length);
      const bytes = gunzipSync(fixture(file)).subarray(0, 6000);
      for (let iteration = 0; iteration < binaryIterations; iteration++) {
        await survives(mutate(bytes, random));
      }
    },
    30_000,
  );

  test('gzip', async () => {
    const random = createRandom(11);
    const bytes = gzipSync(fixture('go1.27/g2.txt').subarray(0, 3000));
    for (let iteration = 0; iteration < 300; iteration++) {
      await survives(mutate(bytes, random));
    }
  });
});
