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

function row(name: string, value: string, goal: string): void {
  console.log(`${name.padEnd(44)} ${value.padStart(12)}   ${goal}`);
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

function measureSpeed(body: Uint8Array): void {
  const speeds: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    parse(body);
    speeds.push(body.length / megabyte / ((performance.now() - start) / 1000));
  }

  const first = speeds[0]!;
  speeds.sort((a, b) => a - b);
  row('speed, median of 11', `${speeds[Math.floor(runs / 2)]!.toFixed(0)} MB/s`, 'at least 200');
  row('speed, first run (not yet optimised)', `${first.toFixed(0)} MB/s`, '');
  row('speed, slowest run', `${speeds[0]!.toFixed(0)} MB/s`, '');
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
  row('in the worker, request to snapshot', `${took.toFixed(0)} ms`, '');
  row('longest stall of the main thread meanwhile', `${longest.toFixed(1)} ms`, 'at most 50');
  row(
    'RSS of the whole process above its start',
    `${((process.memoryUsage().rss - before) / mib).toFixed(0)} MiB`,
    'body included',
  );
  const text = await decoder.goroutineTexts([snapshot.groups[0]!.members!.ids[0]!]);
  row('text of one goroutine, afterwards', `${[...text.values()][0]?.length ?? 0} chars`, '');
  await decoder.close();
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
    row(
      'dump',
      `${(body.length / megabyte).toFixed(1)} MB`,
      `${total} goroutines in ${groups.length} groups`,
    );
    measureSpeed(body);
    const output = execFileSync(process.execPath, [import.meta.filename, '--memory', path], {
      encoding: 'utf8',
    });
    const memory: {rss: number; heap: number} = JSON.parse(output);
    row('memory over the body, RSS at its peak', `${(memory.rss / mib).toFixed(0)} MiB`, 'under 150');
    row('memory over the body, heap in use afterwards', `${(memory.heap / mib).toFixed(0)} MiB`, '');
    execFileSync(process.execPath, [import.meta.filename, '--stall', path], {stdio: 'inherit'});
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
