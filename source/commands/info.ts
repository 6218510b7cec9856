import packageJson from '../../package.json' with {type: 'json'};
import {foldersOf} from './folders.ts';
import type {Arguments} from './arguments/read-arguments.ts';
import {abilitiesFor} from './abilities-for.ts';

/** `gorowatch info`: what a bug report needs. */
export async function info(given: Arguments): Promise<number> {
  const abilities = abilitiesFor(given);
  const rows = [
    ['gorowatch', packageJson.version],
    ['node', process.version],
    ['system', `${process.platform} ${process.arch}`],
    ...foldersOf(process.env),
    [
      'terminal',
      abilities.interactive ? `${abilities.columns}x${abilities.rows}` : 'none: lines instead of a screen',
    ],
    ['colours', abilities.colour],
    ['characters', abilities.unicode ? 'Unicode' : 'ASCII'],
    ['background', abilities.background ?? 'asked when the screen opens'],
  ];
  process.stdout.write(rows.map(([name = '', value = '']) => `${name.padEnd(11)} ${value}\n`).join(''));
  return 0;
}
