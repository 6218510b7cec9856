// A stand-in for a Go process with very many different groups, whose counts all change each second; ends with its stdin.
// With --changing 2, only so many percent of them do. With --goroutines, one that has so many in the few hundred stacks of a dump.
import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {parseArgs} from 'node:util';
import {gzipSync} from 'node:zlib';
import {Function, Line, Location, Profile, Sample, StringTable, ValueType} from 'pprof-format';
import {decodeHere} from '../source/profile/decode-here.ts';
import {createRandom, makeDump} from './dump.ts';

const {values} = parseArgs({
  options: {
    groups: {type: 'string', default: '10000'},
    goroutines: {type: 'string', default: '0'},
    still: {type: 'boolean', default: false},
    changing: {type: 'string', default: '100'},
    hang: {type: 'boolean', default: false},
  },
});
const groups = Number(values.groups);
const changingPercent = Number(values.changing);
const dumpStacks = 400;
/** Different answers that take turns. */
const variants = values.still ? 1 : 10;
const depth = 10;
const differentFunctions = 2000;

/** The stacks that a profile counts: functions with their lines, innermost first, the runtime's own included. */
type CountedStack = {readonly frames: readonly (readonly [string, number])[]; readonly count: number};

const waits = [
  ['runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv1'],
  ['runtime.gopark', 'runtime.chansend', 'runtime.chansend1'],
  ['runtime.gopark', 'runtime.selectgo'],
  ['time.Sleep'],
];

/** `groups` stacks of ten frames, each with a count that depends on the seed. */
function makeStacks(seed: number): CountedStack[] {
  const random = createRandom(seed);
  const lasting = createRandom(1);
  return Array.from({length: groups}, (_, group) => {
    const isChanging = (group * changingPercent) % 100 < changingPercent;
    const [now, always] = [random(), lasting()];
    const own = Array.from({length: depth}, (_frame, level): [string, number] => {
      const turn = Math.floor(group / differentFunctions) * (level === 5 ? 1 : 0);
      const step = (group * (level + 1) + level * 131 + turn) % differentFunctions;
      return [
        `github.com/acme/shop/part${step % 97}.(*Worker).step${step}`,
        20 + (((group + level) * 7) % 3) * 11,
      ];
    });
    const leaf = waits[group % waits.length]!.map((name): [string, number] => [name, 300]);
    return {frames: [...leaf, ...own], count: 1 + Math.floor((isChanging ? now : always) ** 3 * 60)};
  });
}

// Those for which no more than frames of the runtime tells debug=0 from one another.
const parkedIn: Readonly<Record<string, string>> = {
  'chan receive': 'runtime.chanrecv',
  'chan send': 'runtime.chansend',
  select: 'runtime.selectgo',
};

/** The groups of a dump, as debug=0 would count them: ids and ages of the one belong to the groups of the other. */
async function stacksOf(text: Uint8Array): Promise<CountedStack[]> {
  const {groups: dumped} = await decodeHere([text], {source: 'file', takenAt: 0});
  return dumped.map(({identity, count}) => ({
    count,
    frames: [
      ['runtime.gopark', 300],
      [parkedIn[identity.family] ?? 'runtime.park', 300],
      ...identity.stack.map((frame) => [frame.function, frame.line] as const),
    ],
  }));
}

/** A profile as debug=0 gives it. */
function makeProfile(stacks: readonly CountedStack[]): Buffer {
  const stringTable = new StringTable();
  const text = (value: string) => stringTable.dedup(value);
  // One location for each place that calls: about three lines of each of 2,000 functions.
  const functions = new Map<string, number>();
  const locations = new Map<string, number>();
  const locationOf = ([name, line]: readonly [string, number]) => {
    functions.set(name, functions.get(name) ?? functions.size + 1);
    const place = `${name} ${line}`;
    locations.set(place, locations.get(place) ?? locations.size + 1);
    return locations.get(place)!;
  };
  const sample = stacks.map(
    ({frames, count}) => new Sample({locationId: frames.map(locationOf), value: [count]}),
  );
  const names = [...functions.keys()];
  const profile = new Profile({
    stringTable,
    sampleType: [new ValueType({type: text('goroutine'), unit: text('count')})],
    sample,
    location: Array.from(locations, ([place, id]) => {
      const [name = '', line] = place.split(' ');
      return new Location({id, line: [new Line({functionId: functions.get(name)!, line: Number(line)})]});
    }),
    function: names.map(
      (name, index) =>
        new Function({
          id: index + 1,
          name: text(name),
          filename: text(`/srv/app/part${index % 97}/file${index % 11}.go`),
        }),
    ),
  });
  return gzipSync(profile.encode(), {level: 1});
}

const indexPage = readFileSync(
  new URL('../test/fixtures/goroutine/go1.26/index.html', import.meta.url),
  'utf8',
);
const dump = makeDump(Number(values.goroutines), dumpStacks, 1, Object.keys(parkedIn));
const profiles =
  dump.length > 0
    ? [makeProfile(await stacksOf(dump.slice()))]
    : Array.from({length: variants}, (_, variant) => makeProfile(makeStacks(variant + 1)));
const startMs = performance.now();

const server = createServer((request, response) => {
  if (values.hang) return;
  const {pathname, searchParams} = new URL(request.url ?? '', 'http://127.0.0.1');
  const page = pathname.replace('/debug/pprof/', '');
  if (page === '') {
    response.end(indexPage.replace('<td>54</td>', `<td>${Math.max(Number(values.goroutines), groups)}</td>`));
  } else if (page === 'cmdline') {
    response.end('/srv/app/shop\0-v');
  } else if (page === 'goroutine' && searchParams.get('debug') === '2') {
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    response.end(dump);
  } else if (page === 'goroutine') {
    response.setHeader('content-type', 'application/octet-stream');
    response.end(profiles[Math.floor((performance.now() - startMs) / 1000) % profiles.length]);
  } else {
    response.statusCode = 404;
    response.end();
  }
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : address);
});
process.stdin.resume().on('end', () => {
  process.exit();
});
