import {createReadStream} from 'node:fs';
import type {ThresholdWatch} from '../../alert/threshold-watch.ts';
import {savedDump} from '../../report/dump-text.ts';
import type {AlarmDump} from '../../report/session-source.ts';

/** The full stacks that thresholds had saved, for reports: each is read from its file when it is wanted. */
export function alarmDumps({saved}: Pick<ThresholdWatch, 'saved'>): readonly AlarmDump[] {
  return saved().map(({atMs, wallMs, path, missing = 0}) => ({
    atMs,
    read: () => savedDump(createReadStream(path), {wallMs, missing, isFromAlarm: true}),
  }));
}
