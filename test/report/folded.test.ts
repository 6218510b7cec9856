import {describe, expect, test} from 'vitest';
import {foldedOf} from '../../source/report/folded.ts';
import {group, snapshot} from '../helpers/session.ts';
import {decode, fixture, releases} from '../profile/fixtures.ts';

const stack = ['main.report check.go:72', 'main.run check.go:15'];

test('a line is a stack, outermost first, then what it waits for and how many do', () => {
  expect(foldedOf(snapshot([group(100, 'chan send', stack)]))).toBe('main.run;main.report;[chan send] 100\n');
});

test('stacks that differ only in lines or labels are one line; other waits are another', () => {
  const text = foldedOf(
    snapshot([
      group(2, 'select', stack, {labels: {tenant: 'acme'}}),
      group(3, 'select', ['main.report check.go:99', 'main.run check.go:15']),
      group(1, 'runnable', stack),
    ]),
  );
  expect(text).toBe('main.run;main.report;[runnable] 1\nmain.run;main.report;[select] 5\n');
});

test('goroutines without a stack have a line too, those that are no more have none', () => {
  expect(foldedOf(snapshot([group(2, 'runnable', []), group(0, 'select', stack)]))).toBe(
    '(not started yet);[runnable] 2\n',
  );
});

test('a semicolon in a name makes no second function', () => {
  expect(foldedOf(snapshot([group(1, 'select', 'main.a;b x.go:1')]))).toBe('main.a:b;[select] 1\n');
});

describe.each(releases)('%s', (release) => {
  test('every line is as the tools read it, and together they are all goroutines', async () => {
    const of = await decode(fixture(`${release}/g2.txt`));
    const lines = foldedOf(of).trimEnd().split('\n');
    for (const line of lines) expect(line).toMatch(/^[^;]+(?:;[^;]+)*;\[[^;]+\] [1-9]\d*$/);
    expect(lines.reduce((sum, line) => sum + Number(/\d+$/.exec(line)?.[0]), 0)).toBe(of.total);
    expect(new Set(lines.map((line) => line.replace(/ \d+$/, ''))).size).toBe(lines.length);
  });
});
