import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {isKnown, parseKnownCase, readKnownCases} from '../../../source/commands/check/known-cases.ts';
import type {PatternName} from '../../../source/diagnosis/pattern-name.ts';
import type {VerdictGroup} from '../../../source/diagnosis/verdict.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';

function verdict(functionName: string, pattern: PatternName = 'send-blocked') {
  const group: VerdictGroup = {
    key: 'a',
    place: 'a',
    family: 'chan send',
    status: 'chan send',
    count: 1,
    frame: {function: functionName, file: '/srv/a.go', line: 1},
    stack: [],
    labels: {},
    creators: [],
  };
  return {pattern, group};
}

describe('a known case', () => {
  const report = verdict('acme.dev/shop/check.(*Runner).report');

  test.each([
    ['acme.dev/shop/check.(*Runner).report', true],
    ['check.(*Runner).report', true],
    ['check.(*Runner).*', true],
    ['*.report', true],
    ['*', true],
    ['send-blocked check.*', true],
    ['nil-channel check.*', false],
    ['report', false],
    ['check.(*Runner).reports', false],
    ['check.(*Runner)', false],
    ['Check.*', false],
  ])('%s: %s', (text, isCase) => {
    expect(isKnown(report, [parseKnownCase(text, '--ignore')])).toBe(isCase);
  });

  test('with many stars takes no longer than the name is long', () => {
    const name = `main.${'a'.repeat(5000)}`;
    expect(isKnown(verdict(name), [parseKnownCase(`${'*a'.repeat(200)}*b`, '--ignore')])).toBe(false);
  });
});

test('a file has one case a line, and comments', () => {
  const file = path.join(temporaryFolder(), 'allow');
  writeFileSync(file, '# ours\r\n\nmain.f # until spring\n  nil-channel  main.g\n');
  expect(readKnownCases(file)).toEqual([
    {pattern: undefined, functions: 'main.f'},
    {pattern: 'nil-channel', functions: 'main.g'},
  ]);
});

test('a pattern that does not exist is refused with the one that was meant', () => {
  expect(() => parseKnownCase('nil-chanel main.f', '--ignore')).toThrow(
    expect.objectContaining({advice: 'Did you mean nil-channel?', exitCode: 2}),
  );
});
