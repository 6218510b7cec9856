import {afterEach, describe, expect, test} from 'vitest';
import {makeDump} from '../../bench/dump.ts';
import {ProfileDecoder} from '../../source/profile/decoder.ts';
import {bytesOf, decode, fixture, withoutColumns} from './fixtures.ts';

const open: ProfileDecoder[] = [];
const options = {source: 'file', takenAt: 1} as const;

function createDecoder(): ProfileDecoder {
  const decoder = new ProfileDecoder();
  open.push(decoder);
  return decoder;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map(async (decoder) => decoder.close()));
});

describe('ProfileDecoder', () => {
  test.each(['go1.27/g0.pb.gz', 'go1.27/g1.txt', 'go1.27/g2.txt', 'go1.19/g0.pb.gz', 'go1.27/delta.pb.gz'])(
    'gives for %s what decoding it here gives',
    async (file) => {
      const expected = await decode(fixture(file), {takenAt: 1});

      expect(withoutColumns(await createDecoder().decode([fixture(file)], options))).toEqual({
        skippedLines: 0,
        ...withoutColumns(expected),
      });
    },
  );

  test('a group that is still there has the very same identity', async () => {
    const decoder = createDecoder();
    const first = await decoder.decode([fixture('go1.27/g0.pb.gz')], options);
    const second = await decoder.decode([fixture('go1.27/g0.pb.gz')], options);
    const dump = await decoder.decode([fixture('go1.27/g2.txt')], options);
    const keys = new Map(first.groups.map((group) => [group.identity.key, group.identity]));

    expect(second.groups.every((group) => keys.get(group.identity.key) === group.identity)).toBe(true);
    expect(dump.groups.filter((group) => keys.get(group.identity.key) === group.identity)).toHaveLength(48);
  });

  test('answers calls in the order in which they came', async () => {
    const decoder = createDecoder();
    const totals = await Promise.all(
      ['go1.15/g2.txt', 'header-variants.txt', 'go1.27/g0.pb.gz'].map(
        async (file) => (await decoder.decode([fixture(file)], options)).total,
      ),
    );

    expect(totals).toEqual([46, 10, 52]);
  });

  test('takes over its chunks, and copies those that share a buffer with others', async () => {
    const decoder = createDecoder();
    const own = fixture('header-variants.txt');
    const shared = new Uint8Array(new ArrayBuffer(own.length + 100)).subarray(0, own.length);
    shared.set(own);

    await decoder.decode([shared], options);
    expect(shared.length).toBe(own.length);
    await decoder.decode([own], options);
    expect(own.length).toBe(0);
  });

  test('gives the text of single goroutines of the last dump that was kept', async () => {
    const decoder = createDecoder();
    await decoder.decode([fixture('go1.27/g2.txt')], {...options, keepText: true});
    await decoder.decode([fixture('go1.27/g0.pb.gz')], options);
    const texts = await decoder.goroutineTexts([20, 9_999_999]);

    expect([...texts.keys()]).toEqual([20]);
    expect(texts.get(20)).toMatch(
      /^goroutine 20 \[chan send\] \{cat: "chan-send-unbuf"\}:\nmain\.main\.func1\(\)\n\t\/srv\/app\/main\.go:56 \+0x28\n/,
    );
    expect(texts.get(20)).toMatch(/created by main\.spawn in goroutine 1\n\t\/srv\/app\/main\.go:26 \+0x85$/);
  });

  test('text that was compressed meanwhile is the same', async () => {
    const decoder = createDecoder();
    const dump = makeDump(20_000, 50);
    const text = Buffer.from(dump).toString();
    await decoder.decode([dump], {...options, keepText: true});
    const early = await decoder.goroutineTexts([3, 30_000, 60_000]);
    // Each further call waits for what the worker does in between.
    await decoder.goroutineTexts([3]);
    await decoder.goroutineTexts([3]);
    const late = await decoder.goroutineTexts([3, 30_000, 60_000]);

    expect(late).toEqual(early);
    for (const part of late.values()) {
      expect(text).toContain(part);
    }
  });

  test('a bad profile is an error with advice, and the next one is decoded', async () => {
    const decoder = createDecoder();

    await expect(decoder.decode([bytesOf('<html>')], options)).rejects.toMatchObject({
      name: 'DecodeError',
      kind: 'html',
      advice: expect.stringMatching(/path/) as string,
    });
    expect(await decoder.decode([fixture('header-variants.txt')], options)).toMatchObject({total: 10});
  });

  test('no chunks at all are an empty file', async () => {
    await expect(createDecoder().decode([], options)).rejects.toMatchObject({kind: 'empty'});
  });

  test.each([
    ['throws', `throw new Error('out of luck')`, /out of luck/],
    ['ends', 'process.exit(1)', /ended/],
  ])(
    'a worker that %s rejects what waits for it, and the next call starts another',
    async (_, code, message) => {
      const script = `import {parentPort} from 'node:worker_threads'; parentPort.on('message', () => { ${code} });`;
      const decoder = new ProfileDecoder(new URL(`data:text/javascript,${encodeURIComponent(script)}`));
      open.push(decoder);

      for (let attempt = 0; attempt < 2; attempt++) {
        const outcome: unknown = await decoder
          .decode([bytesOf('x')], options)
          .catch((error: unknown) => error);
        expect(outcome).toMatchObject({kind: 'crashed', message: expect.stringMatching(message) as string});
      }
    },
  );

  test('when closed, what waits is rejected, and so is what comes after', async () => {
    const decoder = createDecoder();
    const waiting = decoder.decode([makeDump(20_000, 50)], options);
    const outcome = waiting.catch((error: unknown) => error);
    await decoder.close();

    expect(await outcome).toMatchObject({kind: 'closed'});
    await expect(decoder.decode([fixture('header-variants.txt')], options)).rejects.toMatchObject({
      kind: 'closed',
    });
    expect(await decoder.goroutineTexts([1])).toEqual(new Map());
  });
});
