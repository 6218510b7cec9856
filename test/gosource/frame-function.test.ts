import {describe, expect, test} from 'vitest';
import {findFrameFunction, readFunctionName} from '../../source/gosource/frame-function.ts';
import {findFunctions} from '../../source/gosource/go-functions.ts';
import {scanGo} from '../../source/gosource/go-scanner.ts';

test.each([
  ['main.worker', 'worker', undefined, false],
  ['example.com/a.b/pool.(*Pool).run', 'run', 'Pool', false],
  ['pool.Pool.run', 'run', undefined, false],
  ['gopkg.in/yaml%2ev3.(*Decoder).Decode.func1', 'Decode', 'Decoder', true],
  ['pool.(*Pool[...]).run.func1.2', 'run', 'Pool', true],
  ['pool.Map[go.shape.int,go.shape.struct { a/b.c string }].func3', 'Map', undefined, true],
  ['main.main.startWorkers.func1', 'startWorkers', undefined, true],
  ['main.main.(*Pool).start.func2', 'start', 'Pool', true],
  ['main.start.gowrap1', 'start', undefined, false],
  ['main.start.func2.deferwrap1', 'start', undefined, true],
  ['main.each-range1', 'each', undefined, false],
  ['main.(*T).m-fm', 'm', 'T', false],
  ['main.init.0', 'init', undefined, false],
  ['main.init.0.func1', 'init', undefined, true],
  ['main.init.func1', undefined, undefined, true],
  ['main.glob..func1', undefined, undefined, true],
  ['main.func1', 'func1', undefined, false],
])('%s is written in %s', (frameFunction, name, receiver, isLiteral) => {
  expect(readFunctionName(frameFunction)).toEqual({name, receiver, isLiteral});
});

test.each(['', '.', 'main', 'main.', 'main.(*T)', '((((', 'a'.repeat(5000)])(
  '%j names no function',
  (name) => {
    expect(readFunctionName(name)).toBeUndefined();
  },
);

describe('finding the function of a frame', () => {
  const file = findFunctions(
    'f.go',
    scanGo(
      [
        'package main',
        'var global = func() {',
        '  work()',
        '}',
        'func (p *Pool) run() {',
        '  go func() {',
        '    work()',
        '  }()',
        '}',
        'func (q Queue) run() {',
        '  work()',
        '}',
        '//go:linkname sleepy time.Sleep',
        'func sleepy() {',
        '}',
      ].join('\n'),
    ),
  );
  const at = (name: string, line: number) => {
    const found = findFrameFunction(file, name, line);
    return found === undefined ? undefined : [found.startLine, found.endLine];
  };

  test('methods of the same name are told apart by their receivers', () => {
    expect(at('main.(*Pool).run', 6)).toEqual([5, 9]);
    expect(at('main.Queue.run', 11)).toEqual([10, 12]);
    expect(at('main.(*Pool).run', 11)).toBeUndefined();
  });

  test('a literal is the innermost one around the line', () => {
    expect(at('main.(*Pool).run.func1', 7)).toEqual([6, 8]);
    expect(at('main.glob..func1', 3)).toEqual([2, 4]);
  });

  test('a line inside a literal is not one of the function around it', () => {
    expect(at('main.(*Pool).run', 7)).toBeUndefined();
  });

  test('a function that the linker renames is found by its comment', () => {
    expect(at('time.Sleep', 14)).toEqual([14, 15]);
    expect(at('time.Sleep', 11)).toBeUndefined();
  });
});
