import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {createFileAccess} from '../../source/gosource/file-access.ts';
import {createSourceReader, noSourceSentence} from '../../source/gosource/source-reader.ts';
import {seeded} from '../helpers/seeded.ts';
import {lineOf, lookAt, memoryFiles} from './memory-files.ts';

const source = 'package main\n\nfunc worker(ch chan int) {\n\tch <- 1\n}\n';
const frame = {function: 'main.worker', file: '/srv/app/main.go', line: 4};

function readerOf(files: Record<string, string>, roots: string[] = []) {
  const access = memoryFiles(files);
  return {...access, ...createSourceReader({...access, roots, env: {GOROOT: '/goroot'}})};
}

describe('finding the file', () => {
  test('as written, with the line and those around it', async () => {
    const look = await readerOf({'/srv/app/main.go': source}).read(frame);
    expect(look).toMatchObject({kind: 'found', path: '/srv/app/main.go', facts: {operation: 'send'}});
    expect(look.kind === 'found' && look.excerpt.lines.find(({isIt}) => isIt)?.text).toBe('    ch <- 1');
  });

  test('below --source when it is not where the stack says', async () => {
    const files = {'/home/me/app/pkg/main.go': source};
    const look = await readerOf(files, ['/home/me/app']).read({...frame, file: '/src/app/pkg/main.go'});
    expect(look).toMatchObject({kind: 'found', path: '/home/me/app/pkg/main.go'});
  });

  test('a file that is another one of the same name is passed over for one that fits', async () => {
    const files = {'/w/app/main.go': 'package other\n', '/w/main.go': source};
    expect(await readerOf(files, ['/w']).read(frame)).toMatchObject({kind: 'found', path: '/w/main.go'});
  });

  test('without one it says so, and where it looked', async () => {
    expect(await readerOf({}).read(frame)).toEqual({
      kind: 'none',
      tried: ['/srv/app/main.go'],
      sentence: noSourceSentence,
    });
  });
});

describe('a file that was changed since the build', () => {
  test('is stale when it has no such line', async () => {
    const look = await readerOf({'/srv/app/main.go': source}).read({...frame, line: 99});
    expect(look).toEqual({kind: 'stale', path: '/srv/app/main.go', why: 'the file has only 5 lines'});
  });

  test('is stale when the line belongs to another function', async () => {
    const look = await readerOf({'/srv/app/main.go': source}).read({...frame, function: 'main.(*Pool).run'});
    expect(look).toMatchObject({kind: 'stale', why: 'line 4 is not in main.(*Pool).run there'});
  });

  test('is stale when the innermost frame waits for a channel and the line has none', async () => {
    const body = 'func f(ch chan int) {\n\tx := 1 // here\n\tch <- x\n}';
    const wait = {family: 'chan send', isInnermost: true} as const;
    expect(await lookAt(body, {function: 'f', wait})).toMatchObject({
      kind: 'stale',
      why: 'line 3 holds no chan send there',
    });
    expect(await lookAt(body, {function: 'f', wait: {...wait, isInnermost: false}})).toMatchObject({
      kind: 'found',
    });
  });
});

describe('limits', () => {
  test('equal questions, also asked at once, read a file once', async () => {
    const reader = readerOf({'/srv/app/main.go': source, '/srv/app/b.go': 'package main\n'});
    await Promise.all([reader.read(frame), reader.read(frame), reader.read({...frame, line: 3})]);
    await reader.read(frame);
    expect(reader.reads.toSorted()).toEqual(['/srv/app/b.go', '/srv/app/main.go']);
  });

  test('a package of very many files is read in part, and that is said', async () => {
    const others = Object.fromEntries(
      Array.from({length: 300}, (_, index) => [`/srv/app/f${index}.go`, 'package main\n']),
    );
    const look = await readerOf({'/srv/app/main.go': source, ...others}).read(frame);
    expect(look).toMatchObject({kind: 'found', facts: {package: {files: 200, complete: false}}});
  });

  test('readers of files that fail are readers that find nothing', async () => {
    const reader = createSourceReader({
      readFile: async () => Promise.reject(new Error('disk')),
      listFolder: async () => Promise.reject(new Error('disk')),
      roots: [],
      env: {},
    });
    expect(await reader.read(frame)).toMatchObject({kind: 'none'});
  });
});

const demo = path.resolve(import.meta.dirname, '../../demo-go-app');

describe('the demonstration program, as built with -trimpath', () => {
  const reader = createSourceReader({...createFileAccess(), roots: [demo], env: {}});
  const module = 'gorowatch.dev/demo-go-app';
  const question = (file: string, name: string, mark: string) => ({
    function: `${module}/${path.dirname(file)}.${name}`,
    file: `${module}/${file}`,
    line: lineOf(readFileSync(path.join(demo, file), 'utf8'), mark),
  });

  test('a report that nobody takes: unbuffered, and its runner returns early', async () => {
    const file = 'scenario/checks/checks_early_return.go';
    const text = readFileSync(path.join(demo, file), 'utf8');
    const frames = {
      send: question(file, '(*Runner).report', 'done <- c.name'),
      // The first of two: in Run, not in RunBuffered.
      start: {
        ...question(file, '(*Runner).Run', 'done <- c.name'),
        line: text.slice(0, text.indexOf('go r.report(')).split('\n').length,
      },
    };
    const look = await reader.read(frames.send, frames.start, {family: 'chan send', isInnermost: true});
    expect(look).toMatchObject({
      kind: 'found',
      facts: {
        operation: 'send',
        channel: {how: 'argument', buffering: 'unbuffered'},
        creator: {startsInLoop: true},
      },
    });
    expect(look.kind === 'found' && look.facts.creator?.earlyExits.length).toBe(1);
  });

  test('a worker that ranges over a channel that is closed elsewhere', async () => {
    const look = await reader.read(
      question('scenario/queue/worker_pool.go', '(*Pool).work', 'for job := range p.jobs'),
    );
    expect(look).toMatchObject({kind: 'found', facts: {operation: 'range', subject: {text: 'p.jobs'}}});
    expect(look.kind === 'found' && look.facts.closes.length).toBeGreaterThan(0);
  });

  test('a loop over a ticker without a way out', async () => {
    const file = 'scenario/inventory/ticker_not_stopped.go';
    const look = await reader.read(question(file, '(*StockWatch).refresh', 'for range ticker.C'));
    expect(look).toMatchObject({kind: 'found', facts: {waitsFor: 'ticker', loop: {isEndless: true}}});
  });
});

test('damaged source of any kind gives an answer for any line', async () => {
  const random = seeded(11);
  const folder = path.join(demo, 'scenario');
  const sources = readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .filter((name) => name.endsWith('.go'))
    .map((name) => readFileSync(path.join(folder, name), 'utf8'));
  const noise = [
    '{',
    '}',
    '(',
    ')',
    '"',
    '`',
    '/*',
    '<-',
    'select {',
    'for ',
    'func ',
    'case ',
    '\0',
    '\u{1f600}',
    'make(chan',
    'close(',
    ':',
    '.',
  ];
  let found = 0;
  for (let round = 0; round < 600; round++) {
    let text = sources[random.below(sources.length)]!;
    for (let changes = random.below(6); changes > 0; changes--) {
      const at = random.below(text.length + 1);
      text =
        text.slice(0, at) +
        (random.below(2) === 0 ? noise[random.below(noise.length)]! : '') +
        text.slice(at + random.below(30));
    }

    const lines = text.split('\n');
    const line = 1 + random.below(lines.length + 1);
    const name = /func (?:\(\w+ (\*?)(\w+)\) )?(\w+)/.exec(
      lines.slice(0, line).findLast((one) => one.startsWith('func ')) ?? '',
    );
    const written = name === null ? 'x' : name[2] === undefined ? name[3]! : `(*${name[2]}).${name[3]!}`;
    const look = await readerOf({'/srv/a.go': text}).read(
      {function: `main.${written}`, file: '/srv/a.go', line},
      {function: `main.${written}`, file: '/srv/a.go', line: 1 + random.below(lines.length)},
    );
    found += look.kind === 'found' ? 1 : 0;
    expect(JSON.stringify(look.kind === 'found' ? look.excerpt : look)).not.toMatch(/[\p{Cc}\p{Cs}]/u);
  }

  expect(found).toBeGreaterThan(100);
});

test.each([
  ['nested loops', 'for {', '}'],
  ['nested literals', 'go func() {', '}()'],
  ['nested selects', 'select {\ncase <-a:', '}'],
  ['nested selects that never wait', 'for {\nselect {\ndefault:', '}}'],
  ['open brackets', '(', ''],
  ['chains', 'a.b(c).', ''],
  ['comments', '/*', ''],
  ['texts', '"\\"', ''],
  ['jumps', 'goto out\n', ''],
  ['sends', 'ch <- a.b().c(', ''],
])('a hundred thousand characters of %s are read like any other', async (_, open, close) => {
  const count = Math.floor(100_000 / (open.length + close.length));
  const text = `package main\nfunc f(ch chan int) {\n${open.repeat(count)}\nch <- 1 // here\n${close.repeat(count)}\nout:\n}\n`;
  const line = lineOf(text, '// here');
  const read = readerOf({'/srv/a.go': text}).read(
    {function: 'main.f', file: '/srv/a.go', line},
    {function: 'main.f', file: '/srv/a.go', line: 3},
  );
  expect((await read).kind).toMatch(/^(?:found|stale)$/);
});
