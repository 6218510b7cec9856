import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {findFunctions} from '../../source/gosource/go-functions.ts';
import {scanGo} from '../../source/gosource/go-scanner.ts';

function texts(source: string): string[] {
  const tokens = scanGo(source);
  return Array.from({length: tokens.count}, (_, index) => tokens.text(index));
}

function functions(source: string): string[] {
  return findFunctions('f.go', scanGo(source)).functions.map(
    ({receiver, name, startLine, endLine}) => `${receiver ?? ''}.${name}:${startLine}-${endLine}`,
  );
}

describe('scanning', () => {
  test('comments disappear, and brackets inside texts and comments are none', () => {
    expect(texts('f("{", \'{\', `{\n{`) /* { \n */ // {')).toEqual([
      'f',
      '(',
      '"{"',
      ',',
      "'{'",
      ',',
      '`{\n{`',
      ')',
      ';',
    ]);
  });

  test('an arrow is one token, however it is spaced', () => {
    expect(texts('ch<-1;v:=<-ch')).toEqual(['ch', '<-', '1', ';', 'v', ':=', '<-', 'ch', ';']);
  });

  test('a line that ends a statement ends it, and one that does not goes on', () => {
    expect(texts('return\nx +\ny\n)')).toEqual(['return', ';', 'x', '+', 'y', ';', ')', ';']);
  });

  test('lines are counted inside raw strings and comments', () => {
    const tokens = scanGo('a := `1\n2`\n/* 3\n4 */ b');
    expect(tokens.line(tokens.count - 2)).toBe(4);
  });

  test('an escaped quote does not end a text, and a text ends with its line', () => {
    expect(texts('"a\\"b" "open\nc \'\\\n')).toEqual(['"a\\"b"', '"open', ';', 'c', "'\\", ';']);
  });

  test('letters of any alphabet make words', () => {
    expect(texts('größe := 世界')).toEqual(['größe', ':=', '世界', ';']);
  });

  test('brackets find their partners, and those of another kind have none', () => {
    const tokens = scanGo('{ ( ] ) }');
    expect([0, 1, 2, 3, 4].map((index) => tokens.pair(index))).toEqual([4, 3, -1, 1, 0]);
  });
});

describe('functions', () => {
  test('methods, generics, literals and results that are functions', () => {
    const source = [
      'func plain() {}',
      'func (t *T[K, V]) m(a, b chan int) (x func() error) { return func() error {',
      '  return nil } }',
      'func Map[K comparable, V any](m map[K]V) func(K) V { return nil }',
      'func (v T) value(struct{ a int }, interface{ b() }) {}',
      'var handler = func() {}',
      'var table = map[string]func(){"a": plain}',
      'var nested = []func() func(){}',
      'type callback func(int) error',
      'func outside()',
    ].join('\n');
    expect(functions(source)).toEqual(['.plain:1-1', 'T.m:2-3', '.:2-3', '.Map:4-4', 'T.value:5-5', '.:6-6']);
  });

  test('parameters keep their places', () => {
    const {functions: found} = findFunctions(
      'f.go',
      scanGo('func f(ctx context.Context, a, b chan<- int, rest ...string) { func(done chan bool) {}(nil) }'),
    );
    expect(found.map(({parameters}) => parameters)).toEqual([['ctx', 'a', 'b', 'rest'], ['done']]);
  });

  test('a literal knows the function that it stands in', () => {
    const {functions: found} = findFunctions(
      'f.go',
      scanGo('func f() { go func() { defer func() {}() }() }'),
    );
    expect(found.map(({parent}) => (parent === undefined ? -1 : found.indexOf(parent)))).toEqual([-1, 0, 1]);
  });
});

const source = process.env['GOROOT'] ?? '/usr/local/go';

test.runIf(existsSync(`${source}/src/net/http/server.go`))(
  'in the source of net/http all brackets have partners, and every declared function is found',
  () => {
    const folder = `${source}/src/net/http`;
    const names = readdirSync(folder).filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'));
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) {
      const text = readFileSync(`${folder}/${name}`, 'utf8');
      const {tokens, functions: found} = findFunctions(name, scanGo(text));
      const alone = Array.from({length: tokens.count}, (_, index) => index).filter(
        (index) => /^[()[\]{}]$/.test(tokens.text(index)) && tokens.pair(index) === -1,
      );
      expect({name, alone}).toEqual({name, alone: []});
      const declared = text.match(/^func .*\{/gm) ?? [];
      const onOneLine = found.filter((one) => one.name !== '' && tokens.line(one.open) === one.startLine);
      expect({name, count: onOneLine.length}).toEqual({name, count: declared.length});
    }
  },
);
