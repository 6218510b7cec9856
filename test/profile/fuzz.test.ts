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
  let mutated = Buffer.from(bytes);
  const below = (limit: number) => Math.floor(random() * limit);
  for (let changes = 1 + below(8); changes > 0 && mutated.length > 0; changes--) {
    const at = below(mutated.length);
    const length = 1 + below(200);
    const before = mutated.subarray(0, at);
    const kind = below(10);
    if (kind < 4) {
      mutated[at] = below(256);
    } else if (kind < 6) {
      mutated = Buffer.concat([before, mutated.subarray(at + length)]);
    } else if (kind < 7) {
      mutated = Buffer.concat([mutated.subarray(0, at + length), mutated.subarray(at)]);
    } else if (kind < 8) {
      mutated = Buffer.from(before);
    } else {
      const inserted = Array.from({length: below(20)}, () =>
        specialCharacters.codePointAt(below(specialCharacters.length))!,
      );
      mutated = Buffer.concat([before, Buffer.from(inserted), mutated.subarray(at)]);
    }
  }

  return new Uint8Array(mutated);
}

const specialCharacters = '\n\t [](){}:",0x\u001b\\';

function expectSound(snapshot: Snapshot): void {
  expect(snapshot.groups.reduce((sum, group) => sum + group.count, 0)).toBe(snapshot.total);
  expect(snapshot.missing).toBeGreaterThanOrEqual(0);
  expect(new Set(snapshot.groups.map((group) => group.identity.key)).size).toBe(snapshot.groups.length);
  const strings = JSON.stringify(
    snapshot.groups.map(({identity, status, creators}) => [identity, status, creators]),
  );
  expect(strings).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
}

/** How many of the mutated inputs could still be read; the others were refused in words. */
async function countReadable(bytes: Uint8Array, iterations: number, random: () => number): Promise<number> {
  let readable = 0;
  const refusals: unknown[] = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    try {
      expectSound(await decode(mutate(bytes, random)));
      readable++;
    } catch (error) {
      refusals.push(error);
    }
  }

  expect(refusals.filter((error) => !(error instanceof DecodeError))).toEqual([]);
  return readable;
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
    expect(await countReadable(bytes, textIterations / 5, random)).toBeGreaterThan(0);
  });

  test.each(['go1.15/g0.pb.gz', 'go1.27/g0.pb.gz', 'go1.27/delta.pb.gz', 'special/cgo-go1.27.pb.gz'])(
    '%s unpacked',
    async (file) => {
      const random = createRandom(3 * file.length);
      const bytes = gunzipSync(fixture(file));
      expect(await countReadable(bytes, binaryIterations, random)).toBeGreaterThan(0);
    },
    30_000,
  );

  test('gzip', async () => {
    const random = createRandom(11);
    const bytes = gzipSync(fixture('go1.27/g2.txt').subarray(0, 3000));
    expect(await countReadable(bytes, 300, random)).toBeGreaterThan(0);
  });
});
