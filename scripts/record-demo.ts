// Records the answers of a running demo-go-app, for `gorowatch demo` on machines without Go:
//
//   node scripts/record-demo.ts localhost:6060 SECONDS
//
// Full stacks are taken every tenth time only, so that the file stays small.
import {writeFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {parseAddress} from '../source/target/address.ts';
import {openTarget} from '../source/target/pprof-target.ts';
import {packAnswers, type RecordedAnswers} from '../source/target/recorded-target.ts';

const stepMs = 2000;
const stacksEvery = 5;
const file = 'source/commands/demo-recording.bin';

const [, , where = 'localhost:6060', seconds = '300'] = process.argv;
const target = openTarget(parseAddress(where));
const answers: RecordedAnswers[] = [];
const startMs = performance.now();
const commandLine = (await target.commandLine()).replace(/^\S*\//, '');
for (let step = 0; step * stepMs < Number(seconds) * 1000; step++) {
  const atMs = Math.round(performance.now() - startMs);
  const {reply: index} = await target.index();
  const counts = await target.goroutines({debug: 0});
  const stacks = step % stacksEvery === 0 ? await target.goroutines({debug: 2}) : undefined;
  answers.push({
    atMs,
    tookMs: {
      index: round(index.durationMs),
      counts: round(counts.durationMs),
      ...(stacks === undefined ? {} : {stacks: round(stacks.durationMs)}),
    },
    index: Buffer.concat(index.chunks).toString(),
    counts: gunzipSync(Buffer.concat(counts.chunks)).toString('base64'),
    ...(stacks === undefined ? {} : {stacks: Buffer.concat(stacks.chunks).toString()}),
  });
  await new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, startMs + (step + 1) * stepMs - performance.now()));
  });
}

await target.close();
const packed = packAnswers({format: 'gorowatch-answers@1', name: 'demo-go-app', commandLine}, answers);
writeFileSync(file, packed);
console.log(`${file}: ${answers.length} moments, ${packed.byteLength} bytes`);

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
