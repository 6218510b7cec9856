// The bugs that every Go installation brings along to test its leak profile with: 68 real ones of GoKer, the patterns of
// Uber's catalogue, and one for each primitive. They stay where they are: what is needed of them is put together anew
// in a temporary folder, where each is made again and again beside busy work.
import {execFile} from 'node:child_process';
import {cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import type {Wanted} from './wanted.ts';
import {buildGo} from './go-program.ts';
import {readings} from './goker-patterns.ts';
import type {Place, Truth} from './truth.ts';

const programs = 'src/runtime/testdata/testgoroutineleakprofile';
const table = 'src/runtime/goroutineleakprofile_test.go';
/** Loops of more rounds than this only serve to hit a race at last: the driver finds out how many it takes. */
const mostRounds = 10;

/** Builds one program of all bugs for each of the two folders, whose names clash. */
export async function buildGoker({folder, go, proof}: Wanted): Promise<{truth: Truth; binary: string}[]> {
  const goRoot = (await promisify(execFile)('go', ['env', 'GOROOT'])).stdout.trim();
  const truths = readTable(readFileSync(join(goRoot, table), 'utf8'));
  const built: {truth: Truth; binary: string}[] = [];
  for (const part of ['', 'goker']) {
    const source = join(folder, `bugs-${part}`);
    const names = assemble(join(goRoot, programs, part), source, truths);
    const output = join(folder, `bugs-${part}-program`);
    await buildGo({folder: source, output, go, proof, trimPath: false});
    built.push(...truths.filter(({name}) => names.has(name)).map((truth) => ({truth, binary: output})));
  }

  return built;
}

/** Writes a package with the bugs of one folder and our driver. Returns the names of those that have a truth. */
function assemble(from: string, to: string, truths: readonly Truth[]): Set<string> {
  mkdirSync(to, {recursive: true});
  const names = new Set<string>();
  for (const file of readdirSync(from).filter((name) => name.endsWith('.go'))) {
    if (file === 'main.go' || file === 'stresstests.go') continue;
    const text = readFileSync(join(from, file), 'utf8');
    for (const match of text.matchAll(/register\("(\w+)"/g)) {
      if (truths.some(({name}) => name === match[1])) names.add(match[1]!);
    }

    writeFileSync(join(to, file), withoutProfile(text));
  }

  // Under the name of the module whose busy work it borrows.
  writeFileSync(join(to, 'go.mod'), 'module acme.example/platform\n\ngo 1.25.0\n');
  for (const healthy of ['workpool', 'traffic', 'telemetry', 'everyday']) {
    cpSync(fileURLToPath(new URL(`leaks/${healthy}`, import.meta.url)), join(to, healthy), {recursive: true});
  }

  writeFileSync(join(to, 'main.go'), readFileSync(new URL('goker-driver.go.txt', import.meta.url), 'utf8'));
  return names;
}

/** Takes the profile out, which needs an experiment in Go 1.26, and most rounds of the entry functions' loops. */
function withoutProfile(text: string): string {
  return text
    .replaceAll('pprof.Lookup("goroutineleak")', 'silent{}')
    .replace(/^\s*"runtime\/pprof"\n/m, '')
    .replaceAll(/^func [A-Z]\w*\(\) \{\n[\s\S]*?^\}/gm, (entry) =>
      entry.replaceAll(/for i := 0; i <=? (\d+); i\+\+/g, (loop, rounds: string) =>
        Number(rounds) > mostRounds ? 'for i := 0; i < rounds(); i++' : loop,
      ),
    );
}

/**
 * Reads which goroutines the test of the runtime expects to leak.
 *
 * Example input:  `makeFlakyTest("Etcd6873",\n\t`\(\*x\)\.stop\(.* \[chan receive\]`,\n)`
 * Example output: a truth with the place `main.(*x).stop`, which is the outermost function of the goroutine.
 */
export function readTable(text: string): Truth[] {
  const code = text.replaceAll(/^\s*\/\/.*$/gm, '');
  const truths: Truth[] = [];
  for (const match of code.matchAll(/make(Flaky)?Test\("(\w+)",?([^"]*?)\),?\n/g)) {
    const [, flaky, name = '', rest = ''] = match;
    const reading = readings[name];
    const leaks = [...rest.matchAll(/`([^`]+)`/g)].map((leak) => placeOf(leak[1]!, flaky !== undefined));
    if (reading === undefined || leaks.length === 0) continue;
    const places = leaks.filter(
      (place, index) => leaks.findIndex((other) => key(other) === key(place)) === index,
    );
    const rooted = places.filter(({families}) => !families.includes('waitgroup'));
    const causes = (rooted.length === 0 ? places : rooted).flatMap(({functions}) => functions);
    const named = reading.causes;
    truths.push({
      name,
      patterns: reading.patterns,
      causes: [
        ...new Set(
          named === undefined
            ? causes
            : places
                .flatMap(({functions}) => functions)
                .filter((spelling) => named.some((part) => spelling.includes(part))),
        ),
      ],
      places,
      victims: [],
      provenByGC: true,
    });
  }

  return truths;
}

function key(place: Place): string {
  return `${place.functions.join(' ')} ${place.families.join(' ')}`;
}

function placeOf(expression: string, optional: boolean): Place {
  const plain = expression.replaceAll('\\', '');
  const [, name = '', status = ''] = /^(.*?)\(?\.\* \[(.*)\]$/.exec(plain) ?? [];
  return {
    functions: [`main.${name}`],
    families: [familyOf(status)],
    outermost: true,
    ...(optional ? {optional} : {}),
  };
}

function familyOf(status: string): string {
  if (status.includes('Mutex')) return 'mutex';
  if (status === 'sync.WaitGroup.Wait') return 'waitgroup';
  if (status === 'sync.Cond.Wait') return 'cond';
  return status.replace(/ \(.*\)$/, '');
}
