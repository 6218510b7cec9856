import {gzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {gunzip} from '../../source/profile/gunzip.ts';

const textOf = (chunks: readonly Uint8Array[]) => Buffer.concat(chunks).toString();
const sentence = 'goroutine 1 [running]\n'.repeat(500);

test('what was packed is unpacked, in one piece or several', async () => {
  const packed = gzipSync(sentence);
  for (const chunks of [[packed], [packed.subarray(0, 7), packed.subarray(7)]]) {
    const unpacked = await gunzip(chunks);

    expect(textOf(unpacked.chunks)).toBe(sentence);
    expect(unpacked.complete).toBe(true);
  }
});

test('gzip files one after another are unpacked together', async () => {
  const {chunks, complete} = await gunzip([Buffer.concat([gzipSync(sentence), gzipSync('x')])]);

  expect(textOf(chunks)).toBe(`${sentence}x`);
  expect(complete).toBe(true);
});

test('what ends early or is damaged gives what came before', async () => {
  const noise = Buffer.from(Array.from({length: 400_000}, (_, at) => (at * at * 7919) % 251));
  const packed = gzipSync(noise);
  const {chunks, complete} = await gunzip([packed.subarray(0, packed.length - 20)]);

  expect(complete).toBe(false);
  expect(textOf(chunks).length).toBeGreaterThan(0);
});

test('a size that is not true is found out', async () => {
  for (const said of [0, 1, 0xff_ff_ff_ff]) {
    const packed = gzipSync(sentence);
    packed.writeUInt32LE(said, packed.length - 4);

    await expect(gunzip([packed])).rejects.toMatchObject({kind: 'damaged'});
  }
});

test('what becomes larger than any profile is refused', async () => {
  await expect(gunzip([gzipSync(Buffer.alloc(8 * 1024 * 1024))])).rejects.toMatchObject({kind: 'too-large'});
});
