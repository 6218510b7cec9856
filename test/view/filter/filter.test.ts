import {describe, expect, test} from 'vitest';
import {splitFilter} from '../../../source/view/filter/filter-words.ts';
import {
  isFilterProblem,
  matches,
  parseFilter,
  type FilterSubject,
} from '../../../source/view/filter/filter.ts';
import {makeRandom, randomText} from '../random-text.ts';

const subjects: Record<string, FilterSubject> = {
  report: {
    family: 'chan send',
    status: 'chan send (nil chan)',
    functions: ['check.(*Runner).report', 'check.(*Runner).run.func1', 'check.Handler'],
    files: ['/srv/shop/check/check.go'],
    labels: {tenant: 'acme', route: '/checkout'},
    ageMs: 298_000,
    count: 800,
  },
  feed: {
    family: 'chan receive',
    status: 'chan receive',
    functions: ['queue.(*Pool[...]).feed', 'queue.NewPool'],
    files: ['/srv/shop/queue/pool.go'],
    labels: {},
    ageMs: 1_860_000,
    count: 11,
  },
  serve: {
    family: 'IO wait',
    status: 'IO wait',
    functions: ['net/http.(*conn).serve'],
    files: ['/usr/lib/go/src/net/http/server.go'],
    labels: {tenant: 'acme2'},
    count: 10,
  },
};

function found(text: string): string[] {
  const filter = parseFilter(text);
  if (isFilterProblem(filter)) {
    throw new Error(filter.problem);
  }

  return Object.keys(subjects).filter((name) => matches(filter, subjects[name]!));
}

function problemOf(text: string): string | undefined {
  const filter = parseFilter(text);
  return isFilterProblem(filter) ? filter.problem : undefined;
}

test.each([
  ['', ['report', 'feed', 'serve']],
  ['   ', ['report', 'feed', 'serve']],
  ['state:send', ['report']],
  ['state:chan', ['report', 'feed']],
  ['state:"chan send"', ['report']],
  ['"state:chan send"', []],
  ['state:nil', ['report']],
  ['state:end', []],
  ['reason:io', ['serve']],
  ['fn:runner', ['report']],
  ['fn:^check', ['report']],
  ['fn:NewPool$', ['feed']],
  ['function:handler', ['report']],
  ['file:pool.go', ['feed']],
  ['file:/srv/', ['report', 'feed']],
  ['label:acme', ['report', 'serve']],
  ['label:tenant', ['report', 'serve']],
  ['label:tenant=acme', ['report']],
  ['label:tenant=acme.*', ['report', 'serve']],
  ['label:tenant=', ['report', 'serve']],
  ['label:"route=/checkout"', ['report']],
  ['age>5m', ['feed']],
  ['age<5m', ['report']],
  ['age>=4m58s', ['report', 'feed']],
  ['age>30', ['report', 'feed']],
  ['age<1.5h', ['report', 'feed']],
  ['count>10', ['report', 'feed']],
  ['count>=10', ['report', 'feed', 'serve']],
  ['count<=10', ['serve']],
  ['count=11', ['feed']],
  ['count<1k', ['report', 'feed', 'serve']],
  ['check', ['report']],
  ['CHECK', ['report']],
  ['send|receive', ['report', 'feed']],
  ['check.(*Runner).report', ['report']],
  ['queue.(*Pool[...]).feed', ['feed']],
  ['net/http.(*conn', ['serve']],
  ['!state:chan', ['serve']],
  ['!check', ['feed', 'serve']],
  ['! check', ['report']],
  ['!age>5m', ['report', 'serve']],
  ['state:chan count>100', ['report']],
  ['state:chan !fn:report', ['feed']],
  ['state:', ['report', 'feed', 'serve']],
  ['"', ['report', 'feed', 'serve']],
  ['state:"chan se', ['report']],
  ['http://nowhere', []],
])('%s finds %j', (text, names) => {
  expect(found(text)).toEqual(names);
});

test('an age that is not known is neither old nor young', () => {
  expect(found('age>0s')).not.toContain('serve');
  expect(found('age<100d')).not.toContain('serve');
});

describe('what cannot be used is said in a sentence', () => {
  test.each([
    ['age>soon', /needs a time such as 30s, 5m or 2h, not soon/],
    ['age>', /needs a time/],
    ['count>many', /needs a number/],
    ['age:5m', /age>5m/],
    ['sate:send', /mean state\?/],
    ['lable:acme', /mean label\?/],
    ['cuont>3', /mean count\?/],
    ['x'.repeat(201), /at most 200 characters/],
    ['(a+)+$', /endless combinations/],
    ['fn:(a|a)*b', /endless combinations/],
    ['.*a.*b.*c.*d', /at most 3/],
  ])('%s', (text, problem) => {
    expect(problemOf(text)).toMatch(problem);
  });
});

test.each([
  ['fn:(', ['report', 'feed', 'serve']],
  ['fn:[a', []],
  ['check.(*', ['report']],
  ['a{2,1}', []],
])('%s, still being typed and no expression yet, is looked for as it stands', (text, names) => {
  expect(found(text)).toEqual(names);
});

test.each(['.*.*.*x', 'a*a*a*b', '(a?)(a?)(a?)b', 'a+$b', String.raw`(\w+)x`])(
  'a name made to be slow for %s is answered all the same',
  (text) => {
    const filter = parseFilter(`fn:${text}`);
    const name = 'a'.repeat(100_000);
    expect(isFilterProblem(filter) || matches(filter, {...subjects['serve']!, functions: [name]})).toBe(
      false,
    );
  },
);

test('nothing that can be typed makes the parser throw', () => {
  const random = makeRandom(11);
  const pieces = [
    'state:',
    'fn:',
    'age>',
    '5m',
    '!',
    '"',
    "'",
    '(',
    ')',
    '[',
    ']',
    '*',
    '+',
    '?',
    '{2,}',
    '|',
    '\\',
  ];
  const type = () => {
    let text = '';
    while (random() < 0.85) {
      text += random() < 0.8 ? pieces[Math.floor(random() * pieces.length)]! : randomText(random, 6);
    }

    const filter = parseFilter(text);
    return isFilterProblem(filter) ? filter.problem.length > 10 : matches(filter, subjects['report']!);
  };

  const outcomes = new Set(Array.from({length: 5000}, type));
  expect(outcomes).toEqual(new Set([true, false]));
});

test('terms are split at blanks outside of quotes', () => {
  expect(
    splitFilter(`!state:"chan \\"x\\" send"  it's 'a b'`).map(({inverted, key, value}) => [
      inverted,
      key,
      value,
    ]),
  ).toEqual([
    [true, 'state', 'chan "x" send'],
    [false, undefined, "it's"],
    [false, undefined, 'a b'],
  ]);
});
