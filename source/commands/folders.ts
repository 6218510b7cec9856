import {defaultFolder, type StateEnvironment} from '../saving/default-folder.ts';
import {demoFolder, type CacheEnvironment} from './demo-folder.ts';

/** What gorowatch writes when it is told no other place, and where to; a sentence where there is none. */
export function foldersOf(
  environment: StateEnvironment & CacheEnvironment,
): readonly (readonly [what: string, where: string])[] {
  return [
    ...(['dumps', 'recordings', 'reports'] as const).map(
      (name) => [name, orWhyNot(() => defaultFolder(name, environment))] as const,
    ),
    ['demo', demoFolder(environment)],
  ];
}

function orWhyNot(folder: () => string): string {
  try {
    return folder();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
