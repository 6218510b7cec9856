import type {PatternName} from './pattern-name.ts';
import {channelPatterns} from './patterns/channels.ts';
import {httpPatterns} from './patterns/http.ts';
import {lockPatterns} from './patterns/locks.ts';
import {otherPatterns} from './patterns/others.ts';
import type {Pattern} from './patterns/pattern.ts';
import {selectPatterns} from './patterns/selects.ts';
import {sqlAndIoPatterns} from './patterns/sql-and-io.ts';
import {timerPatterns} from './patterns/timers.ts';

/** What is known about each kind of leak. docs/leaks/ is made from it. */
export const patterns: Readonly<Record<PatternName, Pattern>> = {
  ...channelPatterns,
  ...selectPatterns,
  ...timerPatterns,
  ...httpPatterns,
  ...sqlAndIoPatterns,
  ...lockPatterns,
  ...otherPatterns,
};
