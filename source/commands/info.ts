import {defaultDumpFolder} from '../alert/dump-folder.ts';
import packageJson from '../../package.json' with {type: 'json'};
import type {Arguments} from './read-arguments.ts';
import {abilitiesFor} from './watch.ts';

/** `gorowatch info`: what a bug report needs. */
export async function info(given: Arguments): Promise<number> {
  const abilities = abilitiesFor(given);
  const rows = [
    ['gorowatch', packageJson.version],
    ['node', process.version],
    ['system', `${process.platform} ${process.arch}`],
    ['dumps', folder()],
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

function folder(): string {
  try {
    return defaultDumpFolder(process.env);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
