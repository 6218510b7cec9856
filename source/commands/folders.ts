import {defaultDumpFolder} from '../saving/dump-folder.ts';
import type {StateEnvironment} from '../saving/state-folder.ts';
import {defaultRecordingFolder} from '../recording/recording-folder.ts';
import {demoFolder, type CacheEnvironment} from './demo-folder.ts';
import {defaultReportFolder} from './screen/report-folder.ts';

/** What gorowatch writes when it is told no other place, and where to; a sentence where there is none. */
export function foldersOf(
  environment: StateEnvironment & CacheEnvironment,
): readonly (readonly [what: string, where: string])[] {
  return [
    ['dumps', orWhyNot(() => defaultDumpFolder(environment))],
    ['recordings', orWhyNot(() => defaultRecordingFolder(environment))],
    ['reports', orWhyNot(() => defaultReportFolder(environment))],
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
