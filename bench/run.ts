// Every benchmark, one after the other, and one table of what they found: npm run bench [-- --only keys,stall]
// The machine should have nothing else to do meanwhile. Takes about twenty minutes, most of it for what watching costs.
import {spawn} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {type Figure, jsonFlag, tableOf} from './figures.ts';

const benchmarks = ['parse', 'judge', 'first-paint', 'stall', 'keys', 'recording', 'live', 'cost'];

const {values} = parseArgs({options: {only: {type: 'string'}}});
const wanted = values.only === undefined ? benchmarks : values.only.split(',');

/** Runs one benchmark in a process of its own, so that none finds the memory that another has left behind. */
function run(name: string): Promise<Figure[]> {
  const script = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, jsonFlag], {stdio: ['ignore', 'pipe', 'inherit']});
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('exit', (code) => {
      const last = output.trim().split('\n').at(-1) ?? '';
      resolve(code === 0 ? JSON.parse(last) : [{name, target: '', measured: 'failed', ok: false}]);
    });
  });
}

const figures: Figure[] = [];
for (const name of wanted) {
  process.stderr.write(`${name} …\n`);
  figures.push(...(await run(name)));
}

console.log(tableOf(figures));
const missed = figures.filter(({ok}) => ok === false).length;
console.log(`\n${figures.filter(({ok}) => ok === true).length} reached, ${missed} missed`);
process.exitCode = missed === 0 ? 0 : 1;
