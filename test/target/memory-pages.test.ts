import {readFileSync} from 'node:fs';
import {describe, expect, onTestFinished, test} from 'vitest';
import {parseAddress} from '../../source/target/address.ts';
import {parseMemoryHeap} from '../../source/target/memory-heap.ts';
import {memoryPages} from '../../source/target/memory-pages.ts';
import {parseMemoryVars} from '../../source/target/memory-vars.ts';
import {openTarget} from '../../source/target/pprof-target.ts';
import {seeded} from '../helpers/seeded.ts';
import * as hostile from '../helpers/hostile-server.ts';

// As Go 1.26.8 wrote them.
const vars =
  '{\n"cmdline": ["/srv/app"],\n"memstats": {"Alloc":1281400,"TotalAlloc":1281400,"Sys":12278024,"Lookups":0,' +
  '"Mallocs":792,"Frees":25,"HeapAlloc":1281400,"HeapSys":8060928,"HeapIdle":6348800,"HeapInuse":1712128,' +
  '"HeapReleased":6316032,"HeapObjects":767,"StackInuse":327680,"StackSys":327680,"NumGC":3,"EnableGC":true},\n' +
  '"requests": {"memstats": {"HeapInuse":1}}\n}\n';
const varsSizes = {
  heapInUse: 1_712_128,
  heapAllocated: 1_281_400,
  stacksInUse: 327_680,
  system: 12_278_024,
  collections: 3,
};
const record =
  '1: 1048576 [1: 1048576] @ 0x6b8a3d 0x454175\n#\t0x6b8a3c\tmain.main+0x1c\t/srv/app/main.go:22\n\n';
const figures =
  '\n# runtime.MemStats\n# Alloc = 1334048\n# Sys = 12278024\n# HeapAlloc = 1334048\n# HeapSys = 8060928\n' +
  '# HeapInuse = 1785856\n# Stack = 327680 / 393216\n# MSpan = 24000 / 32640\n' +
  `# PauseNs = [${'0 '.repeat(255)}0]\n# PauseEnd = [${'0 '.repeat(255)}0]\n# NumGC = 7\n# DebugGC = false\n# MaxRSS = 9117696\n`;
const heap = `heap profile: 1: 1048576 [1: 1048576] @ heap/1048576\n${record}${figures}`;
const heapSizes = {
  heapInUse: 1_785_856,
  heapAllocated: 1_334_048,
  stacksInUse: 327_680,
  system: 12_278_024,
  collections: 7,
};

describe('what expvar publishes', () => {
  test('tells the memory, whatever else the program publishes', () => {
    expect(parseMemoryVars(vars)).toEqual(varsSizes);
  });

  test('is refused when it is something else, or cut, or no sizes', () => {
    for (const body of [
      '',
      'null',
      '[]',
      '{}',
      '{"memstats": 7}',
      '{"memstats": {"HeapInuse": 1}}',
      '<!DOCTYPE html>',
      '['.repeat(500_000),
    ]) {
      expect(parseMemoryVars(body)).toBeUndefined();
    }

    for (let length = 0; length < vars.length - 2; length += 7) {
      expect(parseMemoryVars(vars.slice(0, length))).toBeUndefined();
    }

    for (const wrong of ['-1', '"1712128"', '1e300', '0.5', 'null', '[1]', 'true']) {
      expect(parseMemoryVars(vars.replace('1712128', wrong))).toBeUndefined();
    }
  });
});

describe('the end of a heap profile', () => {
  const bytes = new TextEncoder().encode(heap);

  test('tells the memory, however the answer was cut into blocks', () => {
    for (const size of [1, 7, 100, 4096, bytes.length]) {
      const chunks: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
      expect(parseMemoryHeap(chunks)).toEqual(heapSizes);
    }
  });

  test('is found behind megabytes of records', () => {
    const records = new TextEncoder().encode(record.repeat(30_000));
    expect(parseMemoryHeap([records, bytes])).toEqual(heapSizes);
  });

  test('says nothing when it is missing or cut, or not of such a profile', () => {
    expect(parseMemoryHeap([])).toBeUndefined();
    expect(parseMemoryHeap([new TextEncoder().encode(record)])).toBeUndefined();
    const end = heap.indexOf('# NumGC');
    for (let length = 0; length < end; length += 13) {
      expect(parseMemoryHeap([bytes.subarray(0, length)])).toBeUndefined();
    }
  });

  test('never throws, whatever the bytes are', () => {
    const {below} = seeded(11);
    for (let run = 0; run < 300; run++) {
      const damaged = bytes.slice();
      for (let hits = below(20); hits >= 0; hits--) damaged[below(damaged.length)] = below(256);
      const sizes = parseMemoryHeap([damaged]);
      for (const size of Object.values(sizes ?? {}))
        expect(Number.isSafeInteger(size) && size >= 0).toBe(true);
    }
  });
});

test('expvar is looked for beside the profiles', () => {
  const {pathFrom} = memoryPages.vars;
  expect(pathFrom('/debug/pprof/')).toBe('/debug/vars');
  expect(pathFrom('/admin/debug/pprof/')).toBe('/admin/debug/vars');
  expect(pathFrom('/profiles/')).toBe('/debug/vars');
});

describe('a target', () => {
  const index = readFileSync(new URL('../fixtures/goroutine/go1.27/index.html', import.meta.url));

  async function attach(pages: Record<string, string>) {
    const routes = Object.entries(pages).map(([path, body]) => [path, hostile.answer(body)] as const);
    const server = await hostile.hostileServer(
      hostile.routes({'/debug/pprof/': hostile.answer(index), ...Object.fromEntries(routes)}),
    );
    const target = openTarget(parseAddress(server.host));
    onTestFinished(() => target.close());
    return target;
  }

  test('tells its memory on either page', async () => {
    const target = await attach({'/debug/vars': vars, '/debug/pprof/heap?debug=1': heap});
    expect((await target.memory('vars')).sizes).toEqual(varsSizes);
    expect((await target.memory('heap')).sizes).toEqual(heapSizes);
  });

  test('is refused when a page is missing, something else, or without an end', async () => {
    const target = await attach({
      '/debug/vars': '<html><title>Sign in</title>',
      '/debug/pprof/heap?debug=1': 'x'.repeat(memoryPages.heap.maxBytes + 1),
    });
    await expect(target.memory('vars')).rejects.toMatchObject({kind: 'not pprof'});
    await expect(target.memory('heap')).rejects.toMatchObject({kind: 'too large'});
    const bare = await attach({});
    await expect(bare.memory('vars')).rejects.toMatchObject({kind: 'not found'});
  });
});
