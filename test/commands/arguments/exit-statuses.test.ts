import {globSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {exitStatuses} from '../../../source/commands/arguments/exit-statuses.ts';
import {helpText} from '../../../source/commands/arguments/help-text.ts';
import {internalErrorExitCode} from '../../../source/terminal/ending.ts';

const told = exitStatuses.map(([status]) => status);

test('every status that an error carries is told', () => {
  const carried = globSync('source/**/*.{ts,tsx}').flatMap((file) =>
    Array.from(readFileSync(file, 'utf8').matchAll(/exitCode(?::| =) ((?:\d+(?: \| )?)+);/g), ([, all]) =>
      all!.split(' | '),
    ).flat(),
  );
  expect(new Set(carried)).toEqual(new Set(['2', '3', '4']));
  expect(told).toEqual(expect.arrayContaining([...carried, String(internalErrorExitCode)]));
});

test('the help has each of them', () => {
  const help = helpText().split('Exit status:')[1] ?? '';
  for (const [status, means] of exitStatuses) {
    expect(help).toMatch(
      new RegExp(String.raw`^  ${status.replace('+', String.raw`\+`)} +${means.slice(0, 20)}`, 'm'),
    );
  }
});
