// How fast a debug=2 dump is read, what memory that takes, and how long the screen has to wait: node bench/parse.ts
import {execFileSync} from 'node:child_process';
import {createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {ProfileDecoder} from '../source/profile/decoder.ts';
import {createDumpParser} from '../source/profile/dump-parser.ts';
import {dumpSnapshot} from '../source/profile/dump-snapshot.ts';
import {createInterner} from '../source/profile/interner.ts';
import type {Snapshot} from '../source/profile/model.ts';
import {makeDump} from './dump.ts';
import {type Figure, milliseconds, printFigures, quantile} from './figures.ts';

const goroutineCount = 100_000;
const stackCount = 400;
const runs = 11;
const chunkBytes = 64 * 1024;
const mib = 1024 * 1024;
const megabyte = 1_000_000;

function parse(body: Uint8Array): Snapshot {
  const interner = createInterner();
  const parser = createDumpParser(interner);
  for (let at = 0; at < body.length; at += chunkBytes) {
    parser.push(body.subarray(at, at + chunkBytes));
  }

  return dumpSnapshot(parser.finish(), interner, {source: 'file', takenAt: 0});
}

/** Runs in a process of its own, where nothing but the body has been allocated. */
function measureMemory(path: string): void {
  const file = readFileSync(path);
  const body = new Uint8Array(file.buffer, file.byteOffset, file.length);
  const before = process.memoryUsage();
  const snapshot = parse(body);
  const after = process.memoryUsage();
  const peak = process.resourceUsage().maxRSS * 1024;
  console.log(
    JSON.stringify({rss: peak - before.rss, heap: after.heapUsed - before.heapUsed, total: snapshot.total}),
  );
}

function measureSpeed(body: Uint8Array): Figure[] {
  const speeds: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    parse(body);
    speeds.push(body.length / megabyte / ((performance.now() - start) / 1000));
  }

  const median = quantile(speeds, 0.5);
  return [
    {
      name: 'speed of reading a dump',
      target: '≥ 200 MB/s',
      measured: `median ${median.toFixed(0)} MB/s, slowest ${Math.min(...speeds).toFixed(0)}, first ${speeds[0]!.toFixed(0)}`,
      ok: median >= 200,
    },
  ];
}

/** Reads the body in pieces, as it would arrive, and watches how late a timer of this thread gets its turn. */
async function measureStall(path: string): Promise<void> {
  const decoder = new ProfileDecoder();
  await decoder.decode([new Uint8Array(Buffer.from('goroutine 1 [running]:\n'))], {
    source: 'file',
    takenAt: 0,
  });
  const before = process.memoryUsage().rss;
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of createReadStream(path, {highWaterMark: chunkBytes}) as AsyncIterable<Buffer>) {
    chunks.push(new Uint8Array(chunk));
  }

  const start = performance.now();
  const snapshot = await decoder.decode(chunks, {source: 'file', takenAt: 0, keepText: true});
  const took = performance.now() - start;
  clearInterval(timer);
  const resident = process.memoryUsage().rss - before;
  const text = await decoder.goroutineTexts([snapshot.groups[0]!.members!.ids[0]!]);
  await decoder.close();
  const figures: Figure[] = [
    {
      name: '… in the worker, with its text kept',
      target: '',
      measured: `${milliseconds(took)}; RSS +${(resident / mib).toFixed(0)} MiB, body included`,
    },
    {
      name: '… longest stall of the main thread meanwhile',
      target: '≤ 50 ms',
      measured: milliseconds(longest),
      ok: longest <= 50 && [...text.values()].every((one) => one.length > 0),
    },
  ];
  console.log(JSON.stringify(figures));
}

const [, , mode, file] = process.argv;
if (mode === '--memory' && file !== undefined) {
  measureMemory(file);
} else if (mode === '--stall' && file !== undefined) {
  await measureStall(file);
} else {
  const folder = mkdtempSync(join(tmpdir(), 'gorowatch-bench-'));
  try {
    const path = join(folder, 'dump.txt');
    const body = makeDump(goroutineCount, stackCount);
    writeFileSync(path, body);
    const {groups, total} = parse(body);
    const speed = measureSpeed(body);
    const child = (part: string) =>
      execFileSync(process.execPath, [import.meta.filename, part, path], {encoding: 'utf8'});
    const memory: {rss: number; heap: number} = JSON.parse(child('--memory'));
    const stall: Figure[] = JSON.parse(child('--stall'));
    printFigures([
      {
        name: 'the dump',
        target: '',
        measured: `${(body.length / megabyte).toFixed(1)} MB, ${total} goroutines in ${groups.length} groups`,
      },
      ...speed,
      {
        name: '… memory over the body, RSS at its peak',
        target: '< 150 MiB',
        measured: `${(memory.rss / mib).toFixed(0)} MiB, ${(memory.heap / mib).toFixed(0)} in use afterwards`,
        ok: memory.rss < 150 * mib,
      },
      ...stall,
    ]);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
