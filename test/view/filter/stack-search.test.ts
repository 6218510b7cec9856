import {describe, expect, test} from 'vitest';
import {argumentsOf} from '../../../source/view/panels/arguments.ts';
import {stackSearch} from '../../../source/view/filter/stack-search.ts';

describe('what a filter looks for in a stack', () => {
  const lines = ['main.worker /srv/pool.go:118', 'audit.flush /srv/audit.go:4', 'main.main /srv/main.go:9'];
  test.each([
    ['worker', [0]],
    ['WORKER', [0]],
    ['fn:worker', [0]],
    ['file:audit.go', [1]],
    ['state:"chan send" fn:flush', [1]],
    ['main', [0, 2]],
    ['worker flush', [0, 1]],
    ['main\\.m', [2]],
    ['!worker', []],
    ['state:select age>5m count>3 label:tenant=acme', []],
    ['', []],
    ['(a+)+$', []],
  ])('%s', (typed, found) => {
    const isFound = stackSearch(typed);
    expect(lines.flatMap((line, index) => (isFound(line) ? [index] : []))).toEqual(found);
  });
});

describe('argument words of a function', () => {
  const text = [
    'goroutine 7 [chan send]:',
    'main.worker(0xc000010200, 0x5)',
    '\t/srv/main.go:20 +0x45',
    'main.inlined(...)',
    '\t/srv/main.go:9',
    'main.(*Runner[...]).run(0xc0?, {0x1, 0x2})',
    '\t/srv/main.go:3 +0x1',
    'created by main.main in goroutine 1',
  ].join('\n');

  test.each([
    ['main.worker', '0xc000010200, 0x5'],
    ['main.(*Runner[...]).run', '0xc0?, {0x1, 0x2}'],
    ['main.inlined', '(inlined)'],
    ['main.work', ''],
    ['main.main', ''],
    ['not.there', ''],
  ])('%s', (name, words) => {
    expect(argumentsOf(text, name)).toBe(words);
  });
});
